package routing

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestRollsAndSeatsAreThoseThatAScanWouldFind has agents come, change and leave while requests
// wait, in queues whose rings reach others.
func TestRollsAndSeatsAreThoseThatAScanWouldFind(t *testing.T) {
	queue := func(r *rand.Rand) string { return fmt.Sprint("q", r.IntN(4)) }
	cfg := Config{Queues: []Queue{
		{ID: "q0", Manual: true, Rings: []Ring{{After: 3 * time.Second, Queues: []string{"q1", "q0"}}, {After: 9 * time.Second, Queues: []string{"q2"}}}},
		{ID: "q1"}, {ID: "q2", Manual: true}, {ID: "q3"},
	}}
	x, err := New(cfg)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(5, 6))
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for rev := uint64(1); rev < 4000; rev++ {
		switch r.IntN(10) {
		case 0:
			now = now.Add(time.Duration(r.IntN(3)) * time.Second)
		case 1:
			x.Set(now, RequestFact{ID: fmt.Sprint("c", r.IntN(20)), Rev: rev, Queue: queue(r), EnqueuedAt: now, Gone: r.IntN(3) == 0,
				Preference: Preference{Prefer: fmt.Sprint("a", r.IntN(8)), PreferUntil: now.Add(time.Duration(r.IntN(3)) * time.Second)}})
		case 2:
			x.Set(now, AgentFact{ID: fmt.Sprint("a", r.IntN(8)), Rev: rev, Gone: true})
		case 3:
			if r.IntN(20) == 0 {
				require.NoError(t, x.Configure(now, cfg))
			}
		default:
			f := AgentFact{ID: fmt.Sprint("a", r.IntN(8)), Rev: rev, Mode: Mode(r.IntN(3)), Capacity: 1}
			for range r.IntN(4) {
				f.Queues = append(f.Queues, Membership{Queue: queue(r), Priority: r.IntN(2), Delay: time.Duration(r.IntN(4)) * 2 * time.Second})
			}
			x.Set(now, f)
		}
		if r.IntN(3) == 0 {
			for _, d := range x.Advance(now) {
				if r.IntN(2) == 0 {
					x.Undo(now, d)
				}
			}
			x.Advance(now)
			x.checkOpen(t, now)
		}
		x.checkRolls(t)
	}
}

// checkRolls compares the rolls and seats with all agents.
func (r *Router) checkRolls(t *testing.T) {
	for id, l := range r.rosters {
		members, delays := map[*agent]int{}, map[time.Duration]int{}
		for _, a := range r.agents {
			for _, m := range a.fact.Queues {
				if m.Queue == id && a.known {
					if members[a]++; m.Delay > 0 {
						delays[m.Delay]++
					}
				}
			}
		}
		require.Equal(t, members, l.members, id)
		require.True(t, slices.Equal(slices.Sorted(maps.Keys(delays)), l.delays), "%v, %v", delays, l.delays)
		for i, d := range l.delays {
			require.Equal(t, delays[d], l.counts[i])
		}
	}
	for _, c := range r.ordered {
		seated := map[string]int{}
		for _, b := range c.groups {
			for _, s := range b.seats {
				seated[s.agent.fact.ID]++
			}
		}
		for id, a := range r.agents {
			n := 0
			if _, ok := c.admits(a); ok && a.known {
				n = 1
			}
			require.Equal(t, n, seated[id], "%s in %q", id, c.key)
		}
	}
}

// checkOpen compares how far those who wait are open to agents with a delay, and who could serve
// them.
func (r *Router) checkOpen(t *testing.T, now time.Time) {
	for _, q := range r.requests {
		if q.class != nil {
			own, crew := r.classFor(q, nano(now)), map[string]bool{}
			for a := range r.qualified(q, own) {
				require.False(t, crew[a.fact.ID], "twice")
				crew[a.fact.ID] = true
			}
			for id, a := range r.agents {
				_, ok := own.admits(a)
				require.Equal(t, ok && a.known, crew[id], "%s for %s", id, q.fact.ID)
			}
		}
		if q.class == nil || q.class.only != "" || q.locked() {
			continue
		}
		want := time.Duration(0)
		for _, a := range r.agents {
			for _, m := range a.fact.Queues {
				if a.known && q.class.reaches(m.Queue) && later(q.since, m.Delay) <= nano(now) {
					want = max(want, m.Delay)
				}
			}
		}
		require.Equal(t, want, q.class.maxDelay, q.fact.ID)
	}
}
