package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestWhenNobodyElseIsLeftTheOneWhoMissedIsAskedAgainLaterEachTime(t *testing.T) {
	s := newScene(t, Config{OfferFor: 20 * time.Second})
	s.agent("ann", 1)
	s.enqueue("c")
	for _, pause := range []time.Duration{10, 20, 40, 60, 60} {
		assert.Equal(t, "requeue c ann", said(s.after(20*time.Second)))
		at, ok := s.p.NextDeadline()
		require.True(t, ok)
		assert.Equal(t, s.now.Add(pause*time.Second), at)
		assert.Empty(t, s.after(pause*time.Second-1))
		ds := s.after(1)
		assert.Equal(t, "offer c ann", said(ds))
		if pause < 60 {
			assert.Equal(t, ReasonLastResort, ds[0].Why)
			assert.Contains(t, s.why("c", "ann"), "last resort")
		} else {
			assert.Equal(t, ReasonBest, ds[0].Why, "the exclusion is over")
		}
	}
}

func TestTheLastResortIsWhoseExclusionEndsFirst(t *testing.T) {
	until := func(d time.Duration) func(*RequestFact) {
		return func(f *RequestFact) {
			at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
			f.Exclude = []Exclusion{
				{Agent: "ann", Until: at.Add(10 * time.Minute), Again: at.Add(10 * time.Second)}, // declined
				{Agent: "bob", Until: at.Add(d), Again: at.Add(30 * time.Second)},                // missed
				{Agent: "cid", Again: at.Add(10 * time.Second)},                                  // handed it on
				{Agent: "dan"}, // never
			}
		}
	}
	s := newScene(t, Config{})
	for _, id := range []string{"ann", "bob", "cid", "dan"} {
		s.agent(id, 1)
	}
	assert.Empty(t, s.enqueue("c", until(time.Minute)))
	assert.Empty(t, s.after(29*time.Second), "Bob's ends first, and it is not his time yet")
	assert.Equal(t, "excluded until 2026-03-02T09:00:30Z", s.why("c", "bob"))
	assert.Equal(t, "excluded until 2026-03-02T09:10:00Z", s.why("c", "ann"))
	assert.Equal(t, "offer c ann", said(s.agent("bob", 1, mode(Break))), "who is away holds nobody up")
	s.ok(s.p.Decline(s.now, "c", "ann"))
	assert.Equal(t, "offer c cid", said(s.agent("ann", 1, mode(Offline))), "who handed it on comes after the others")
	s.ok(s.p.Decline(s.now, "c", "cid"))
	s.agent("cid", 1, mode(Offline))
	assert.Empty(t, s.after(24*time.Hour), "and Dan never")
}

func TestAColleagueAtCapacityKeepsThoseExcludedFromBeingAsked(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 1)
	s.agent("bob", 1)
	first := s.enqueue("a")[0].Agent
	s.ok(s.p.Accept(s.now, "a", first))
	other := s.enqueue("b")[0].Agent
	s.ok(s.p.Decline(s.now, "b", other))
	assert.Empty(t, s.after(9*time.Minute))
	assert.Equal(t, "offer b "+other, said(s.agent(first, 1, mode(Break))))
}

func TestAnAgentWhoCouldNeverTakeItIsNobodyLeft(t *testing.T) {
	s := newScene(t, Config{Channels: []Channel{{ID: "chat"}, {ID: "mail"}}})
	s.agent("ann", 2)
	s.agent("small", 1)
	s.agent("muted", 2, func(f *AgentFact) { f.Channels = []ChannelLoad{{Channel: "chat"}} })
	s.enqueue("c", func(f *RequestFact) { f.Weight = 2 })
	s.ok(s.p.Decline(s.now, "c", "ann"))
	assert.Equal(t, "offer c ann", said(s.after(10*time.Second)))
}

func TestALaterArrivalDoesNotOvertakeWhoWaitsForALastResort(t *testing.T) {
	s := newScene(t, Config{})
	s.agent("ann", 2)
	s.enqueue("a")
	s.ok(s.p.Decline(s.now, "a", "ann"))
	s.agent("ann", 2, mode(Break))
	s.now = s.now.Add(10 * time.Second)
	s.enqueue("b")
	assert.Equal(t, "offer a ann", said(s.agent("ann", 1)))
}

