package pgarchive_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/archive/pgarchive"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

func TestEveryModeOfPgxKeepsTheSameDirectlyAndBehindAPooler(t *testing.T) {
	t.Parallel()
	c := pgtest.New(t)
	for _, way := range []string{"application_name=direct", c.Pooler(t, "transaction"), c.Pooler(t, "session")} {
		for _, mode := range []string{"", "cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"} {
			parameters := []string{way}
			if mode != "" {
				parameters = append(parameters, "default_query_exec_mode="+mode)
			}
			pool, err := pgxpool.New(t.Context(), c.URL(parameters...))
			require.NoError(t, err)
			for _, config := range []pgarchive.Config{{URL: c.URL(parameters...)}, {Pool: pool}} {
				config.Timeout, config.Table = 20*time.Second, "chats"
				a := open(t, config)
				for range 3 { // more than one connection to the server may have it
					want := session("Tere! 😀 \"quoted\" \\u0041 'it''s' " + mode)
					require.NoError(t, a.Put(t.Context(), want), "%s %s", way, mode)
					got, err := a.Get(t.Context(), want.Session.ID)
					require.NoError(t, err, "%s %s", way, mode)
					require.Equal(t, want, got, "%s %s", way, mode)
				}
				open := session("still open")
				open.Session.ID, open.Session.EndedAt = "ses_1123456789abcdefghjkmnpqrs", time.Time{}
				require.NoError(t, a.Put(t.Context(), open), "%s %s", way, mode)
				got, err := a.Get(t.Context(), open.Session.ID)
				require.NoError(t, err, "%s %s", way, mode)
				require.Equal(t, open, got, "%s %s", way, mode)
			}
			pool.Close()
		}
	}
}

// TestPutIsDurableWhateverTheServerSays has the server look at how each row is committed.
func TestPutIsDurableWhateverTheServerSays(t *testing.T) {
	t.Parallel()
	c := pgtest.New(t, "synchronous_commit=off")
	a := open(t, pgarchive.Config{URL: c.URL()})
	require.NoError(t, c.SQL(`CREATE FUNCTION durable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF current_setting('synchronous_commit') <> 'on' THEN RAISE 'not durable'; END IF; RETURN NEW; END $$`,
		`CREATE TRIGGER durable BEFORE INSERT OR UPDATE ON switchboard_archive FOR EACH ROW EXECUTE FUNCTION durable()`))
	require.ErrorContains(t, c.SQL(`INSERT INTO switchboard_archive VALUES ('main', 'x', 1, NULL, '{}', '[]')`), "not durable")
	require.NoError(t, a.Put(t.Context(), session("one")))
	require.NoError(t, a.Put(t.Context(), session("another")))
}

// soon requires that fn ends by itself.
func soon(t *testing.T, fn func(context.Context) error) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := fn(ctx)
	require.NoError(t, ctx.Err(), "it was the caller who gave up")
	return err
}

func TestArchiveWhoseConnectionsDiedSilentlyIsBack(t *testing.T) {
	t.Parallel()
	c := pgtest.New(t)
	relay := c.Relay(t)
	pool, err := pgxpool.New(t.Context(), relay.URL("pool_max_conns=8"))
	require.NoError(t, err)
	t.Cleanup(func() { go pool.Close() })
	for name, config := range map[string]pgarchive.Config{"own": {URL: relay.URL("pool_max_conns=2")}, "host's": {Pool: pool}} {
		config.Timeout = 500 * time.Millisecond
		var a *pgarchive.Archive
		require.Eventually(t, func() bool {
			a, err = pgarchive.Open(t.Context(), config)
			return err == nil
		}, time.Minute, time.Millisecond, name)
		defer func() { go a.Close() }()
		want := session("one")
		require.Eventually(t, func() bool { return a.Put(t.Context(), want) == nil }, time.Minute, time.Millisecond, name)
		for _, ask := range []func(context.Context) error{
			func(ctx context.Context) error { return a.Put(ctx, want) },
			func(ctx context.Context) error { _, err := a.Get(ctx, want.Session.ID); return err },
		} {
			relay.Silence()
			assert.Error(t, soon(t, ask), name)
			for soon(t, ask) != nil {
				require.NoError(t, t.Context().Err())
			}
		}
	}
	relay.Mute(true)
	require.Error(t, soon(t, func(ctx context.Context) error {
		_, err := pgarchive.Open(ctx, pgarchive.Config{URL: relay.URL(), Timeout: 50 * time.Millisecond})
		return err
	}), "a server that takes a connection and says nothing")
}

// TestWhereverAPutIsCutOffTheOthersGoOn cuts the connection after every so many bytes of what a
// node sends, and has another write the same session and open the same archive.
func TestWhereverAPutIsCutOffTheOthersGoOn(t *testing.T) {
	t.Parallel()
	c := pgtest.New(t)
	relay, other := c.Relay(t), open(t, pgarchive.Config{URL: c.URL(), Timeout: time.Minute})
	for n, over := 1, false; !over; n += 250 {
		cut := relay.CutAfter(n)
		ended := make(chan error, 1)
		go func() {
			a, err := pgarchive.Open(t.Context(), pgarchive.Config{URL: relay.URL(), Timeout: 200 * time.Millisecond})
			if err == nil {
				err = a.Put(t.Context(), session("cut off"))
				go a.Close()
			}
			ended <- err
		}()
		var err error
		select {
		case <-cut:
			require.NoError(t, other.Put(t.Context(), session("whole")), "cut after %d bytes", n)
			again, opened := pgarchive.Open(t.Context(), pgarchive.Config{URL: c.URL(), Timeout: time.Minute})
			require.NoError(t, opened, "cut after %d bytes", n)
			again.Close()
			err = <-ended
		case err = <-ended:
		}
		over = err == nil
	}
}
