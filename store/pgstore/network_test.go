package pgstore_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// busy is a batch whose transaction is several packets long, with something of every kind of
// statement.
func busy(rev store.Rev) store.Batch {
	b := store.Batch{If: []store.Cond{{Key: "a", Rev: rev}}, Delete: []string{"gone"}}
	for i := range 3 {
		b.Put = append(b.Put, store.Record{Key: fmt.Sprint("b", i), Value: bytes.Repeat([]byte("x"), 2000)})
	}
	return b
}

// quiet waits until a node has its one connection back from everything, and nothing is on its way.
func quiet(t *testing.T, watch *pgx.Conn, pool *pgxpool.Pool, name string) {
	require.Eventually(t, func() bool {
		var n int
		err := watch.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state = 'idle' AND query LIKE '%pg_notify%'`, name).Scan(&n)
		return err == nil && n == 1 && pool.Stat().AcquiredConns() == 0
	}, 20*time.Second, 5*time.Millisecond)
}

// TestWhereverACommitIsCutOffTheOthersGoOn cuts the connection of a committing node after every so
// many bytes of what it sends; with SWITCHBOARD_FULL=1 after every 20th.
func TestWhereverACommitIsCutOffTheOthersGoOn(t *testing.T) {
	t.Parallel()
	step := 900
	if full {
		step = 20
	}
	watch := connect(t, shared(t).URL())
	table, said := freshTable(), &testlog.Lines{}
	others := openStore(t, pgstore.Config{URL: shared(t).URL("pool_max_conns=2"), Table: table, Stall: 500 * time.Millisecond, Timeout: 20 * time.Second, Logger: said.Logger()})
	for n, over := 1, false; !over; n += step {
		name := fmt.Sprint(table, ".", n) // of the namespace and of the connection
		other, err := others.Namespace(t.Context(), name)
		require.NoError(t, err)
		relay, before := shared(t).Relay(t), said.Count("ended a connection")
		pool, err := pgxpool.New(t.Context(), relay.URL("pool_max_conns=1", "application_name="+name))
		require.NoError(t, err)
		cutOff, err := pgstore.Open(t.Context(), pgstore.Config{Pool: pool, Table: table, Namespace: name, Stall: 500 * time.Millisecond, Timeout: 2 * time.Second})
		require.NoError(t, err)
		put(t, cutOff, "gone", "1")
		_, err = cutOff.Commit(t.Context(), busy(0)) // every statement is prepared
		require.NoError(t, err)
		put(t, cutOff, "gone", "2")
		quiet(t, watch, pool, name)

		cut := relay.CutAfter(n)
		ended := make(chan error, 1)
		go func() {
			_, err := cutOff.Commit(t.Context(), busy(0))
			ended <- err
		}()
		select {
		case <-cut:
		case err := <-ended: // it was shorter
			require.NoError(t, err)
			over = true
		}
		put(t, other, "c", fmt.Sprint(n))
		if !over {
			require.Error(t, <-ended, "cut after %d bytes", n)
		}
		assert.LessOrEqual(t, said.Count("ended a connection"), before+1, "cut after %d bytes", n)
		require.NoError(t, cutOff.Close())
		go pool.Close() // its connection is told of no end
		if n > 20_000 {
			t.Fatal("the commit has no end")
		}
	}
}

func TestConnectionsThatDieSilentlyLeaveNoFollowerDeaf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]pgstore.Config{
		"both ways":   {Poll: 50 * time.Millisecond},
		"only LISTEN": {Poll: time.Hour},
		"only poll":   {Poll: 50 * time.Millisecond, ListenURL: "postgres://postgres@127.0.0.1:1/nowhere"},
	} {
		for _, pool := range []string{"own", "host's"} {
			t.Run(name+" "+pool, func(t *testing.T) {
				t.Parallel()
				c := c
				relay, said := shared(t).Relay(t), &testlog.Lines{}
				c.Table, c.Timeout, c.Logger = freshTable(), 300*time.Millisecond, said.Logger()
				if c.URL = relay.URL(); pool == "host's" {
					p, err := pgxpool.New(t.Context(), c.URL)
					require.NoError(t, err)
					t.Cleanup(func() { go p.Close() })
					c.URL, c.Pool = "", p
				}
				deaf := openStore(t, c)
				other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: c.Table, Timeout: 10 * time.Second})
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
				defer cancel()
				heard := make(chan string, 100)
				go func() {
					for rs, err := range store.Follow(ctx, deaf, 0, 0) {
						if err == nil {
							heard <- string(rs[len(rs)-1].Value)
						}
					}
				}()
				until := func(value string) {
					for {
						select {
						case v := <-heard:
							if v == value {
								return
							}
						case <-ctx.Done():
							require.Fail(t, "the follower is deaf", "to %s", value)
						}
					}
				}
				put(t, other, "a", "before")
				until("before")
				if c.ListenURL == "" {
					watch := connect(t, shared(t).URL())
					require.Eventually(t, func() bool { return listeners(t, watch, c.Table) == 1 }, time.Minute, 10*time.Millisecond)
				}
				for i := range 2 {
					relay.Silence()
					put(t, other, "a", fmt.Sprint(i))
					until(fmt.Sprint(i))
				}
			})
		}
	}
}

// listeners is how many connections of a table's nodes listen, as watch sees it.
func listeners(t *testing.T, watch *pgx.Conn, table string) (n int) {
	err := watch.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN ' || $1 || '%'`, table).Scan(&n)
	require.NoError(t, err)
	return n
}

func TestServerThatTakesAConnectionAndSaysNothingIsNotWaitedForForEver(t *testing.T) {
	t.Parallel()
	relay := shared(t).Relay(t)
	relay.Mute(true)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := pgstore.Open(ctx, pgstore.Config{URL: relay.URL(), Table: freshTable(), Timeout: 200 * time.Millisecond})
	require.Error(t, err)
	require.NoError(t, ctx.Err(), "it was the caller who gave up")
}

// TestWhereverAnOpenIsCutOffItEndsAndTheOthersOpen cuts the connection after every so many bytes of
// what Open sends.
func TestWhereverAnOpenIsCutOffItEndsAndTheOthersOpen(t *testing.T) {
	t.Parallel()
	relay := shared(t).Relay(t)
	for n := 1; ; n += 700 {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		table := freshTable()
		cut := relay.CutAfter(n)
		s, err := pgstore.Open(ctx, pgstore.Config{URL: relay.URL(), Table: table, Timeout: 400 * time.Millisecond})
		require.NoError(t, ctx.Err(), "cut after %d bytes", n)
		cancel()
		put(t, openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Timeout: 10 * time.Second}), "a", "1")
		if err == nil {
			require.NoError(t, s.Close())
		}
		select {
		case <-cut:
		default:
			if err == nil {
				return // all of it came through
			}
			n -= 700 // it was slow
		}
	}
}