func TestExclusionsStayBehindInAnotherQueue(t *testing.T) {
	s := newScene(t, Config{Queues: []Queue{{ID: "q", Overflow: "r", OverflowAfter: 5 * time.Second}, {ID: "r"}}})
	s.agent("ann", 1)
	s.enqueue("c")
	s.ok(s.p.Decline(s.now, "c", "ann"))
	assert.Equal(t, "overflow c; offer c ann", said(s.after(5*time.Second)))
	s.ok(s.p.Decline(s.now, "c", "ann"))
	s.after(10 * time.Second)
	s.ok(s.p.Accept(s.now, "c", "ann"))
	assert.Empty(t, s.ok(s.p.Transfer(s.now, "c", "q", "")), "she handed it on")
	assert.Equal(t, "offer c bob", said(s.agent("bob", 1)))
	s.ok(s.p.Accept(s.now, "c", "bob"))
	assert.Equal(t, "offer c ann", said(s.ok(s.p.Transfer(s.now, "c", "q", ""))), "Bob has had it")
}

func TestPassOverKeepsTheLongerExclusion(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	declined := PassOver(nil, "ann", now, 10*time.Minute)
	assert.Equal(t, []Exclusion{{Agent: "ann", Until: now.Add(10 * time.Minute), Again: now.Add(10 * time.Second), Tries: 1}}, declined)
	missed := PassOver(declined, "ann", now.Add(time.Minute), time.Minute)
	assert.Equal(t, []Exclusion{{Agent: "ann", Until: now.Add(10 * time.Minute), Again: now.Add(80 * time.Second), Tries: 2}}, missed)
	assert.Equal(t, 1, declined[0].Tries, "what was handed in stays as it was")
	never := []Exclusion{{Agent: "ann"}, {Agent: "bob", Until: now.Add(time.Hour)}}
	assert.Equal(t, never, PassOver(never, "ann", now, time.Minute))
	assert.Equal(t, never, PassOver(never, "bob", now, time.Minute))
	long := PassOver([]Exclusion{{Agent: "ann", Until: now, Again: now, Tries: 1 << 40}}, "ann", now, time.Hour)
	assert.Equal(t, now.Add(time.Hour), long[0].Again, "never after the end")
}

func TestWhoWasLetInIsNotTurnedAwayByARouterThatKnowsOnlyTheRecords(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	old := RequestFact{ID: "old", Rev: 1, Queue: "q", EnqueuedAt: now, Admitted: true}
	moved := RequestFact{ID: "moved", Rev: 1, Queue: "q", EnqueuedAt: now, QueueSince: now.Add(time.Second)}
	offered := RequestFact{ID: "offered", Rev: 1, Queue: "q", EnqueuedAt: now, Offered: 1}
	r, err := New(Config{Queues: []Queue{{ID: "q", Limit: 1}}})
	require.NoError(t, err)
	for _, f := range []RequestFact{old, moved, offered} {
		r.Set(now, f)
	}
	now = now.Add(time.Second)
	assert.Empty(t, r.Advance(now))
	r.Set(now, RequestFact{ID: "new", Rev: 1, Queue: "q", EnqueuedAt: now})
	assert.Equal(t, "give up new", said(r.Advance(now)))
}

func TestAnAdmissionThatFailedIsLookedAtAgain(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r, err := New(Config{Queues: []Queue{{ID: "q", Limit: 1}}})
	require.NoError(t, err)
	r.Set(now, RequestFact{ID: "a", Rev: 1, Queue: "q", EnqueuedAt: now})
	ds := append([]Decision(nil), r.Advance(now)...)
	require.Equal(t, "admit a", said(ds))
	assert.Empty(t, r.Advance(now), "in flight")
	n, ok := r.Position("a")
	assert.True(t, ok && n == 1, "it keeps its place")
	r.Undo(now, ds[0])
	assert.Equal(t, "admit a", said(r.Advance(now)))
	r.Set(now, RequestFact{ID: "a", Rev: 2, Queue: "q", EnqueuedAt: now, Admitted: true})
	assert.Empty(t, r.Advance(now))
}
