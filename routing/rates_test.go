package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestTheFiguresAreHowLongAgentsWorkedAndVisitorsWaited(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", OfferFor: time.Minute}}})
	s.agent("ann", 2)
	s.enqueue("one") // offered at once
	s.after(10 * time.Second)
	s.ok(s.p.Accept(s.now, "one", "ann")) // waited 10 s
	s.after(20 * time.Second)
	s.enqueue("two")
	s.after(5 * time.Second)
	s.ok(s.p.Cancel(s.now, "two")) // offered for 5 s, and left
	s.after(25 * time.Second)
	s.ok(s.p.Complete(s.now, "one")) // Ann had one or two for a minute, and one at the end
	require.Equal(t, []LineRate{{Queue: "q", Waited: 15 * time.Second, Left: 1}}, s.p.Snapshot().Lines)
	require.Equal(t, []LevelRate{
		{Load: 1, Busy: 55 * time.Second, Done: 1},
		{Load: 2, Busy: 5 * time.Second},
	}, s.p.Snapshot().Levels)
	s.after(time.Hour) // Ann is idle
	s.enqueue("three")
	require.Len(t, s.p.Snapshot().Levels, 2, "idle time is no load")
}

func TestACompletionCountsFromAHoldTooAndOnceOnlyWithAWrapUp(t *testing.T) {
	s := newScene(t, Config{WrapFor: 30 * time.Second, Queues: []Queue{{ID: "q", AutoAccept: true}}})
	s.agent("ann", 1)
	s.enqueue("one")
	s.after(time.Minute)
	s.ok(s.p.Hold(s.now, "one"))
	s.after(time.Minute)
	s.ok(s.p.Complete(s.now, "one"))
	levels := s.p.Snapshot().Levels
	require.Len(t, levels, 1)
	require.Equal(t, 1, levels[0].Done)
	s.after(time.Minute) // the wrap-up is over
	require.Equal(t, 1, s.p.Snapshot().Levels[0].Done)
}

func TestWhoWaitsInAManualQueueIsAheadOfNobody(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{
		{ID: "q", HandleTime: 6 * time.Minute}, {ID: "by hand", HandleTime: 6 * time.Minute, Manual: true},
	}})
	s.agent("ann", 1)
	s.ok(s.p.Enqueue(s.now, RequestFact{ID: "busy", Queue: "q"}))
	for _, id := range []string{"m1", "m2", "m3"} {
		s.ok(s.p.Enqueue(s.now, RequestFact{ID: id, Queue: "by hand"}))
	}
	s.after(time.Second)
	s.ok(s.p.Enqueue(s.now, RequestFact{ID: "next", Queue: "q"}))
	assert.InDelta(t, 6*60, s.p.Wait("next", s.now).Mean.Seconds(), 1)
	assert.Equal(t, Estimate{}, s.p.Wait("m1", s.now), "nobody knows when one is picked")
}

func TestAnIdleSessionThatEndsReturnsNothingASecondTime(t *testing.T) {
	for _, wrap := range []time.Duration{0, 30 * time.Second} {
		s := newScene(t, Config{IdleAfter: 10 * time.Minute, WrapFor: wrap, Queues: []Queue{{ID: "q", AutoAccept: true}}})
		s.agent("ann", 1)
		s.enqueue("quiet")
		s.after(10 * time.Minute)
		s.enqueue("next")
		used := func() int {
			a, _ := s.p.Agent("ann")
			return a.Used
		}
		require.Equal(t, 1, used())
		s.ok(s.p.Complete(s.now, "quiet"))
		s.after(time.Minute)
		require.Equal(t, 1, used(), "next is still hers")
		s.ok(s.p.Complete(s.now, "next"))
		s.after(time.Minute)
		require.Zero(t, used())
	}
}
