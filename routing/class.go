package routing

import (
	"slices"
	"time"
)

// class is one set of requirements that requests share: queue, channel, weight, and the skills
// required at a ring. It keeps the requests that wait with these requirements, and a seat for every
// agent who meets them. See Router.
type class struct {
	line     line // first, with the weight: they are read most
	weight   int
	key      string
	need     Requirement
	extra    []string      // further queues whose agents may serve it
	only     string        // the preferred agent, or ""
	language string        // that its agents speak, or ""
	maxDelay time.Duration // agents whose membership delay is longer do not serve it yet
	queue    *queue
	order    order
	groups   []*group // by rank
	changed  bool     // something changed since the last match
	dead     bool     // it was dropped, and is in no list of classes
	pinned   bool     // never dropped
	cursor   int      // used while matching
	current  *group
	first    int // while a wait is estimated: how many requests of the line go first
	shared   int // likewise: how many of its agents could serve the request in question
}

// admits reports whether an agent meets the requirements, whatever the agent's mode and load, and
// with which rank.
func (c *class) admits(a *agent) (rank, bool) {
	if c.only != "" && a.fact.ID != c.only {
		return rank{}, false
	}
	priority, ok := c.membership(a)
	if !ok || !a.speaks(c.language) {
		return rank{}, false
	}
	for _, s := range c.need.Skills {
		if levelOf(a.fact.Skills, s.Name) < s.Level {
			return rank{}, false
		}
	}
	return rank{a.fact.Tier, priority}, true
}

// membership returns the lowest priority that the agent gives one of the class's queues, and
// whether the agent serves any.
func (c *class) membership(a *agent) (priority int, ok bool) {
	if len(a.fact.Queues) == 0 {
		return 0, true
	}
	for _, m := range a.fact.Queues {
		if (m.Queue == c.need.Queue || slices.Contains(c.extra, m.Queue)) && m.Delay <= c.maxDelay {
			if !ok || m.Priority < priority {
				priority, ok = m.Priority, true
			}
		}
	}
	return priority, ok
}

// join makes a seat for an agent who meets the requirements; else it returns nil. The seat is in no
// lane yet.
func (r *Router) join(c *class, a *agent) *seat {
	r.steps++
	rank, ok := c.admits(a)
	if !ok {
		return nil
	}
	b := c.groupOf(rank)
	s := &seat{agent: a, class: c, group: b, index: int32(len(b.seats)), channel: c.channelIn(a),
		skill: int32(levelSum(c.need.Skills, a.fact.Skills))}
	b.seats = append(b.seats, s)
	a.seats = append(a.seats, s)
	return s
}

// channelIn returns the index of the class's channel among an agent's caps, or -1 if it is not
// capped.
func (c *class) channelIn(a *agent) int16 {
	for i, ch := range a.fact.Channels {
		if ch.Channel == c.need.Channel {
			return int16(i)
		}
	}
	return -1
}

// groupOf returns the group of a rank. It makes it if there is none. A class of a preferred agent
// has one seat, so one lane is enough.
func (c *class) groupOf(r rank) *group {
	i, found := slices.BinarySearchFunc(c.groups, r, func(b *group, r rank) int {
		switch {
		case b.rank == r:
			return 0
		case b.rank.before(r):
			return -1
		}
		return 1
	})
	if !found {
		n := c.order.lanes()
		if c.only != "" {
			n = 1
		}
		c.groups = slices.Insert(c.groups, i, &group{rank: r, lanes: make([]lane, n)})
	}
	return c.groups[i]
}

// leave removes a seat that is in no lane.
//
// A group without seats goes too, so that nextRank asks none in vain.
func (s *seat) leave() {
	b, last := s.group, len(s.group.seats)-1
	b.seats[s.index] = b.seats[last]
	b.seats[s.index].index = s.index
	b.seats[last] = nil
	b.seats = b.seats[:last]
	if last == 0 {
		s.class.groups = slices.DeleteFunc(s.class.groups, func(x *group) bool { return x == b })
	}
}

// wants reports whether the seat's agent takes requests and has room for one of the class now.
func (s *seat) wants() bool {
	a := s.agent
	if !a.ready || a.capacity-a.used < s.class.weight {
		return false
	}
	return s.channel < 0 || a.channels[s.channel] < a.fact.Channels[s.channel].Max
}
