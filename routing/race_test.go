package routing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// ledger is a store of agent and session records that commits by compare and set.
type ledger struct {
	agents map[string]AgentFact
	chats  map[string]RequestFact
	log    []Fact // the feed
}

func (l *ledger) put(fs ...Fact) {
	for _, f := range fs {
		switch f := f.(type) {
		case AgentFact:
			l.agents[f.ID] = f
		case RequestFact:
			l.chats[f.ID] = f
		}
	}
	l.log = append(l.log, fs...)
}

// assign commits one decision, if both records are as the router saw them.
func (l *ledger) assign(d Decision) bool {
	a, q := l.agents[d.Agent], l.chats[d.Request]
	if a.Rev != d.AgentRev || q.Rev != d.RequestRev {
		return false
	}
	a.Rev, a.Used, a.IdleSince, a.Turn = a.Rev+1, a.Used+d.Weight, d.At, d.Turn
	q.Rev, q.Phase, q.Agent, q.Offered = q.Rev+1, Active, d.Agent, d.Offer
	l.put(a, q)
	return true
}

// Invariant 11; Rocket.Chat #37776 (limit 3, four chats, three instances),
// #22206 and Chatwoot #14495 (one chat, two agents): routers that race over one
// store, each with a feed that lags, never give a chat twice nor overfill anybody.
func TestRacingRoutersNeverDoubleAssignOrOverfill(t *testing.T) {
	for seed := range uint64(max(1, 4/slow)) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		l := &ledger{agents: map[string]AgentFact{}, chats: map[string]RequestFact{}}
		routers, fed := make([]*Router, 4), make([]int, 4)
		for i := range routers {
			r, err := New(Config{Queues: []Queue{{ID: "q", AutoAccept: true}}})
			require.NoError(t, err)
			routers[i] = r
		}
		for i := range 5 {
			l.put(AgentFact{ID: fmt.Sprintf("a%d", i), Rev: 1, Mode: Available, Capacity: 3})
		}
		conflicts, owner := 0, map[string]string{}
		for step := range 2400 {
			now = now.Add(100 * time.Millisecond)
			if step < 1800 && rnd.IntN(3) == 0 {
				l.put(RequestFact{ID: fmt.Sprintf("c%04d", len(l.chats)), Rev: 1, Queue: "q", EnqueuedAt: now})
			}
			if rnd.IntN(4) == 0 || step >= 1800 {
				finish(l, rnd, now)
			}
			k := rnd.IntN(4)
			for n := rnd.IntN(12); n > 0 && fed[k] < len(l.log) || step >= 1800 && fed[k] < len(l.log); n-- {
				routers[k].Set(now, l.log[fed[k]])
				fed[k]++
			}
			for _, d := range routers[k].Advance(now) {
				if d.Kind != Assign {
					t.Fatal(d)
				}
				if rnd.IntN(5) == 0 || !l.assign(d) { // lost the race, or the store failed
					conflicts++
					routers[k].Undo(now, d)
					continue
				}
				require.Empty(t, owner[d.Request], "double assignment")
				owner[d.Request] = d.Agent
			}
			for _, a := range l.agents {
				require.LessOrEqual(t, a.Used, a.Capacity, "over capacity")
			}
		}
		require.Greater(t, conflicts, 50)
		for id, q := range l.chats {
			require.True(t, q.Gone || owner[id] != "", "%s was lost", id)
		}
	}
}

// finish ends a random chat.
func finish(l *ledger, rnd *rand.Rand, now time.Time) {
	ids := []string{}
	for i := range len(l.chats) {
		if id := fmt.Sprintf("c%04d", i); l.chats[id].Phase == Active && !l.chats[id].Gone {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return
	}
	q := l.chats[ids[rnd.IntN(len(ids))]]
	a := l.agents[q.Agent]
	q.Rev, q.Gone = q.Rev+1, true
	a.Rev, a.Used, a.IdleSince = a.Rev+1, a.Used-1, now
	l.put(a, q)
}
