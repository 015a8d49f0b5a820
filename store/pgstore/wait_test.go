package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/pgstore"
)

// looks counts the statements that ask for the head of one namespace.
type looks struct{ n atomic.Int64 }

func (l *looks) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if strings.HasPrefix(data.SQL, "SELECT head FROM") {
		l.n.Add(1)
	}
	return ctx
}

func (l *looks) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// watched opens a store of which the looks at the head are counted.
func watched(t *testing.T, c pgstore.Config) (*pgstore.Store, *looks) {
	config, err := pgxpool.ParseConfig(shared(t).URL())
	require.NoError(t, err)
	l := &looks{}
	config.ConnConfig.Tracer = l
	c.Pool, err = pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(c.Pool.Close)
	return openStore(t, c), l
}

// next waits for changes after a revision, and returns how far they go.
func next(t *testing.T, s *pgstore.Store, after store.Rev) store.Rev {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		rs, upTo, err := s.Changes(ctx, after, 100)
		require.NoError(t, err)
		if len(rs) > 0 {
			return upTo
		}
		require.NoError(t, s.Wait(ctx, upTo))
	}
}

func TestWhoFollowsTheFeedLooksAtTheHeadInNoTripOfItsOwn(t *testing.T) {
	table := freshTable()
	s, asked := watched(t, pgstore.Config{Table: table})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table})
	put(t, other, "a", "0")
	after := next(t, s, 0)
	before := asked.n.Load()
	for i := range 10 {
		written := make(chan store.Rev, 1)
		go func() { written <- put(t, other, "a", fmt.Sprint(i)) }()
		after = next(t, s, after)
		require.Equal(t, after, <-written)
	}
	require.Zero(t, asked.n.Load()-before)
}

func TestWhoWaitsForACommitThatWasNotNotifiedFindsItByLooking(t *testing.T) {
	table := freshTable()
	s, _ := watched(t, pgstore.Config{Table: table, Poll: 20 * time.Millisecond})
	conn := connect(t, shared(t).URL())
	head := put(t, s, "a", "0")
	require.Equal(t, head, next(t, s, 0))
	for _, to := range []store.Rev{head + 1, head} { // forth, and back as a database goes that is put back
		_, upTo, err := s.Changes(t.Context(), 0, 100)
		require.NoError(t, err)
		_, err = conn.Exec(t.Context(), "UPDATE "+table+"_counter SET head = $1", int64(to))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		require.NoError(t, s.Wait(ctx, upTo))
		cancel()
	}
}

func TestANodesOwnNotificationWakesNobodyThere(t *testing.T) {
	table := freshTable()
	s, _ := watched(t, pgstore.Config{Table: table, Poll: time.Hour})
	other := openStore(t, pgstore.Config{URL: shared(t).URL(), Table: table, Poll: time.Hour})
	after := put(t, s, "a", "0")
	// It wakes them while it begins to listen.
	require.Eventually(t, func() bool {
		after = put(t, s, "a", "1")
		_, upTo, err := s.Changes(t.Context(), after-1, 100)
		require.NoError(t, err)
		require.Equal(t, after, upTo)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		return errors.Is(s.Wait(ctx, after), context.DeadlineExceeded)
	}, time.Minute, time.Millisecond, "it knows what it wrote")
	for range 3 {
		heard := make(chan store.Rev)
		go func() { heard <- next(t, other, after) }()
		after = put(t, s, "a", "2")
		require.Equal(t, after, <-heard, "others are told")
		go func() { heard <- next(t, s, after) }()
		after = put(t, other, "a", "3")
		require.Equal(t, after, <-heard, "and it hears of what they write")
	}
}
