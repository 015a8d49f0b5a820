package pgstore_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// openStore opens a store, with plenty of time where the test is not about that. A Timeout that is
// short for what a test is about may be too short for an Open on a busy machine: that is tried again.
func openStore(t *testing.T, c pgstore.Config) *pgstore.Store {
	t.Helper()
	if c.Timeout == 0 && c.Stall == 0 {
		c.Timeout, c.Stall = time.Minute, 20*time.Second
	}
	s, err := pgstore.Open(t.Context(), c)
	for until := time.Now().Add(time.Minute); err != nil && time.Now().Before(until); {
		s, err = pgstore.Open(t.Context(), c)
	}
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func put(t *testing.T, s store.Store, key, value string) store.Rev {
	t.Helper()
	rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
	require.NoError(t, err)
	return rev
}

func TestServerThatMayLoseCommitsIsRefused(t *testing.T) {
	c := pgtest.New(t, "fsync=off", "full_page_writes=off")
	_, err := pgstore.Open(t.Context(), pgstore.Config{URL: c.URL()})
	assert.ErrorIs(t, err, pgstore.ErrUnsafe)
	assert.ErrorContains(t, err, "fsync is off")
	assert.ErrorContains(t, err, "full_page_writes is off")
	var tables int
	require.NoError(t, connect(t, c.URL()).QueryRow(t.Context(), `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`).Scan(&tables))
	assert.Zero(t, tables)
}

func TestConfigFaultsAreReportedTogether(t *testing.T) {
	_, err := pgstore.Open(t.Context(), pgstore.Config{URL: "x", Pool: &pgxpool.Pool{}, Namespace: "ä", Table: "a;b", Keep: -1, Poll: -1, Timeout: -1})
	for _, field := range []string{"URL", "Namespace", "Table", "Keep", "Poll", "Timeout"} {
		assert.ErrorContains(t, err, "pgstore: "+field+":")
	}
}

func TestManyNodesCreateTheTablesAtOnce(t *testing.T) {
	url := shared(t).URL("pool_max_conns=2")
	conn := connect(t, shared(t).URL())
	_, err := conn.Exec(t.Context(), `CREATE SCHEMA shop`)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := pgstore.Open(t.Context(), pgstore.Config{URL: url, Table: "shop.chat"})
			if assert.NoError(t, err) {
				assert.NoError(t, s.Close())
			}
		})
	}
	wg.Wait()
	_, err = conn.Exec(t.Context(), `COMMENT ON TABLE shop.chat IS 'switchboard schema 99'`)
	require.NoError(t, err)
	_, err = pgstore.Open(t.Context(), pgstore.Config{URL: url, Table: "shop.chat"})
	assert.ErrorIs(t, err, pgstore.ErrNewer)
}

func TestCommitsAreDurableAndReadCommittedWhateverTheDefaults(t *testing.T) {
	c := shared(t)
	conn := connect(t, c.URL())
	_, err := conn.Exec(t.Context(), `CREATE ROLE hasty LOGIN SUPERUSER; ALTER ROLE hasty SET synchronous_commit = off;
		ALTER ROLE hasty SET default_transaction_isolation = 'serializable'; ALTER ROLE hasty SET default_transaction_read_only = off`)
	require.NoError(t, err)
	s := openStore(t, pgstore.Config{URL: c.URL("user=hasty"), Table: "hasty"})
	_, err = conn.Exec(t.Context(), `CREATE TABLE said (setting text, value text);
		CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO said VALUES ('commit', current_setting('synchronous_commit')), ('isolation', current_setting('transaction_isolation'));
			RETURN NULL; END $$;
		CREATE TRIGGER say AFTER UPDATE ON hasty_counter FOR EACH ROW EXECUTE FUNCTION say()`)
	require.NoError(t, err)
	put(t, s, "a", "1")
	rows, _ := conn.Query(t.Context(), `SELECT setting || ' ' || value FROM said ORDER BY 1`)
	said, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	assert.Equal(t, []string{"commit on", "isolation read committed"}, said)
}

