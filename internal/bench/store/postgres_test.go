package store

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

func pgTables(tb testing.TB) *pgxpool.Pool {
	pool, err := pgxpool.New(tb.Context(), pgtest.New(tb).URL("pool_max_conns=64"))
	require.NoError(tb, err)
	tb.Cleanup(pool.Close)
	_, err = pool.Exec(tb.Context(), `
		CREATE TABLE d (namespace text COLLATE "C", key text COLLATE "C", rev bigint, value bytea, PRIMARY KEY (namespace, key));
		CREATE INDEX d_rev ON d (namespace, rev);
		CREATE TABLE d_deleted (namespace text COLLATE "C", key text COLLATE "C", rev bigint, PRIMARY KEY (namespace, key));
		CREATE INDEX d_deleted_rev ON d_deleted (namespace, rev);
		CREATE TABLE d_counter (namespace text PRIMARY KEY, head bigint) WITH (fillfactor = 20);
		INSERT INTO d_counter VALUES ('main', 0)`)
	require.NoError(tb, err)
	return pool
}

// directPostgres issues the statements of 64 assignments in one transaction, prepared, from one connection.
func directPostgres(tb testing.TB) float64 {
	ctx := tb.Context()
	conn, err := pgTables(tb).Acquire(ctx)
	require.NoError(tb, err)
	defer conn.Release()
	exec := func(text string, args ...any) {
		_, err := conn.Exec(ctx, text, args...)
		require.NoError(tb, err)
	}
	rev := 0
	start := time.Now()
	for n := 0; time.Since(start) < span; n++ {
		exec(`BEGIN`)
		exec(`SELECT head FROM d_counter WHERE namespace = 'main' FOR UPDATE`)
		for writer := range 64 {
			rev++
			b := assign(writer, n, 0, 0)
			exec(`SELECT key, rev FROM d WHERE namespace = 'main' AND key = ANY($1)`, []string{b.If[0].Key, b.If[1].Key, b.Delete[0]})
			for _, r := range b.Put {
				exec(`INSERT INTO d VALUES ('main', $1, $2, $3) ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`, r.Key, rev, r.Value)
			}
			exec(`DELETE FROM d WHERE namespace = 'main' AND key = $1`, b.Delete[0])
			exec(`INSERT INTO d_deleted VALUES ('main', $1, $2)`, b.Delete[0], rev)
		}
		exec(`UPDATE d_counter SET head = $1 WHERE namespace = 'main'`, rev)
		exec(`COMMIT`)
	}
	return float64(rev) / time.Since(start).Seconds()
}

// singlePostgres makes each assignment a statement and a transaction of its own, on a connection for each writer. It is
// what many would write, and wrong: see store/pgstore's tests.
func singlePostgres(tb testing.TB) float64 {
	pool := pgTables(tb)
	var n atomic.Int64
	return byWriters(tb, 64, func(ctx context.Context, _ string) error {
		i := int(n.Add(1))
		b := assign(i%64, i, 0, 0)
		var keys []string
		var values [][]byte
		for _, r := range b.Put {
			keys, values = append(keys, r.Key), append(values, r.Value)
		}
		_, err := pool.Exec(ctx, `
			WITH rev AS (UPDATE d_counter SET head = head + 1 WHERE namespace = 'main' RETURNING head),
			gone AS (DELETE FROM d WHERE namespace = 'main' AND key = $3 RETURNING key),
			buried AS (INSERT INTO d_deleted SELECT 'main', key, head FROM gone, rev)
			INSERT INTO d SELECT 'main', p.key, rev.head, p.value FROM unnest($1::text[], $2::bytea[]) p(key, value), rev
			ON CONFLICT (namespace, key) DO UPDATE SET rev = excluded.rev, value = excluded.value`, keys, values, b.Delete[0])
		return err
	})
}

// insertPostgres is what pgbench would do: rows that have nothing to do with each other.
func insertPostgres(tb testing.TB) float64 {
	pool := pgTables(tb)
	return byWriters(tb, 64, func(ctx context.Context, key string) error {
		_, err := pool.Exec(ctx, `INSERT INTO d VALUES ('main', $1, 1, $2)`, key, text)
		return err
	})
}
