package store

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
)

// mariaTables are those of mysqlstore.
func mariaTables(tb testing.TB) *sql.DB {
	db, err := sql.Open("mysql", mysqltest.New(tb).DSN("interpolateParams=true"))
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(64)
	db.SetMaxIdleConns(64)
	for _, text := range []string{
		"CREATE TABLE d (namespace VARBINARY(64), `key` VARBINARY(255), rev BIGINT, value MEDIUMBLOB, PRIMARY KEY (namespace, `key`), KEY (namespace, rev))",
		"CREATE TABLE d_deleted (namespace VARBINARY(64), `key` VARBINARY(255), rev BIGINT, PRIMARY KEY (namespace, `key`), KEY (namespace, rev))",
		"CREATE TABLE d_counter (namespace VARBINARY(64) PRIMARY KEY, head BIGINT)",
		"INSERT INTO d_counter VALUES ('main', 0)",
	} {
		_, err := db.ExecContext(tb.Context(), text)
		require.NoError(tb, err)
	}
	return db
}

// directMariaDB issues the statements of 64 assignments in one transaction, prepared, from one connection.
func directMariaDB(tb testing.TB) float64 {
	ctx := tb.Context()
	conn, err := mariaTables(tb).Conn(ctx)
	require.NoError(tb, err)
	defer conn.Close()
	prepare := func(text string) *sql.Stmt {
		stmt, err := conn.PrepareContext(ctx, text)
		require.NoError(tb, err)
		tb.Cleanup(func() { _ = stmt.Close() })
		return stmt
	}
	begin, commit := prepare("START TRANSACTION"), prepare("COMMIT")
	lock := prepare("UPDATE d_counter SET head = head WHERE namespace = 'main'")
	check := prepare("SELECT `key`, rev FROM d WHERE namespace = 'main' AND `key` IN (?, ?, ?)")
	put := prepare("INSERT INTO d VALUES ('main', ?, ?, ?) ON DUPLICATE KEY UPDATE rev = VALUES(rev), value = VALUES(value)")
	remove := prepare("DELETE FROM d WHERE namespace = 'main' AND `key` = ?")
	bury := prepare("INSERT INTO d_deleted VALUES ('main', ?, ?)")
	move := prepare("UPDATE d_counter SET head = ? WHERE namespace = 'main'")
	exec := func(stmt *sql.Stmt, args ...any) {
		_, err := stmt.ExecContext(ctx, args...)
		require.NoError(tb, err)
	}
	rev := 0
	start := time.Now()
	for n := 0; time.Since(start) < span; n++ {
		exec(begin)
		exec(lock)
		for writer := range 64 {
			rev++
			b := assign(writer, n, 0, 0)
			rows, err := check.QueryContext(ctx, b.If[0].Key, b.If[1].Key, b.Delete[0])
			require.NoError(tb, err)
			require.NoError(tb, rows.Close())
			for _, r := range b.Put {
				exec(put, r.Key, rev, r.Value)
			}
			exec(remove, b.Delete[0])
			exec(bury, b.Delete[0], rev)
		}
		exec(move, rev)
		exec(commit)
	}
	return float64(rev) / time.Since(start).Seconds()
}

// insertMariaDB is rows that have nothing to do with each other.
func insertMariaDB(tb testing.TB) float64 {
	db := mariaTables(tb)
	return byWriters(tb, 64, func(ctx context.Context, key string) error {
		_, err := db.ExecContext(ctx, "INSERT INTO d VALUES ('main', ?, 1, ?)", key, text)
		return err
	})
}