func TestHostsPoolServesManyNamespacesWithOneListener(t *testing.T) {
	pool, err := pgxpool.New(t.Context(), shared(t).URL("pool_max_conns=4", "application_name=host"))
	require.NoError(t, err)
	defer pool.Close()
	table := freshTable()
	a := openStore(t, pgstore.Config{Pool: pool, Table: table})
	b := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Poll: time.Hour})
	var wg sync.WaitGroup
	writers := map[string]*pgstore.Store{}
	for i := range 20 {
		name := fmt.Sprint("shop-", i)
		reader, err := a.Namespace(t.Context(), name)
		require.NoError(t, err)
		writer, err := b.Namespace(t.Context(), name)
		require.NoError(t, err)
		wg.Go(func() {
			for rs, err := range store.Follow(t.Context(), reader, 0, 0) {
				assert.NoError(t, err)
				if err == nil {
					assert.Equal(t, name, string(rs[0].Value))
				}
				return
			}
		})
		writers[name] = writer
	}
	require.Eventually(t, func() bool {
		var n int
		require.NoError(t, pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'host' AND query LIKE 'LISTEN%'`).Scan(&n))
		return n == 1
	}, 10*time.Second, 10*time.Millisecond)
	for name, writer := range writers {
		put(t, writer, "a", name)
	}
	wg.Wait()
}

func TestDoorbellRingsAtMostFiftyTimesASecond(t *testing.T) {
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table})
	conn := connect(t, shared(t).URL())
	_, err := conn.Exec(t.Context(), "LISTEN "+table)
	require.NoError(t, err)
	commits, began := 0, time.Now()
	for ; time.Since(began) < 500*time.Millisecond; commits++ {
		put(t, s, "a", fmt.Sprint(commits))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	heard := 0
	for ctx.Err() == nil {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			break
		}
		assert.Equal(t, "main", n.Payload)
		if heard++; heard == 1 { // the others are on their way
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, 500*time.Millisecond)
			defer cancel()
		}
	}
	took := time.Since(began)
	assert.Positive(t, heard)
	assert.LessOrEqual(t, heard, int(took/(20*time.Millisecond))+2, "of %d commits, in %v", commits, took)
}

func TestWaitGoesOnWhenItsListenerIsKilled(t *testing.T) {
	c := shared(t)
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: c.URL("application_name=victim"), Table: table, Poll: 50 * time.Millisecond})
	other := openStore(t, pgstore.Config{URL: c.URL(), Table: table})
	conn := connect(t, c.URL())
	head := put(t, other, "a", "0")
	for i := range 5 {
		_, err := conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim' AND query LIKE 'LISTEN%'`)
		require.NoError(t, err)
		var wrote sync.WaitGroup
		wrote.Go(func() { put(t, other, "a", fmt.Sprint(i+1)) })
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		for next := head; next == head; _, next, err = s.Changes(ctx, 0, 0) {
			require.NoError(t, err)
			require.NoError(t, s.Wait(ctx, head))
		}
		cancel()
		wrote.Wait() // it is seen before its writer is told
		_, head, err = s.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
	}
}

func TestNodeThatStopsInATransactionLosesTheCounter(t *testing.T) {
	table := freshTable()
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: 5 * time.Second})
	put(t, s, "a", "1")
	stopped := connect(t, shared(t).URL())
	for _, text := range []string{"BEGIN", "SET LOCAL idle_in_transaction_session_timeout = 300", "SELECT 1 FROM " + table + "_counter FOR UPDATE"} {
		_, err := stopped.Exec(t.Context(), text)
		require.NoError(t, err)
	}
	put(t, s, "a", "2")
	_, err := stopped.Exec(t.Context(), "COMMIT")
	assert.Error(t, err)
}

func TestClosedStoreSaysSo(t *testing.T) {
	s, err := pgstore.Open(t.Context(), pgstore.Config{URL: shared(t).URL(), Table: freshTable()})
	require.NoError(t, err)
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(context.Background(), 0) }()
	require.NoError(t, s.Close())
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.ErrorIs(t, err, pgstore.ErrClosed)
	assert.Error(t, <-waited)
}
