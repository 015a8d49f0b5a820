package routing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestAFullQueueReopensAtItsThreshold(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Limit: 3, Reopen: 1}}})
	for i := range 3 {
		s.enqueue(fmt.Sprint(i))
	}
	_, err := s.p.Enqueue(s.now, RequestFact{ID: "x", Queue: "q"})
	require.ErrorIs(t, err, ErrQueueFull)
	s.ok(s.p.Cancel(s.now, "0"))
	_, err = s.p.Enqueue(s.now, RequestFact{ID: "x", Queue: "q"})
	require.ErrorIs(t, err, ErrQueueFull, "two waiting, and one is the threshold")
	s.ok(s.p.Cancel(s.now, "1"))
	s.enqueue("x")
	_, err = s.p.Enqueue(s.now, RequestFact{ID: "y", Queue: "nowhere"})
	require.ErrorIs(t, err, ErrNoRoute)
	_, err = s.p.Enqueue(s.now, RequestFact{ID: "y", Queue: "q", Channel: "fax"})
	require.ErrorIs(t, err, ErrNoRoute)
	_, err = s.p.Enqueue(s.now, RequestFact{ID: "x", Queue: "q"})
	require.ErrorIs(t, err, ErrExists)
	_, ok := s.p.Request("y")
	assert.False(t, ok, "refused ones are not kept")
}

func TestARouterGivesUpTheNewestAboveTheLimit(t *testing.T) {
	r, err := New(Config{Queues: []Queue{{ID: "q", Limit: 2}}})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 4 {
		r.Set(now, RequestFact{ID: fmt.Sprint(i), Rev: 1, Queue: "q", EnqueuedAt: now.Add(time.Duration(i) * time.Second)})
	}
	ds := r.Advance(now)
	assert.Equal(t, "give up 3; give up 2; admit 0; admit 1", said(ds))
	assert.Equal(t, ReasonQueueFull, ds[0].Why)
	require.ErrorIs(t, r.Admit(now, RequestFact{Queue: "q"}), ErrQueueFull)
}

func TestAPromiseThatCannotBeKeptIsNotMade(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", AutoAccept: true, Promise: 5 * time.Minute}}})
	s.agent("ann", 1)
	for i := range 30 { // a minute each
		s.enqueue(fmt.Sprint(i))
		s.now = s.now.Add(time.Minute)
		s.ok(s.p.Complete(s.now, fmt.Sprint(i)))
	}
	admitted := 0
	for ; admitted < 20; admitted++ {
		if _, err := s.p.Enqueue(s.now, RequestFact{ID: fmt.Sprint("w", admitted), Queue: "q"}); err != nil {
			require.ErrorIs(t, err, ErrWaitTooLong)
			break
		}
	}
	assert.Equal(t, 6, admitted, "one served and five minutes' worth waiting")
}

func TestOverflowFollowsTheChainToWhereThereIsRoom(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Overflow: "r", OverflowAfter: 30 * time.Second, MaxWait: time.Hour},
		{ID: "r", Overflow: "s", OverflowAfter: time.Hour, Limit: 1}, {ID: "s", MaxWait: time.Minute}}})
	s.enqueue("full", in("r"))
	s.enqueue("c")
	ds := s.after(30 * time.Second)
	assert.Equal(t, "overflow c", said(ds))
	assert.Equal(t, "s", ds[0].Queue)
	q, _ := s.p.Request("c")
	assert.Equal(t, s.now.Add(-30*time.Second), q.EnqueuedAt, "the place by arrival is kept")
	ds = s.after(time.Minute)
	assert.Equal(t, "give up c", said(ds))
	assert.Equal(t, ReasonMaxWait, ds[0].Why)
}

