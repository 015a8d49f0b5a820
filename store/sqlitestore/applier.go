package sqlitestore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// applier is the writing connection with its statements.
type applier struct {
	*sql.Conn
	wait                                               time.Duration // for another process that writes
	keep                                               int
	numbers                                            map[int64]*store.Numbering // by namespace
	revs, put, forget, remove, bury, heads, move, trim *sql.Stmt
}

func newApplier(ctx context.Context, db *sql.DB, c Config) (*applier, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	a := &applier{Conn: conn, wait: c.BusyTimeout, keep: c.Keep, numbers: map[int64]*store.Numbering{}}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout=%d", min(c.BusyTimeout, knock).Milliseconds())); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	for stmt, text := range map[**sql.Stmt]string{
		&a.revs:   `SELECT key, rev FROM records WHERE ns = ? AND key IN (SELECT value FROM json_each(?))`,
		&a.put:    `INSERT INTO records (ns, key, rev, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET rev = excluded.rev, value = excluded.value`,
		&a.forget: `DELETE FROM deleted WHERE ns = ? AND key = ?`,
		&a.remove: `DELETE FROM records WHERE ns = ? AND key = ?`,
		&a.bury:   `INSERT INTO deleted (ns, key, rev) VALUES (?, ?, ?)`,
		&a.heads:  `SELECT head, floor, lineage FROM namespaces WHERE id = ?`,
		&a.move:   `UPDATE namespaces SET head = ?, floor = ?, lineage = ? WHERE id = ?`,
		&a.trim:   `DELETE FROM deleted WHERE (ns, key) IN (SELECT ns, key FROM deleted WHERE ns = ? AND rev <= ? LIMIT 1000)`,
	} {
		if *stmt, err = conn.PrepareContext(ctx, text); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return a, nil
}

// knock is how long SQLite itself waits for another process, looking four times. Left to wait for
// long, it looks ten times a second only, which hardly ever meets the moment between two
// transactions of a process that is busy.
const knock = 20 * time.Millisecond

// write executes a statement that needs the file's lock.
func (a *applier) write(ctx context.Context, text string, args ...any) error {
	for began := time.Now(); ; {
		_, err := a.ExecContext(ctx, text, args...)
		if err == nil || !strings.Contains(err.Error(), "database is locked") || time.Since(began) >= a.wait {
			return err
		}
	}
}

// drop closes the connection for good, after its statements: as long as one is open SQLite keeps
// the file open.
func (a *applier) drop() {
	for _, stmt := range []*sql.Stmt{a.revs, a.put, a.forget, a.remove, a.bury, a.heads, a.move, a.trim} {
		_ = stmt.Close()
	}
	_ = a.Raw(func(any) error { return driver.ErrBadConn }) // takes it out of the pool
	_ = a.Close()
}
