package desk

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// ear is a feed without a desk, at an instant that the test sets.
type ear struct {
	feed
	at    time.Time
	rings []string
	lines bytes.Buffer
}

func newEar() *ear {
	e := &ear{at: noon}
	e.feed.lease = 5 * time.Second
	e.feed.tick = func() time.Time { return e.at }
	e.feed.seen = func() store.Rev { return 7 }
	e.feed.busy = func() bool { return false }
	e.feed.wake = func(ts ...string) { e.rings = append(e.rings, ts...) }
	e.feed.log = slog.New(slog.NewTextHandler(&e.lines, nil))
	return e
}

func TestANodeIsDeafOnceTheFeedWasSilentForALease(t *testing.T) {
	e := newEar()
	require.False(t, e.deaf(), "it has not asked")
	e.ask(e.at)
	e.at = e.at.Add(5*time.Second - 1)
	require.False(t, e.deaf())
	e.at = e.at.Add(1)
	require.True(t, e.deaf())
	e.hearing(t.Context(), errors.New("no route to host"))
	e.hearing(t.Context(), errors.New("no route to host"))
	require.Equal(t, 1, bytes.Count(e.lines.Bytes(), []byte("no route to host")), "one line")
	require.Equal(t, []string{topicDeaf, topicDeaf}, e.rings)
	e.answer(e.at)
	require.False(t, e.deaf())
	e.hearing(t.Context(), nil)
	require.Contains(t, e.lines.String(), "again")
}

func TestAShortLeaseIsNoReasonToBeDeaf(t *testing.T) {
	e := newEar()
	e.feed.lease = 100 * time.Millisecond
	e.ask(e.at)
	e.at = e.at.Add(2 * time.Second)
	require.False(t, e.deaf())
	e.at = e.at.Add(time.Second)
	require.True(t, e.deaf())
}

func TestWhoIsNotSureAsksAndWaitsForTheAnswer(t *testing.T) {
	e := newEar()
	e.ask(e.at)
	e.answer(e.at)
	require.NoError(t, e.fresh(t.Context()), "heard just now")
	e.at = e.at.Add(time.Minute)
	answered := make(chan error)
	stop := context.CancelFunc(func() {
		e.ask(e.at)
		e.answer(e.at)
	})
	e.waiting.Store(&stop) // the follower waits, and asks when it is told to
	go func() { answered <- e.fresh(t.Context()) }()
	require.NoError(t, <-answered)
	e.at = e.at.Add(time.Minute)
	e.waiting.Store(nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorContains(t, e.fresh(ctx), "has not heard")
}

func TestSomebodyDependsOnANodeWithAStreamOrWithSomethingToLead(t *testing.T) {
	e := newEar()
	require.False(t, e.attended())
	e.open.visitors.Add(1)
	require.True(t, e.attended())
	e.open.visitors.Add(-1)
	e.feed.busy = func() bool { return true }
	require.True(t, e.attended())
}
