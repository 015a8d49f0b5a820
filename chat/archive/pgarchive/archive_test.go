package pgarchive_test

import (
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/archive/pgarchive"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

var at = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func session(text string) hook.Archived {
	return hook.Archived{
		Session: chat.Session{ID: "ses_0123456789abcdefghjkmnpqrs", State: chat.Closed, Entries: 2, CreatedAt: at, StateAt: at, LastAt: at, EndedAt: at},
		Entries: []chat.Entry{{N: 1, At: at, Kind: chat.KindCreated}, {N: 2, At: at, Kind: chat.KindMessage, Text: text}},
	}
}

func open(t *testing.T, c pgarchive.Config) *pgarchive.Archive {
	a, err := pgarchive.Open(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(a.Close)
	return a
}

func TestWhatWasPutIsThereForEveryNode(t *testing.T) {
	cluster := pgtest.New(t)
	archives := make([]*pgarchive.Archive, 8)
	var all sync.WaitGroup
	for i := range archives {
		all.Go(func() {
			archives[i], _ = pgarchive.Open(t.Context(), pgarchive.Config{URL: cluster.URL("pool_max_conns=2")})
		})
	}
	all.Wait()
	for _, a := range archives {
		require.NotNil(t, a, "all may create the table at once")
		defer a.Close()
	}
	want := session("Tere! 😀 \"quoted\" \\u0041")
	require.NoError(t, archives[0].Put(t.Context(), want))
	for _, a := range archives {
		got, err := a.Get(t.Context(), want.Session.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.True(t, a.Shared())
	}
	_, err := archives[1].Get(t.Context(), "ses_zzzzzzzzzzzzzzzzzzzzzzzzzz")
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.ErrorIs(t, archives[1].Put(t.Context(), hook.Archived{}), pgarchive.ErrRecord)
}

func TestPuttingAgainLeavesNothingOfWhatWasThere(t *testing.T) {
	cluster := pgtest.New(t)
	pool, err := pgxpool.New(t.Context(), cluster.URL())
	require.NoError(t, err)
	defer pool.Close()
	a := open(t, pgarchive.Config{Pool: pool})
	require.NoError(t, a.Put(t.Context(), session("secret")))
	require.NoError(t, a.Put(t.Context(), session("")))
	var rows, secrets int
	err = pool.QueryRow(t.Context(), `SELECT count(*), count(*) FILTER (WHERE timeline::text LIKE '%secret%') FROM switchboard_archive`).Scan(&rows, &secrets)
	require.NoError(t, err)
	require.Equal(t, 1, rows)
	require.Zero(t, secrets)
}

func TestNamespacesAreApart(t *testing.T) {
	cluster := pgtest.New(t)
	one := open(t, pgarchive.Config{URL: cluster.URL(), Namespace: "one"})
	other := open(t, pgarchive.Config{URL: cluster.URL(), Namespace: "other"})
	require.NoError(t, one.Put(t.Context(), session("one's")))
	_, err := other.Get(t.Context(), session("").Session.ID)
	require.ErrorIs(t, err, chat.ErrNotFound)
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	_, err := pgarchive.Open(t.Context(), pgarchive.Config{Namespace: "a b", Table: "drop table"})
	require.ErrorContains(t, err, "URL:")
	require.ErrorContains(t, err, "Namespace:")
	require.ErrorContains(t, err, "Table:")
}
