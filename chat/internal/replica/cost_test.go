package replica

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// team feeds so many agents, all in every queue.
func (f *feeding) team(n int, mode chat.AgentMode) *feeding {
	for i := range n {
		f.feed(map[string]any{records.Agent(agentID(i)): chat.Agent{ID: agentID(i), Name: "Ann", Capacity: 2, Mode: mode, Queues: []chat.Serves{{Queue: "q0"}, {Queue: "q1"}, {Queue: "q2"}}}})
	}
	return f
}

// sessions feeds so many of them.
func (f *feeding) sessions(n int, one chat.Session) {
	for i := range n {
		s := one
		s.ID, s.Queue, s.Visitor, s.StateAt, s.LastAt = sessionID(i), "q0", "vera", noon, noon
		f.feed(map[string]any{records.Session(s.ID): s})
	}
}

// looks counts what is looked at meanwhile.
func (f *feeding) looks(do func()) int {
	before := f.state.steps + f.state.connections.steps
	do()
	return f.state.steps + f.state.connections.steps - before
}

// become changes an agent's record.
func (f *feeding) become(change func(a *chat.Agent)) func() {
	return func() {
		a, _ := f.Agent(agentID(0))
		change(&a)
		f.feed(map[string]any{records.Agent(a.ID): a})
	}
}

func connected(node string, n int) map[string]any {
	a := records.Attendance{Node: node, At: noon}
	for i := range n {
		a.Agents = append(a.Agents, records.Attending{Agent: agentID(i)})
	}
	return map[string]any{records.Presence(node): a}
}

// TestAChangeLooksAtWhatItConcernsAlone counts the agents, connections and sessions that are looked
// at, for some of them and for four times as many.
func TestAChangeLooksAtWhatItConcernsAlone(t *testing.T) {
	waiting := chat.Session{State: chat.Queued}
	elsewhere := chat.Session{State: chat.Active, Agent: agentID(1), Offers: []chat.Offer{{ID: "o", Agent: agentID(2), Transfer: true, Deadline: noon}}}
	for name, c := range map[string]struct {
		times int // the look for four times as many may cost: once as much, or four times
		work  func(f *feeding, n int) int
	}{
		"a mode changes beside those who wait": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, waiting)
			return f.looks(f.become(func(a *chat.Agent) { a.Mode = chat.Break }))
		}},
		"a mode changes beside others' sessions and offers": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, elsewhere)
			return f.looks(f.become(func(a *chat.Agent) { a.Mode = chat.Break }))
		}},
		"an agent is lost": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, elsewhere)
			return f.looks(f.become(func(a *chat.Agent) { a.Mode, a.Before, a.LostAt = chat.Lost, chat.Available, noon }))
		}},
		"an agent is removed": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, elsewhere)
			return f.looks(f.become(func(a *chat.Agent) { a.Mode, a.Removed = chat.Offline, true }))
		}},
		"a capacity changes": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, elsewhere)
			return f.looks(f.become(func(a *chat.Agent) { a.Capacity = 9 }))
		}},
		"queues change": {1, func(f *feeding, n int) int {
			f.team(3, chat.Available).sessions(n, elsewhere)
			return f.looks(f.become(func(a *chat.Agent) { a.Queues = a.Queues[:1] }))
		}},
		"a mode changes in a team": {1, func(f *feeding, n int) int {
			return f.team(n, chat.Offline).looks(f.become(func(a *chat.Agent) { a.Mode = chat.Available }))
		}},
		"a replica begins": {4, func(f *feeding, n int) int {
			f.team(n, chat.Offline)
			return f.looks(func() { f.begin(open{"q0", "q1", "q2"}) })
		}},
		"a node says who is connected": {4, func(f *feeding, n int) int {
			f.team(n, chat.Available).feed(connected("node1", n))
			return f.looks(func() { f.feed(connected("node1", n)) })
		}},
		"a node dies": {4, func(f *feeding, n int) int {
			f.team(n, chat.Available).feed(connected("node1", n))
			f.feed(connected("node2", n))
			return f.looks(func() { f.state.nodeDue("node1", noon, noon) })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			few, many := c.work(newFeeding(t, open{"q0", "q1", "q2"}), 50), c.work(newFeeding(t, open{"q0", "q1", "q2"}), 200)
			require.LessOrEqual(t, many, c.times*few+20, "%d looks for 50, %d for 200", few, many)
		})
	}
}

func TestTheDeathOfANodeCostsALookAtEachSessionOfItsVisitors(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	f.sessions(7, chat.Session{State: chat.Queued})
	f.feed(map[string]any{records.Visiting("node1", 0): records.Visitors{Here: []chat.VisitorID{"vera", "zoe"}}})
	require.Equal(t, 7, f.looks(func() { f.state.nodeDue("node1", noon, noon) }))
}

func TestAskingCostsTheSameForAnyTeam(t *testing.T) {
	f := newFeeding(t, open{"q0", "q1", "q2"}).team(500, chat.Available)
	var free int
	d := open{}.Demand("q1")
	require.Zero(t, testing.AllocsPerRun(100, func() { free = f.Serves(d, nil, noon).Free }))
	require.Equal(t, 1000, free)
}