// hold has a connection take the counter of a table and do nothing more.
func hold(t *testing.T, url, table string) *pgx.Conn {
	conn := connect(t, url)
	for _, text := range []string{"BEGIN", "SELECT 1 FROM " + table + "_counter FOR UPDATE"} {
		_, err := conn.Exec(t.Context(), text)
		require.NoError(t, err)
	}
	return conn
}

func TestIdleConnectionThatHasTheCounterIsEndedAndToldOnce(t *testing.T) {
	t.Parallel()
	table, said := freshTable(), &testlog.Lines{}
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: time.Second, Timeout: 20 * time.Second, Logger: said.Logger()})
	forgotten := hold(t, shared(t).URL(), table)
	put(t, s, "a", "1")
	_, err := forgotten.Exec(t.Context(), "COMMIT")
	assert.Error(t, err)
	require.Eventually(t, func() bool { // the server has done it before the log says so
		return said.Count("ended a connection that held the counter") == 1
	}, time.Minute, time.Millisecond)
}

func TestConnectionThatWorksKeepsTheCounter(t *testing.T) {
	t.Parallel()
	table, said := freshTable(), &testlog.Lines{}
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: time.Second, Timeout: 20 * time.Second, Logger: said.Logger()})
	put(t, s, "a", "1")
	working := connect(t, shared(t).URL())
	ended := make(chan error, 1)
	go func() {
		_, err := working.Exec(t.Context(), "BEGIN; SELECT 1 FROM "+table+"_counter FOR UPDATE; SELECT pg_sleep(3); COMMIT", pgx.QueryExecModeSimpleProtocol)
		ended <- err
	}()
	watch := connect(t, shared(t).URL())
	require.Eventually(t, func() bool {
		_, err := watch.Exec(t.Context(), "SELECT 1 FROM "+table+"_counter FOR UPDATE NOWAIT")
		return err != nil
	}, 10*time.Second, time.Millisecond)
	put(t, s, "a", "2")
	require.NoError(t, <-ended)
	assert.Zero(t, said.Count("ended"))
}

func TestIdleConnectionThatHoldsSomethingElseIsLeftAlone(t *testing.T) {
	t.Parallel()
	table, said := freshTable(), &testlog.Lines{}
	s := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Stall: time.Second, Timeout: 3 * time.Second, Logger: said.Logger()})
	put(t, s, "a", "1")
	host := connect(t, shared(t).URL())
	_, err := host.Exec(t.Context(), "BEGIN; SELECT 1 FROM "+table+" WHERE key = 'a' FOR UPDATE")
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	require.Error(t, err)
	_, err = host.Exec(t.Context(), "COMMIT")
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
		return err == nil
	}, 10*time.Second, time.Millisecond)
	assert.Zero(t, said.Count("ended"))
}

func TestRoleThatMayNotEndTheConnectionSaysSoOnce(t *testing.T) {
	t.Parallel()
	table, said := freshTable(), &testlog.Lines{}
	admin := connect(t, shared(t).URL())
	_, err := admin.Exec(t.Context(), fmt.Sprintf("CREATE ROLE %s_weak LOGIN; GRANT CREATE ON SCHEMA public TO %[1]s_weak", table))
	require.NoError(t, err)
	s := openStore(t, pgstore.Config{URL: shared(t).URL("user=" + table + "_weak"), Table: table, Stall: 20 * time.Millisecond, Timeout: 300 * time.Millisecond, Logger: said.Logger()})
	_ = hold(t, shared(t).URL(), table)                              // as the superuser
	for n := 0; n < 3 || said.Count("pg_signal_backend") == 0; n++ { // who looks for the holder may come too late on a slow machine
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
		require.Error(t, err)
		require.Less(t, n, 200, "nothing was said")
	}
	assert.Equal(t, 1, said.Count("this node may not end it"))
	_, err = admin.Exec(t.Context(), fmt.Sprintf("GRANT pg_read_all_stats TO %s_weak", table))
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	require.Error(t, err) // it sees, and may not
	assert.Equal(t, 1, said.Count("this node may not end it"))
}
