package replica

import (
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/store"
)

// team is the agents' records, and who serves each queue by them.
type team struct {
	agents     map[chat.AgentID]known[chat.Agent]
	unreadable map[chat.AgentID]chat.Fault // whose records cannot be read: what was known of them before is kept
	there      door.Crowds                 // who accepts chats
	leaving    int                         // those who are lost or draining: somebody has to see to them
	plans      plans                       // of those who work in shifts
	times      map[chat.AgentID]agentTime
	pools      pools // of queues, by who accepts chats
}

func newTeam() team {
	return team{
		agents: map[chat.AgentID]known[chat.Agent]{}, unreadable: map[chat.AgentID]chat.Fault{}, there: door.Crowds{},
		times: map[chat.AgentID]agentTime{},
	}
}

// Agent implements chat.Team.
func (t *team) Agent(id chat.AgentID) (chat.Agent, bool) {
	a, ok := t.agents[id]
	return a.value, ok
}

// put takes in an agent's record in place of the one before; rev 0 says that there is none any
// more. Covered says that to those who wait nothing changes: others are there who could serve
// whatever this agent could or can.
func (t *team) put(a chat.Agent, rev store.Rev) (covered bool) {
	old := t.agents[a.ID].value
	// Covers is asked while neither the old nor the new agent is counted.
	t.there.Add(old, -1)
	covered = standsAlike(old, a) || t.there.Covers(old) && t.there.Covers(a)
	t.there.Add(a, 1)
	t.leaving += isLeaving(a) - isLeaving(old)
	delete(t.unreadable, a.ID)
	delete(t.agents, a.ID)
	if rev != 0 {
		t.agents[a.ID] = known[chat.Agent]{a, rev}
	}
	return covered
}

// isLeaving is 1 for an agent who is lost or draining, else 0.
func isLeaving(a chat.Agent) int {
	if !a.Removed && (a.Mode == chat.Lost || a.Mode == chat.Draining) {
		return 1
	}
	return 0
}

// any reports whether something holds of one of the agents.
func (t *team) any(holds func(chat.Agent) bool) bool {
	for _, a := range t.agents {
		if holds(a.value) {
			return true
		}
	}
	return false
}

// list returns the agents who are not removed.
func (t *team) list() []chat.Agent {
	all := make([]chat.Agent, 0, len(t.agents))
	t.each(func(a chat.Agent) { all = append(all, a) })
	return all
}

func (t *team) each(f func(chat.Agent)) {
	for _, a := range t.agents {
		if !a.value.Removed {
			f(a.value)
		}
	}
}

// faults returns why records could not be read, by key.
func (t *team) faults() (all []chat.Fault) {
	for _, f := range t.unreadable {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b chat.Fault) int { return strings.Compare(a.Key, b.Key) })
	return all
}

// Remains reports whether an agent has not signed off, nor is about to.
func Remains(a chat.Agent) bool {
	return !a.Removed && (a.Mode == chat.Available || a.Mode == chat.Break || a.Mode == chat.Lost && a.Before != chat.Draining)
}

// standsAlike reports whether an agent is as much somebody to visitors, and to whoever waits, as
// before.
func standsAlike(a, b chat.Agent) bool {
	return a.Mode == b.Mode && a.Removed == b.Removed && a.Bot == b.Bot && a.Capacity == b.Capacity &&
		slices.Equal(a.Queues, b.Queues) && slices.Equal(a.Skills, b.Skills)
}
