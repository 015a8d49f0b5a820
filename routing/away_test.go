package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhoIsAwayIsProposedToNobodyAndHasTheirPlaceWhenBack(t *testing.T) {
	r, err := New(Config{Queues: []Queue{{ID: "q"}}})
	require.NoError(t, err)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	first := RequestFact{ID: "first", Rev: 1, Queue: "q", EnqueuedAt: now}
	first.Away = true
	r.Set(now, first)
	second := RequestFact{ID: "second", Rev: 1, Queue: "q", EnqueuedAt: now.Add(time.Second)}
	r.Set(now, second)
	_, there := r.Position("first")
	require.False(t, there)
	place, _ := r.Position("second")
	require.Equal(t, 1, place, "a ghost keeps nobody behind it")
	in := []Membership{{Queue: "q"}}
	r.Set(now, AgentFact{ID: "a", Rev: 1, Mode: Available, Capacity: 1, Queues: in})
	ds := r.Advance(now)
	require.Len(t, ds, 1)
	require.Equal(t, "second", ds[0].Request)
	r.Undo(now, ds[0])

	first.Away = false
	r.Set(now, first) // of the same revision
	place, _ = r.Position("first")
	require.Equal(t, 1, place)
	ds = r.Advance(now)
	require.Len(t, ds, 1)
	require.Equal(t, "first", ds[0].Request)
	r.Undo(now, ds[0])
	first.Away = true
	r.Set(now, first)
	first.Away, first.Rev = false, 0
	r.Set(now, first)
	_, there = r.Position("first")
	require.False(t, there, "an older record says nothing")
	snapshot := r.Snapshot()
	again, err := Restore(Config{Queues: []Queue{{ID: "q"}}}, snapshot)
	require.NoError(t, err)
	require.Equal(t, snapshot, again.Snapshot())
}

func TestTheInstantsOfARequestAreTakenAnewWhenItsClockIsAhead(t *testing.T) {
	r, err := New(Config{Queues: []Queue{{ID: "q", MaxWait: time.Hour}}})
	require.NoError(t, err)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	in := []Membership{{Queue: "q"}}
	r.Set(now, AgentFact{ID: "a", Rev: 1, Mode: Available, Capacity: 1, Queues: in})
	until := func(d time.Duration) RequestFact {
		return RequestFact{
			ID: "v", Rev: 1, Queue: "q", EnqueuedAt: now, Admitted: true,
			Exclude: []Exclusion{{Agent: "a", Until: now.Add(d)}},
		}
	}
	r.Set(now, until(11*time.Minute))
	require.Empty(t, r.Advance(now.Add(time.Minute)))
	r.Set(now, until(time.Minute))
	require.Empty(t, r.Advance(now.Add(time.Minute)), "of the same revision")

	f := until(time.Minute) // the clock was put back by ten minutes
	f.Ahead = 10 * time.Minute
	r.Set(now, f)
	ds := r.Advance(now.Add(time.Minute))
	require.Len(t, ds, 1)
	require.Equal(t, "a", ds[0].Agent)
	r.Set(now, f)
	require.Empty(t, r.Advance(now.Add(time.Minute)), "nothing new: the proposal is on its way")
	f.Ahead, f.Rev = 0, 0
	r.Set(now, f)
	require.Empty(t, r.Advance(now.Add(time.Minute)), "an older record says nothing")
}
