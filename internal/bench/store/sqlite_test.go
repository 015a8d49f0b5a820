package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tables are those of sqlitestore, with its pragmas.
func tables(tb testing.TB) *sql.DB {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(tb.TempDir(), "d.db")+
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(ON)")
	require.NoError(tb, err)
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { _ = db.Close() })
	_, err = db.ExecContext(tb.Context(), `
		CREATE TABLE records (ns INTEGER, key TEXT, rev INTEGER, value BLOB, PRIMARY KEY (ns, key)) WITHOUT ROWID;
		CREATE INDEX records_rev ON records (ns, rev);
		CREATE TABLE deleted (ns INTEGER, key TEXT, rev INTEGER, PRIMARY KEY (ns, key)) WITHOUT ROWID;
		CREATE INDEX deleted_rev ON deleted (ns, rev);
		CREATE TABLE counter (head INTEGER); INSERT INTO counter VALUES (0)`)
	require.NoError(tb, err)
	return db
}

// directSQLite issues the statements of 64 assignments in one transaction, prepared, from one goroutine.
func directSQLite(tb testing.TB) float64 {
	ctx := tb.Context()
	conn, err := tables(tb).Conn(ctx)
	require.NoError(tb, err)
	defer conn.Close()
	prepare := func(text string) *sql.Stmt {
		stmt, err := conn.PrepareContext(ctx, text)
		require.NoError(tb, err)
		tb.Cleanup(func() { _ = stmt.Close() })
		return stmt
	}
	check := prepare(`SELECT key, rev FROM records WHERE ns = 1 AND key IN (SELECT value FROM json_each(?))`)
	put := prepare(`INSERT INTO records VALUES (1, ?, ?, ?) ON CONFLICT DO UPDATE SET rev = excluded.rev, value = excluded.value`)
	forget := prepare(`DELETE FROM deleted WHERE ns = 1 AND key = ?`)
	remove := prepare(`DELETE FROM records WHERE ns = 1 AND key = ?`)
	bury := prepare(`INSERT INTO deleted VALUES (1, ?, ?)`)
	move := prepare(`UPDATE counter SET head = ?`)
	rev := 0
	exec := func(stmt *sql.Stmt, args ...any) {
		_, err := stmt.ExecContext(ctx, args...)
		require.NoError(tb, err)
	}
	one := func(writer, n int) {
		rev++
		b := assign(writer, n, 0, 0)
		rows, err := check.QueryContext(ctx, fmt.Sprintf(`["%s","%s","%s","%s","%s"]`, b.Put[0].Key, b.Put[1].Key, b.Put[2].Key, b.Put[3].Key, b.Delete[0]))
		require.NoError(tb, err)
		for rows.Next() {
			var key string
			var was int
			require.NoError(tb, rows.Scan(&key, &was))
		}
		require.NoError(tb, rows.Err())
		require.NoError(tb, rows.Close())
		for i, r := range b.Put {
			exec(put, r.Key, rev, r.Value)
			if i >= 2 {
				exec(forget, r.Key)
			}
		}
		exec(remove, b.Delete[0])
		exec(bury, b.Delete[0], rev)
	}
	start := time.Now()
	for n := 0; time.Since(start) < span; n++ {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		require.NoError(tb, err)
		for writer := range 64 {
			one(writer, n)
		}
		exec(move, rev)
		_, err = conn.ExecContext(ctx, "COMMIT")
		require.NoError(tb, err)
	}
	return float64(rev) / time.Since(start).Seconds()
}

// insertSQLite is one row a transaction.
func insertSQLite(tb testing.TB) float64 {
	db := tables(tb)
	return byWriters(tb, 64, func(ctx context.Context, key string) error {
		_, err := db.ExecContext(ctx, `INSERT INTO records VALUES (1, ?, 1, ?)`, key, text)
		return err
	})
}

// byWriters calls f with fresh keys from many goroutines and returns the calls a second.
func byWriters(tb testing.TB, writers int, f func(ctx context.Context, key string) error) float64 {
	var made atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			for n := 0; time.Since(start) < span; n++ {
				if err := f(tb.Context(), timelineKey(w, n)); err != nil {
					tb.Error(err)
					return
				}
				made.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(made.Load()) / time.Since(start).Seconds()
}