func TestThePrioritiesOfQueueAndRequestBuyWaitingTime(t *testing.T) {
	s := newScene(t, Config{Ageing: time.Minute, Queues: []Queue{{ID: "q"}, {ID: "gold", Priority: 2}}})
	s.enqueue("plain")
	s.now = s.now.Add(90 * time.Second)
	s.enqueue("gold", in("gold"))
	s.now = s.now.Add(90 * time.Second)
	s.enqueue("late gold", in("gold"))
	s.enqueue("urgent", func(f *RequestFact) { f.Priority = 4 })
	assert.Equal(t, "offer urgent a; offer gold a; offer plain a; offer late gold a", said(s.agent("a", 4)))
}

func TestStrictPriorityComesFirstWhateverTheWait(t *testing.T) {
	s := newScene(t, Config{Strict: true})
	s.enqueue("old")
	s.now = s.now.Add(24 * time.Hour)
	s.enqueue("high", func(f *RequestFact) { f.Priority = 1 })
	assert.Equal(t, "offer high a; offer old a", said(s.agent("a", 2)))
}

func TestHelpersComeAfterTheirDelayAndServeTheirOwnFirst(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "own"}, {ID: "q"}}})
	s.agent("helper", 1, serves("own", 0, 0), serves("q", 1, 40*time.Second))
	s.enqueue("c")
	assert.Equal(t, "helps later until 2026-03-02T09:00:40Z", s.why("c", "helper"))
	at, _ := s.p.NextDeadline()
	assert.Equal(t, s.now.Add(40*time.Second), at)
	s.agent("helper", 0, serves("own", 0, 0), serves("q", 1, 40*time.Second))
	s.after(50 * time.Second)
	s.enqueue("theirs", in("own"))
	assert.Equal(t, "offer theirs helper", said(s.agent("helper", 1, serves("own", 0, 0), serves("q", 1, 40*time.Second))))
}

func TestQueuesMayChangeWhileRequestsWait(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Manual: true}}})
	s.agent("ann", 1)
	s.enqueue("c")
	assert.Equal(t, "picked by hand", s.why("c", "ann"))
	assert.Equal(t, "offer c ann", said(s.ok(s.p.Configure(s.now, Config{Queues: []Queue{{ID: "q"}}}))))
	_, err := s.p.Configure(s.now, Config{Queues: []Queue{{}}})
	require.ErrorIs(t, err, ErrConfig)
	assert.Equal(t, "requeue c ann; give up c", said(append(s.ok(s.p.Decline(s.now, "c", "ann")), Decision{Kind: Requeue, Request: "c", Agent: "ann"},
		s.ok(s.p.Configure(s.now, Config{Queues: []Queue{{ID: "other"}}}))[0])))
}

func TestEveryFaultOfAConfigIsReportedAtOnce(t *testing.T) {
	_, err := New(Config{Ageing: -1, Misses: -1, WrapWeight: -2, LostBoost: -1, Channels: []Channel{{ID: "a", Weight: -1}, {ID: "a"}, {}},
		Queues: []Queue{{ID: "a", Overflow: "b"}, {ID: "b", Overflow: "c"}, {ID: "c", Overflow: "a"}, {ID: "d"}, {},
			{ID: "d", Broadcast: 17, Overflow: "zz", Limit: 3, Reopen: 3, MaxWait: -1, Priority: 1001,
				Rings: []Ring{{After: 2}, {After: 1, Lower: -1, Queues: []string{"yy"}}}}}})
	require.ErrorIs(t, err, ErrConfig)
	for _, part := range []string{"Ageing", "Misses", "WrapWeight", "LostBoost", "Channels[0].Weight", "Channels[1].ID", "Channels[2].ID",
		`Queues[0].Overflow: "b" leads back to "a"`, "Queues[1].Overflow", "Queues[2].Overflow", "Queues[5].ID", "Queues[4].ID",
		"Queues[5].Broadcast", `"zz" is not a queue`, "Queues[5].Reopen", "Queues[5].MaxWait", "Queues[5].Priority",
		"Queues[5].Rings[1].After", "Queues[5].Rings[1].Lower", `"yy" is not a queue`} {
		assert.ErrorContains(t, err, part)
	}
	assert.NotContains(t, err.Error(), "Channels[1].Weight")
}
