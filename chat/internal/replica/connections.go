package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	// linger is how long a broken connection is waited for before the agent counts as lost: a page
	// that reloads is back by then.
	linger = 2 * time.Second
	// silence is how many heartbeats a node may miss before its agents count as gone.
	silence = 3
)

// SeenFor is how long an agent counts as connected without a stream: after they came to take
// sessions, and after each call.
const SeenFor = 45 * time.Second

// connections is which agents are connected to which nodes, as each node last said. An agent may be
// connected to several nodes, with several windows, and is there while one of them says so.
type connections struct {
	nodes  map[string]node
	links  map[chat.AgentID][]connection
	none   map[chat.AgentID]unseen // who take sessions and of whom no node has heard
	visits visits

	invites invites

	steps int // connections looked at since the count was taken
}

// node is what a node last said of the agents connected to it.
type node struct {
	records.Attendance
	rev    store.Rev // 0: it has told of visitors alone so far
	dead   time.Time // since when it is silent, by the clock of intervals; zero: it is not
	deadAt stamp     // the same by the time of day
	heard  time.Time // when it was heard of last, by the same; zero: not since this node began
}

// connection is what one node said of one agent.
type connection struct {
	node string
	gone time.Time // when the agent's last stream there ended, as the node says; zero: one is open
	told time.Time // since when this node knows, by its clock of intervals

	refusedFrom int64 // see records.Attending
	calls       bool  // likewise
}

func newConnections() connections {
	return connections{
		nodes: map[string]node{}, links: map[chat.AgentID][]connection{},
		none: map[chat.AgentID]unseen{}, visits: newVisits(),
		invites: invites{dead: map[string]departed{}},
	}
}

// connect takes in what a node says of the agents connected to it, in place of what it said before.
func (c *connections) connect(id string, before, said []records.Attending, tick time.Time) {
	// Told is since when this node knows of each connection as it is said to be. What is said once
	// more in the same words keeps its instant; what is said anew gets one.
	told := map[records.Attending]time.Time{}
	for _, a := range before {
		ls := c.links[a.Agent]
		for i, l := range ls {
			if c.steps++; l.node == id {
				told[records.Attending{Agent: a.Agent, Gone: l.gone, RefusedFrom: l.refusedFrom, Calls: l.calls}] = l.told
				ls[i] = ls[len(ls)-1]
				ls = ls[:len(ls)-1]
				break
			}
		}
		if c.links[a.Agent] = ls; len(ls) == 0 {
			delete(c.links, a.Agent)
		}
	}
	for _, a := range said {
		since, ok := told[a]
		if !ok {
			since = tick
		}
		c.links[a.Agent] = append(c.links[a.Agent], connection{id, a.Gone, since, a.RefusedFrom, a.Calls})
	}
}

// present reports whether a stream of the agent is open somewhere. If none is, gone is since when
// this node knows, by its clock of intervals: that of the other node may be wrong. The zero instant
// says that no node knows the agent.
func (c *connections) present(a chat.AgentID) (here bool, gone time.Time) {
	for _, l := range c.links[a] {
		c.steps++
		// Without a stream of theirs, or on a node that is dead, they are gone there.
		left := l.told
		if l.gone.IsZero() {
			left = c.nodes[l.node].dead
		}
		if left.IsZero() {
			return true, time.Time{}
		}
		if left.After(gone) {
			gone = left
		}
	}
	return false, gone
}

// back reports whether a stream of an agent who was lost is open somewhere that is not about to end
// because their principal is refused, being older than a version.
func (c *connections) back(a chat.AgentID, version int64) bool {
	for _, l := range c.links[a] {
		c.steps++
		refused := l.refusedFrom > 0 && version >= l.refusedFrom
		if l.gone.IsZero() && c.nodes[l.node].dead.IsZero() && !refused {
			return true
		}
	}
	return false
}

// heard returns how an agent is connected: by a stream that is open somewhere, or by calls alone.
func (c *connections) heard(a chat.AgentID) (stream, calls bool) {
	for _, l := range c.links[a] {
		c.steps++
		there := l.gone.IsZero() && c.nodes[l.node].dead.IsZero()
		stream, calls = stream || there && !l.calls, calls || there && l.calls
	}
	return stream, calls
}

// unseen is since when an agent has taken sessions, and no node has heard of a connection.
type unseen struct {
	mode time.Time // when their mode was set, by the record
	tick time.Time // since when this node knows, by the clock of intervals
}

// noteUnseen notes since when an agent takes sessions of whom no node has heard. Known says that
// one has. A bot is led by code, as who is Hosted.
func (c *connections) noteUnseen(id chat.AgentID, a chat.Agent, known bool, tick time.Time) {
	switch since, ok := c.none[id]; {
	case known || !a.Leaves() || a.Bot:
		delete(c.none, id)
	case !ok || !since.mode.Equal(a.ModeAt):
		c.none[id] = unseen{a.ModeAt, tick}
	}
}

// lostAt returns when an agent went whose absence was heard of at an instant: as the agent's node
// says, if its clock can be right.
func (c *connections) lostAt(a chat.AgentID, heard time.Time, within time.Duration) time.Time {
	at := heard
	// The clock of that node may be wrong: an instant that is not shortly before is not believed.
	for _, l := range c.links[a] {
		if late := heard.Sub(l.gone); late > 0 && late < within {
			at = l.gone
		}
	}
	return at
}
