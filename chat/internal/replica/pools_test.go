package replica

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/invite"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// walked is Invitations.Pool by going through all queues and people.
func (f *feeding) walked(q chat.QueueID) invite.Pool {
	p := invite.Pool{ID: q, Queues: []chat.QueueID{q}}
	units, weight, seen := 0, 1, map[chat.AgentID]bool{}
	for i := 0; i < len(p.Queues); i++ { // it grows
		d := f.state.settings.Demand(p.Queues[i])
		weight = max(weight, d.Weight)
		for id, k := range f.state.team.agents {
			a := k.value
			if seen[id] || a.Bot || a.Removed || a.Mode != chat.Available || !d.FromStart(a) {
				continue
			}
			seen[id], units = true, units+max(0, a.Free())
			for _, also := range f.state.settings.QueueIDs() {
				if !slices.Contains(p.Queues, also) && f.state.settings.Demand(also).FromStart(a) {
					p.Queues = append(p.Queues, also)
				}
			}
		}
	}
	p.Places = units / weight
	for _, other := range p.Queues {
		p.Places -= len(f.state.sessions.line[other])
	}
	if slices.Sort(p.Queues); len(p.Queues) > 1 {
		p.ID = invite.PoolID(p.Queues[0])
	}
	return p
}

// anAgent is somebody who serves a few queues, or nobody.
func anAgent(r *rand.Rand, id chat.AgentID) any {
	if r.IntN(12) == 0 {
		return nil
	}
	a := chat.Agent{ID: id, Name: "Ann", Capacity: r.IntN(5), Load: r.IntN(4), Bot: r.IntN(8) == 0}
	a.Mode = []chat.AgentMode{chat.Available, chat.Available, chat.Break, chat.Offline}[r.IntN(4)]
	for range r.IntN(3) {
		q := chat.QueueID(fmt.Sprintf("q%d", r.IntN(6)))
		if !a.In(q) {
			a.Queues = append(a.Queues, chat.Serves{Queue: q})
		}
	}
	return a
}

func TestPoolsAreKeptAsGoingThroughQueuesAndPeopleFindsThem(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		f := newFeeding(t, open{"q0", "q1", "q2", "q3", "q4", "q5"})
		known := NewInvitations(f.Replica)
		for n := range 60 {
			id := agentID(r.IntN(8))
			was, there := f.Agent(id)
			if there && r.IntN(2) == 0 {
				was.Load = r.IntN(4) // as a session that begins or ends
				f.feed(map[string]any{records.Agent(id): was})
			} else {
				f.feed(map[string]any{records.Agent(id): anAgent(r, id)})
			}
			for i := range 6 {
				q := chat.QueueID(fmt.Sprintf("q%d", i))
				require.Equal(t, f.walked(q), known.Pool(q), "seed %d, change %d: %s", seed, n, q)
			}
		}
	}
}

func TestAPoolCostsNothingWhileNobodyComesOrGoes(t *testing.T) {
	for _, n := range []int{30, 120} {
		f := newFeeding(t, open{"q0", "q1", "q2", "q3", "q4", "q5"}).team(n, chat.Available)
		known := NewInvitations(f.Replica)
		ask := func() { known.Pool("q0") }
		require.Equal(t, n, f.looks(ask), "once for each of the people")
		require.Zero(t, f.looks(ask))
		took := f.become(func(a *chat.Agent) { a.Load++ })
		idle := f.looks(func() { took(); ask() })
		require.LessOrEqual(t, idle, 2, "the one whose session began")
	}
}
