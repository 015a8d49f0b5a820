package routing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func TestARequestWhoseDecisionIsOutHasNoDeadlineUntilItIsTakenBack(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r, err := New(Config{Queues: []Queue{{ID: "q", OfferFor: time.Minute, Rings: []Ring{{After: 5 * time.Minute, Lower: 1}}}}})
	require.NoError(t, err)
	r.Set(now, RequestFact{ID: "c", Rev: 1, Queue: "q", EnqueuedAt: now})
	require.Empty(t, r.Advance(now))
	at, ok := r.NextDeadline()
	require.True(t, ok)
	require.Equal(t, now.Add(5*time.Minute), at.UTC(), "the next ring")

	r.Set(now, AgentFact{ID: "ann", Rev: 1, Mode: Available, Capacity: 1})
	ds := append([]Decision(nil), r.Advance(now)...)
	require.Len(t, ds, 1)
	_, ok = r.NextDeadline()
	require.False(t, ok, "what becomes of the offer is the store's to say")
	r.Undo(now, ds[0])
	at, ok = r.NextDeadline()
	require.True(t, ok)
	require.False(t, at.After(now), "it is to be offered again")
}

func TestAGivenUpRequestHasNoDeadlineWhileTheStoreHasNotAnswered(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, queue := range []Queue{{ID: "q", MaxWait: time.Minute}, {ID: "q", Overflow: "more", OverflowAfter: time.Minute}} {
		r, err := New(Config{Queues: []Queue{queue, {ID: "more"}}})
		require.NoError(t, err)
		r.Set(now, RequestFact{ID: "c", Rev: 1, Queue: "q", EnqueuedAt: now})
		require.Empty(t, r.Advance(now))
		ds := append([]Decision(nil), r.Advance(now.Add(time.Minute))...)
		require.Len(t, ds, 1)
		_, ok := r.NextDeadline()
		require.False(t, ok, "or whoever waits for the next one never rests")
		require.Empty(t, r.Advance(now.Add(time.Hour)), "it is proposed once")
		r.Undo(now.Add(time.Hour), ds[0])
		require.Len(t, r.Advance(now.Add(time.Hour)), 1)
	}
}

func TestAWideningThatIsOutHasNoOtherDeadline(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r, err := New(Config{Queues: []Queue{{ID: "q", Rings: []Ring{{After: time.Minute, Lower: 1}, {After: 2 * time.Minute, Lower: 2}}}}})
	require.NoError(t, err)
	missed := []Exclusion{{Agent: "ann", Until: now.Add(90 * time.Second)}}
	r.Set(now, RequestFact{ID: "c", Rev: 1, Queue: "q", EnqueuedAt: now, Exclude: missed})
	r.Advance(now)
	now = now.Add(time.Minute)
	require.Len(t, r.Advance(now), 1)
	_, ok := r.NextDeadline()
	require.False(t, ok)
	r.Set(now, RequestFact{ID: "c", Rev: 2, Queue: "q", EnqueuedAt: now.Add(-time.Minute), Ring: 1})
	require.Empty(t, r.Advance(now))
	at, ok := r.NextDeadline()
	require.True(t, ok)
	require.Equal(t, now.Add(time.Minute), at.UTC())
}

func TestARequestOfNoQueueIsGivenUpAndHasNoOtherDeadline(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r, err := New(Config{Queues: []Queue{{ID: "q"}}})
	require.NoError(t, err)
	r.Set(now, RequestFact{ID: "c", Rev: 1, Queue: "gone", EnqueuedAt: now, Exclude: []Exclusion{{Agent: "ann", Until: now.Add(time.Minute)}}})
	ds := r.Advance(now)
	require.Len(t, ds, 1)
	require.Equal(t, ReasonNoRoute, ds[0].Why)
	_, ok := r.NextDeadline()
	require.False(t, ok)
}

func TestAnActiveRequestThatNamesNoAgentIsLeftAlone(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r, err := New(Config{IdleAfter: time.Minute, Queues: []Queue{{ID: "q"}}})
	require.NoError(t, err)
	r.Set(now, RequestFact{ID: "c", Rev: 1, Queue: "q", EnqueuedAt: now, Phase: Active, LastMessage: now})
	require.Empty(t, r.Advance(now))
	require.Empty(t, r.Advance(now.Add(time.Hour)))
}
