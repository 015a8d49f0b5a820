package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// sessionsBy finds the open sessions that concern an agent or a queue.
type sessionsBy[K comparable] map[K]map[chat.SessionID]struct{}

func (x sessionsBy[K]) add(k K, id chat.SessionID) {
	if x[k] == nil {
		x[k] = map[chat.SessionID]struct{}{}
	}
	x[k][id] = struct{}{}
}

func (x sessionsBy[K]) remove(k K, id chat.SessionID) {
	if delete(x[k], id); len(x[k]) == 0 {
		delete(x, k)
	}
}

// enter puts an open session where those whom it concerns look for it.
func (im *image) enter(s chat.Session) {
	if s.State.Owned() {
		im.owned.add(s.Agent, s.ID)
	}
	for _, o := range s.Offers {
		im.offered.add(o.Agent, s.ID)
	}
	if s.State.Waiting() {
		im.line.add(s.Queue, s.ID)
	}
}

// withdraw takes a session out again.
func (im *image) withdraw(s chat.Session) {
	if s.State.Owned() {
		im.owned.remove(s.Agent, s.ID)
	}
	for _, o := range s.Offers {
		im.offered.remove(o.Agent, s.ID)
	}
	if s.State.Waiting() {
		im.line.remove(s.Queue, s.ID)
	}
}

// connection is what one node said of one agent.
type connection struct {
	node string
	gone time.Time // when the agent's last stream there ended, as the node says; zero: one is open
	told time.Time // since when this node knows, by its clock of intervals
}

// connect takes in what a node says of the agents connected to it, in place of what it said before.
func (im *image) connect(id string, before, said []attending, tick time.Time) {
	told := map[attending]time.Time{}
	for _, a := range before {
		cs := im.links[a.Agent]
		for i, c := range cs {
			if im.steps++; c.node == id {
				told[attending{a.Agent, c.gone}] = c.told
				cs[i] = cs[len(cs)-1]
				cs = cs[:len(cs)-1]
				break
			}
		}
		if im.links[a.Agent] = cs; len(cs) == 0 {
			delete(im.links, a.Agent)
		}
	}
	for _, a := range said {
		since, ok := told[attending{a.Agent, a.Gone}]
		if !ok {
			since = tick
		}
		im.links[a.Agent] = append(im.links[a.Agent], connection{id, a.Gone, since})
	}
}

// present reports whether a stream of the agent is open somewhere, and if none is, since when this node knows, by its clock
// of intervals: that of the other node may be wrong. The zero instant says that no node knows the agent: one who never connected is led by the host's own code and cannot be lost.
func (im *image) present(a chat.AgentID) (here bool, gone time.Time) {
	for _, c := range im.links[a] {
		im.steps++
		left := c.told
		if c.gone.IsZero() {
			left = im.nodes[c.node].dead
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

// sessionsOf are the open sessions an agent owns.
func (im *image) sessionsOf(a chat.AgentID) []chat.Session {
	var ss []chat.Session
	for id := range im.owned[a] {
		ss = append(ss, im.open[id].value)
	}
	return ss
}
