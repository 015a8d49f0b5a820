package replica

import (
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// again is when something that was due is looked at once more, should its record not have changed
// by then.
const again = time.Second

// The keys of watches.
const agentWatch = "agent/"

func nodeWatch(id string) string { return "node/" + id }

// Absence is what there is to do about an agent or a node that went, or came back. Exactly one of
// Agent and Node is set.
type Absence struct {
	Agent chat.AgentID
	Back  bool      // the agent was lost and is connected again
	Lost  time.Time // when the agent went, if not Back

	Node string    // it is silent, and nothing is left to do about its agents: its record is of no use any more
	Rev  store.Rev // of the agent's record, or the node's
	// Shards are the keys of what the node said of visitors.
	Shards []string
}

// watchAgent sets when an agent must be looked after: one who is back, or gone.
func (s *state) watchAgent(id chat.AgentID, tick time.Time) {
	at := time.Time{}
	here, gone := s.connections.present(id)
	a := s.team.agents[id].value
	s.connections.noteUnseen(id, a, here || !gone.IsZero(), tick)
	// Whoever is lost is watched for coming back, and anybody else for going.
	switch since, unseen := s.connections.none[id]; {
	case a.Mode == chat.Lost:
		if s.connections.back(id, a.Version) {
			at = tick
		}
	case unseen:
		at = since.tick.Add(SeenFor)
	case a.Leaves() && !here && !gone.IsZero():
		at = gone.Add(linger)
	}
	s.watches.Set(agentWatch+string(id), at)
}

// Whereabouts is how an agent is connected, by what this node knows.
type Whereabouts struct {
	Streaming bool // a stream of theirs is open somewhere
	// Calling says that their calls keep them connected: no node has heard of them, or they call
	// and no stream of theirs is open. It is false while not everything is loaded.
	Calling bool
	// Settled says that a connection that the presence record of a revision called gone need not be
	// remembered any more: somebody has seen to its agent since.
	Settled bool
}

// Whereabouts returns how an agent is connected. Told is the revision that Settled asks for.
func (r *Replica) Whereabouts(a chat.AgentID, told store.Rev) Whereabouts {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.state
	here, gone := s.connections.present(a)
	stream, calls := s.connections.heard(a)
	return Whereabouts{
		Streaming: stream,
		Calling:   s.loaded && !stream && (calls || !here && gone.IsZero()),
		Settled:   s.at >= told && s.seenTo(a),
	}
}

// AbsencesDue returns what there is to do now about agents and nodes, and looks at them again a
// little later: until then the feed should have told that it was done.
func (r *Replica) AbsencesDue(now, tick time.Time) []Absence {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Absence
	for _, key := range r.state.watches.Due(tick) {
		due := r.state.agentDue
		kind, id, _ := strings.Cut(key, "/")
		if kind != strings.TrimSuffix(agentWatch, "/") {
			due = r.state.nodeDue
		}
		// The leader may fail at it, or another node may lead: then it is due again.
		if a, ok := due(id, now, tick); ok {
			r.state.watches.Set(key, tick.Add(again))
			all = append(all, a)
		}
	}
	return all
}

// agentDue finds an agent whose connections are gone, or who was lost and is back.
func (s *state) agentDue(who string, now, tick time.Time) (Absence, bool) {
	id := chat.AgentID(who)
	a, ok := s.team.agents[id]
	here, gone := s.connections.present(id)
	since, unseen := s.connections.none[id]
	switch {
	case !ok || a.value.Removed:
	case a.value.Mode == chat.Lost && s.connections.back(id, a.value.Version):
		return Absence{Agent: id, Rev: a.rev, Back: true}, true
	case unseen && !tick.Before(since.tick.Add(SeenFor)):
		return Absence{Agent: id, Rev: a.rev, Lost: now}, true
	case a.value.Leaves() && !here && !gone.IsZero():
		return Absence{Agent: id, Rev: a.rev, Lost: s.connections.lostAt(id, timing.After(now, tick, gone), s.silence/silence)}, true
	}
	return Absence{}, false
}

// nodeDue notes that a node has fallen silent, and finds one of which each agent is seen to.
func (s *state) nodeDue(id string, now, tick time.Time) (Absence, bool) {
	n, ok := s.connections.nodes[id]
	if !ok || id == s.node {
		return Absence{}, false
	}
	// Its heart has not beaten for so long: from now on its agents and visitors count as gone.
	if n.dead.IsZero() {
		n.dead, n.deadAt = tick, stamp{}.next(now, now, tick)
		s.connections.nodes[id] = n
		s.reconsiderVisitors(id, now)
		for _, a := range n.Agents {
			s.watchAgent(a.Agent, tick)
		}
	}
	s.watches.Set(nodeWatch(id), tick.Add(again))
	// Its record is kept while anything depends on it: it says who was connected there.
	for _, a := range n.Agents {
		if !s.seenTo(a.Agent) {
			return Absence{}, false
		}
	}
	if !s.visitorsSeenTo(id) {
		return Absence{}, false
	}
	return Absence{Node: id, Rev: n.rev, Shards: s.shardsOf(id)}, true
}

// seenTo reports whether nothing is left to do about an agent whose connection is gone.
func (s *state) seenTo(id chat.AgentID) bool {
	a, ok := s.team.agents[id]
	if !ok || !a.value.Leaves() {
		return true
	}
	here, _ := s.connections.present(id)
	return here
}

// deserted tells of each queue that people of some queues may come to serve whether nobody is there
// for it.
func (s *state) deserted(touched []chat.Serves) (out []bool) {
	if s.settings == nil || len(touched) == 0 {
		return nil
	}
	for _, q := range s.settings.QueueIDs() {
		d := s.settings.Demand(q)
		if slices.ContainsFunc(touched, func(s chat.Serves) bool { return d.LeadsTo(s.Queue) }) {
			s.steps++
			v := d.Among(s.team.there)
			out = append(out, v.Staff == chat.StaffAway, v.Nobody())
		}
	}
	return out
}
