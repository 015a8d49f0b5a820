package replica

import (
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// pools are the queues that share people, and what those people could be offered.
//
// They are made when somebody asks for one, and kept. What happens all the time, that an agent gets
// or finishes a session, changes one number of one pool. Who comes, goes or serves other queues may
// join pools or split one, so the next question makes them anew; the settings changing does, too.
type pools struct {
	made  bool
	of    map[chat.QueueID]*pool
	among map[chat.AgentID]*pool
}

// pool is some queues whose people are theirs alone.
type pool struct {
	queues []chat.QueueID // sorted
	units  int            // that all its people have free
	weight int            // of the heaviest session of these queues
}

// counts reports whether an agent is one of a pool's people, if they serve a queue at all.
func counts(a chat.Agent) bool { return !a.Bot && !a.Removed && a.Mode == chat.Available }

// put takes in that an agent's record changed.
func (p *pools) put(old, a chat.Agent) {
	switch in := p.among[a.ID]; {
	case !standsAlike(old, a):
		// Two who do not count may change as they like.
		if counts(old) || counts(a) {
			p.made = false
		}
	// Only the load can differ now, and it moves nobody to another pool.
	case in != nil:
		in.units += max(0, a.Free()) - max(0, old.Free())
	}
}

// pool returns the pool that a queue is in; nil: nobody serves it.
func (s *state) pool(q chat.QueueID) *pool {
	if !s.team.pools.made {
		s.makePools()
	}
	return s.team.pools.of[q]
}

// makePools goes through the people who are there once.
func (s *state) makePools() {
	s.team.pools = pools{true, map[chat.QueueID]*pool{}, map[chat.AgentID]*pool{}}
	// The queues whose sessions are offered to the people of a queue from the start.
	leads := map[chat.QueueID][]chat.QueueID{}
	for _, q := range s.settings.QueueIDs() {
		for _, w := range s.settings.Demand(q).Ways {
			if w.AtStart && !slices.Contains(leads[w.Queue], q) {
				leads[w.Queue] = append(leads[w.Queue], q)
			}
		}
	}
	for id, k := range s.team.agents {
		s.steps++
		a := k.value
		if !counts(a) {
			continue
		}
		var in *pool
		for _, serves := range a.Queues {
			for _, q := range leads[serves.Queue] {
				// Serving the queue is not all: its sessions may ask for skills.
				if d := s.settings.Demand(q); d.FromStart(a) {
					in = s.team.pools.join(in, q, max(1, d.Weight))
				}
			}
		}
		if in != nil {
			in.units += max(0, a.Free())
			s.team.pools.among[id] = in
		}
	}
	// Pools that were joined later have one that stands for all of them.
	for id, in := range s.team.pools.among {
		s.team.pools.among[id] = s.team.pools.of[in.queues[0]]
	}
	for _, p := range s.team.pools.of {
		slices.Sort(p.queues)
	}
}

// join adds a queue to a pool, with all that is in the queue's own pool; nil: to a new one.
func (p *pools) join(to *pool, q chat.QueueID, weight int) *pool {
	other := p.of[q]
	switch {
	case other == nil:
		other = &pool{queues: []chat.QueueID{q}, weight: weight}
		p.of[q] = other
	case other == to:
		return to
	}
	// The first queue of an agent: whoever else serves it is in the same pool.
	if to == nil {
		return other
	}
	for _, q := range other.queues {
		p.of[q] = to
	}
	to.queues = append(to.queues, other.queues...)
	to.units, to.weight = to.units+other.units, max(to.weight, other.weight)
	return to
}
