package routing

import (
	"slices"
	"time"
)

// class is one set of requirements that requests share: queue, channel, weight
// and skills at a ring. It keeps the agents who meet them and have room, and
// the requests that wait for one.
type class struct {
	line    line // first, with the weight: what is looked at most
	weight  int
	key     string
	need    Requirement
	extra   []string      // further queues whose agents may serve
	only    string        // the preferred agent, or ""
	open    time.Duration // agents with a membership delay up to this
	queue   *queue
	order   order
	benches []*bench // by rank
	hot     bool     // something changed since the last match
	dead    bool     // dropped
	pinned  bool     // never dropped
	cursor  int      // used while matching
	at      *bench
	first   int // while estimating a wait: how many of the line go first
	shared  int // and how many of the agents could serve who is asked about
}

// admits tells whether an agent meets the class's requirements, and with which
// rank, whatever the agent's mode and load.
func (c *class) admits(a *agent) (rank, bool) {
	if c.only != "" && a.fact.ID != c.only {
		return rank{}, false
	}
	priority, ok := c.membership(a)
	if !ok {
		return rank{}, false
	}
	for _, s := range c.need.Skills {
		if levelOf(a.fact.Skills, s.Name) < s.Level {
			return rank{}, false
		}
	}
	return rank{a.fact.Tier, priority}, true
}

// membership is the agent's best priority for the class's queues.
func (c *class) membership(a *agent) (priority int, ok bool) {
	if len(a.fact.Queues) == 0 {
		return 0, true
	}
	for _, m := range a.fact.Queues {
		if (m.Queue == c.need.Queue || slices.Contains(c.extra, m.Queue)) && m.Delay <= c.open {
			if !ok || m.Priority < priority {
				priority, ok = m.Priority, true
			}
		}
	}
	return priority, ok
}

// join lets an agent in, if the requirements are met. The seat is loose.
func (r *Router) join(c *class, a *agent) *seat {
	r.steps++
	rank, ok := c.admits(a)
	if !ok {
		return nil
	}
	b := c.benchOf(rank)
	s := &seat{agent: a, class: c, bench: b, index: int32(len(b.seats)), channel: c.channelIn(a),
		skill: int32(levelSum(c.need.Skills, a.fact.Skills))}
	b.seats = append(b.seats, s)
	a.seats = append(a.seats, s)
	return s
}

// channelIn is the index of the class's channel in an agent's caps, or -1.
func (c *class) channelIn(a *agent) int16 {
	for i, ch := range a.fact.Channels {
		if ch.Channel == c.need.Channel {
			return int16(i)
		}
	}
	return -1
}

func (c *class) benchOf(r rank) *bench {
	i, found := slices.BinarySearchFunc(c.benches, r, func(b *bench, r rank) int {
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
		c.benches = slices.Insert(c.benches, i, &bench{rank: r, lanes: make([]lane, n)})
	}
	return c.benches[i]
}

// leave takes a loose seat away for good.
func (s *seat) leave() {
	b, last := s.bench, len(s.bench.seats)-1
	b.seats[s.index] = b.seats[last]
	b.seats[s.index].index = s.index
	b.seats[last] = nil
	b.seats = b.seats[:last]
	if last == 0 {
		s.class.benches = slices.DeleteFunc(s.class.benches, func(x *bench) bool { return x == b })
	}
}

// wants tells whether the seat's agent has room for the class now.
func (s *seat) wants() bool {
	a := s.agent
	if !a.ready || a.capacity-a.used < s.class.weight {
		return false
	}
	return s.channel < 0 || a.channels[s.channel] < a.fact.Channels[s.channel].Max
}
