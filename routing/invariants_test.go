package routing_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

func sorted[T any](m map[string]*T) []*T {
	var ts []*T
	for _, k := range slices.Sorted(maps.Keys(m)) {
		ts = append(ts, m[k])
	}
	return ts
}

// check asserts what must hold after any step, from the records alone.
// Invariants 4 and 5 (nobody waits beside a free agent, order) and 9 (sticky)
// are the plain model's; 10 and 11 have tests of their own.
func (h *host) check() {
	h.t.Helper()
	require.Equal(h.t, h.born, len(h.requests)+h.ended["closed"]+h.ended["abandoned"]+h.ended["messaged"], "13: conservation")
	for _, a := range h.agents {
		sum := AgentFact{ID: a.ID}
		for _, q := range h.requests {
			h.recharge(&sum, q)
		}
		if sum.Used != a.Used {
			require.Equal(h.t, sum.Used, a.Used, "1: the ledger of %s", a.ID)
		}
	}
	for _, q := range h.requests {
		seen := map[string]bool{}
		for _, o := range q.Offers {
			if seen[o.Agent] {
				require.Fail(h.t, "2: two offers to one agent", q.ID)
			}
			seen[o.Agent] = true
		}
		require.LessOrEqual(h.t, len(q.Offers), 4, "2: offers of %s", q.ID)
		if (q.Phase >= Active) != (q.Agent != "") {
			require.Fail(h.t, "2: one owner", q.ID)
		}
	}
	if h.rnd.IntN(8) == 0 {
		h.checkPositions()
	}
}

// checkPositions: the place in line is the number of those before, and one.
func (h *host) checkPositions() {
	s := newScan(h.cfg, h, h.now)
	left := map[string]bool{}
	for _, d := range s.flight {
		switch d.Kind {
		case Offer, Assign, Overflow, GiveUp:
			left[d.Request] = true
		}
	}
	var line []*RequestFact
	for _, q := range s.requests {
		if q.Phase == Queued && !left[q.ID] {
			line = append(line, q)
		}
	}
	slices.SortFunc(line, s.byPlace)
	next := map[string]int{}
	for _, q := range line {
		next[q.Queue]++
		if s.noRoute(q) {
			continue
		}
		got, ok := h.r.Position(q.ID)
		if !ok || got != next[q.Queue] {
			require.Equal(h.t, next[q.Queue], got, "12: the position of %s", q.ID)
		}
	}
}

// checkProposals: what holds for every proposal at the instant it is made.
func (h *host) checkProposals(ds []Decision) {
	for _, d := range ds {
		switch d.Kind {
		case Offer:
			require.True(h.t, d.Deadline.After(h.now))
			fallthrough
		case Assign:
			a := h.agents[d.Agent]
			used := a.Used
			for _, o := range slices.Concat(ds, h.flight) {
				if o.Agent == d.Agent && (o.Kind == Offer || o.Kind == Assign) && h.held(o) {
					used += o.Weight
				}
			}
			require.LessOrEqual(h.t, used, a.Capacity, "1: offers lift %s above the capacity", d.Agent)
		case Requeue:
			q := h.requests[d.Request]
			require.Contains(h.t, []Phase{Offered, Active}, q.Phase)
		}
	}
	for _, q := range h.requests { // 3: who is not in flight has no offer past its deadline
		for _, o := range q.Offers {
			if !o.Deadline.After(h.now) {
				require.True(h.t, slices.ContainsFunc(slices.Concat(ds, h.flight), func(d Decision) bool { return d.Request == q.ID && h.held(d) }),
					"3: offer %d of %s outlives its deadline", o.Number, q.ID)
			}
		}
	}
}

// Invariant 7: with time alone, nobody who could serve a request stops being able to.
func TestRingsNeverShrink(t *testing.T) {
	cfg := Config{Queues: []Queue{{ID: "q", Manual: true, Rings: []Ring{{After: 5 * time.Second, Lower: 1},
		{After: 9 * time.Second, Drop: []string{"fr"}}, {After: 20 * time.Second, Queues: []string{"r"}}, {After: 30 * time.Second, Anyone: true}}},
		{ID: "r"}}}
	rnd := rand.New(rand.NewPCG(7, 7))
	h := newHost(t, cfg, rnd)
	for range 40 {
		h.agentChanges()
	}
	for i := range 20 {
		h.requests[string(rune('a'+i))] = &RequestFact{ID: string(rune('a' + i)), Queue: "q", Weight: 1, EnqueuedAt: h.now, Skills: h.skills(1)}
	}
	could := map[string]bool{}
	grown := 0
	for range 40 {
		h.now = h.now.Add(time.Second)
		s := newScan(h.cfg, h, h.now)
		r, err := New(cfg)
		require.NoError(t, err)
		for _, a := range h.agents {
			a.Rev = 1
			r.Set(h.now, a)
		}
		for _, q := range h.requests {
			r.Set(h.now, q)
			for _, v := range r.Explain(q.ID) {
				able := v.Why == ReasonManual && !h.agents[v.Agent].Never
				if _, fits := s.can(h.agents[v.Agent], s.requests[q.ID]); fits != able {
					t.Fatalf("%s %s: model %v, explained %q", q.ID, v.Agent, fits, v)
				}
				key := q.ID + v.Agent
				require.False(t, could[key] && !able, "%s lost %s", q.ID, v.Agent)
				if able && !could[key] {
					grown++
				}
				could[key] = able
			}
		}
	}
	assert.Greater(t, grown, 20)
}

// Invariant 6: with ageing, a request of priority p waits at most behind those
// who came less than ageing × (their priority - p) later.
func TestAgeingBoundsWhoOvertakes(t *testing.T) {
	p, err := NewPool(Config{Ageing: time.Minute, Queues: []Queue{{ID: "q", AutoAccept: true}}})
	require.NoError(t, err)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	_, err = p.SetAgent(now, AgentFact{ID: "ann", Mode: Available, Capacity: 1})
	require.NoError(t, err)
	_, _ = p.Enqueue(now, RequestFact{ID: "busy", Queue: "q"})
	_, _ = p.Enqueue(now, RequestFact{ID: "low", Queue: "q"})
	active, overtook := "busy", 0
	for i := range 1000 { // a flood of priority 5, one every 10 s, as fast as one is served
		now = now.Add(10 * time.Second)
		_, err := p.Enqueue(now, RequestFact{ID: string(rune(1000 + i)), Queue: "q", Priority: 5})
		require.NoError(t, err)
		ds, err := p.Complete(now, active)
		require.NoError(t, err)
		active = ds[len(ds)-1].Request
		if active == "low" {
			break
		}
		overtook++
	}
	assert.Equal(t, "low", active)
	assert.LessOrEqual(t, overtook, 5*6, "those of the five minutes that five levels are worth")
}
