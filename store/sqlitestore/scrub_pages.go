package sqlitestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

const (
	scanned   = 256     // pages looked at in one read
	cleared   = 32      // pages cleared in one transaction
	mostPages = 1 << 25 // beyond, the first byte of an overflow page may look like that of a page of records
)

// pages is how many pages the file has; ok is false when they cannot be looked at one by one.
func (s *Store) pages(ctx context.Context) (n int, ok bool, err error) {
	var modules int
	if err = s.reads.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&n); err != nil {
		return 0, false, err
	}
	err = s.reads.QueryRowContext(ctx, `SELECT count(*) FROM pragma_module_list WHERE name = 'sqlite_dbpage'`).Scan(&modules)
	return n, modules > 0 && n < mostPages, err
}

// somePages reads pages by their numbers.
const somePages = `SELECT p.pgno, p.data FROM json_each(?) AS n CROSS JOIN sqlite_dbpage AS p WHERE p.pgno = n.value`

// pageReader is what reads pages: a pool, or the writer's connection.
type pageReader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// clearPages clears the unused space of all pages that there are now. Pages are looked at beside
// the writer; only those that have something to be cleared are read once more, and written, in its
// transactions. A page that comes later, or is written after it was looked at, holds no copy of
// what was deleted before: SQLite moves only records that there are.
func (s *Store) clearPages(ctx context.Context, pages int) error {
	for first := 1; first <= pages; first += scanned {
		began := time.Now()
		var numbers, dirty []int
		for n := first; n < min(first+scanned, pages+1); n++ {
			numbers = append(numbers, n)
		}
		err := eachPage(ctx, s.reads, numbers, func(n int, page []byte) error {
			if clearUnused(page, n == 1) {
				dirty = append(dirty, n)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for len(dirty) > 0 {
			n := min(len(dirty), cleared)
			if err := s.clearThese(ctx, dirty[:n]); err != nil {
				return err
			}
			dirty = dirty[n:]
		}
		if err := pause(ctx, time.Since(began)); err != nil { // others have the machine for as long
			return err
		}
	}
	return nil
}

// clearThese clears some pages in one transaction of the writer.
func (s *Store) clearThese(ctx context.Context, numbers []int) error {
	return s.writer.do(ctx, func(ctx context.Context, a *applier) error {
		if err := a.write(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		clean := map[int][]byte{}
		err := eachPage(ctx, a.Conn, numbers, func(n int, page []byte) error {
			if clearUnused(page, n == 1) {
				clean[n] = page
			}
			return nil
		})
		for _, n := range numbers {
			if page, ok := clean[n]; ok && err == nil {
				_, err = a.ExecContext(ctx, `UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?`, page, n)
			}
		}
		return finish(ctx, a.Conn, err)
	})
}

func eachPage(ctx context.Context, q pageReader, numbers []int, fn func(n int, page []byte) error) error {
	list, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	rows, err := q.QueryContext(ctx, somePages, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		var page []byte
		if err := rows.Scan(&n, &page); err != nil {
			return err
		}
		if err := fn(n, page); err != nil {
			return err
		}
	}
	return rows.Err()
}
