package routing

import (
	"slices"
)

// agent is what the Router knows about an agent: the record, and on top of it the proposals that
// are not in the record yet. An agent that is only referred to (the owner of a session whose record
// has not come yet) is not known.
type agent struct {
	// With proposals:
	standing
	turn     int64
	channels []int // used, by index of fact.Channels
	seats    []*seat

	fact  AgentFact
	known bool

	charges      []charge
	work         []*request // owned by or offered to the agent
	preferredBy  []*request // waiting, and prefer the agent
	flight       Kind       // Lost, Drained or Pause in flight
	timer        timer
	countedUntil int64 // until when the time is accounted for
	usedBefore   int   // the load before the changes at that instant
}

// standing is what the place of an agent's seats depends on: the lane, which has the agents of one
// load, and the place within it. The turn, by which equal agents follow each other, counts besides.
type standing struct {
	used, capacity int
	idle           int64
	ready          bool // takes requests, if there is room
}

// charge is a proposal in flight that takes some of an agent's capacity.
type charge struct {
	req     *request
	number  int
	weight  int
	channel string
	at      int64
	turn    int64
	rev     uint64 // of the agent when proposed
	seen    bool   // the request's record shows it; the agent's own is still to come
}

// refresh computes load, idle time and turn from the record and the charges, and reports whether
// any of them changed.
func (a *agent) refresh(misses int) bool {
	f, was, turned, channels := &a.fact, a.standing, a.turn, a.channelTotal()
	a.used, a.idle, a.turn = clampUnits(f.Used), nano(f.IdleSince), f.Turn
	a.capacity = clampUnits(f.Capacity)
	a.channels = a.channels[:0]
	for _, c := range f.Channels {
		a.channels = append(a.channels, c.Used)
	}
	for i := range a.charges {
		a.addCharge(&a.charges[i])
	}
	a.ready = a.known && f.Mode == Available && f.LostSince.IsZero() && !f.Never &&
		(misses == 0 || f.Missed < misses)
	return was != a.standing || turned != a.turn || channels != a.channelTotal()
}

// channelTotal sums the loads of the channels. One record changes them all in one direction, so a
// different sum means a change.
func (a *agent) channelTotal() int {
	n := 0
	for _, u := range a.channels {
		n += u
	}
	return n
}

// addCharge adds a charge to load, idle time and turn.
func (a *agent) addCharge(c *charge) {
	a.used += c.weight
	a.idle = max(a.idle, c.at)
	a.turn = max(a.turn, c.turn)
	for i := range a.fact.Channels {
		if a.fact.Channels[i].Channel == c.channel {
			a.channels[i]++
		}
	}
}

// clampUnits bounds a number of units that a host says, so that no sum of them overflows.
func clampUnits(n int) int { return min(max(n, 0), maxUnits) }

// gone reports whether the agent can look after no request: unknown, signed out, or lost for longer
// than the grace.
func (r *Router) gone(a *agent, now int64) bool {
	return !a.known || a.fact.Mode == Offline || r.graceOver(a, now)
}

// graceOver reports whether an agent has been lost for longer than Config.Grace.
func (r *Router) graceOver(a *agent, now int64) bool {
	return !a.fact.LostSince.IsZero() && later(nano(a.fact.LostSince), r.cfg.Grace) <= now
}

// sameSeats reports whether a new record leaves the agent in the same classes.
func (a *agent) sameSeats(f *AgentFact) bool {
	return a.known && a.fact.Tier == f.Tier && slices.Equal(a.fact.Skills, f.Skills) &&
		slices.Equal(a.fact.Languages, f.Languages) &&
		slices.Equal(a.fact.Queues, f.Queues) &&
		slices.EqualFunc(a.fact.Channels, f.Channels, func(x, y ChannelLoad) bool { return x.Channel == y.Channel })
}

// copyFrom takes over a record, into the memory of the last one.
func (a *agent) copyFrom(f *AgentFact) {
	skills, queues, channels, languages := a.fact.Skills, a.fact.Queues, a.fact.Channels, a.fact.Languages
	a.fact = *f
	a.fact.Skills = append(skills[:0], f.Skills...)
	a.fact.Queues = append(queues[:0], f.Queues...)
	a.fact.Channels = append(channels[:0], f.Channels...)
	a.fact.Languages = append(languages[:0], f.Languages...)
	a.known = true
}

// view returns the agent as a strategy sees it: with the load of the proposals in flight.
func (a *agent) view() AgentView {
	f := &a.fact
	return AgentView{ID: f.ID, Tier: f.Tier, Capacity: a.capacity, Used: a.used, Share: max(f.Share, 1),
		Turn: a.turn, Busy: f.Busy, IdleSince: instant(a.idle), Skills: f.Skills}
}

// relink puts the agent's seats into the lanes of the present load, and marks the classes where
// somebody waits and the agent has room now.
func (r *Router) relink(a *agent) {
	a.relinkSeats()
	for _, s := range a.seats {
		if s.lane != nil && s.class.line.n > 0 {
			r.markChanged(s.class)
		}
	}
}

// relinkSeats is relink without the marks. It takes all seats out before it puts the first one
// back: with many agents each seat is a cache miss, and in this order the misses overlap.
func (a *agent) relinkSeats() {
	a.unlink()
	for _, s := range a.seats {
		s.linkIfRoom()
	}
}

// linkIfRoom puts a seat into the lane of its agent's load, if the agent has room.
func (s *seat) linkIfRoom() {
	if s.wants() {
		lane, byIdle := s.class.order.lane(s.agent)
		if len(s.group.lanes) == 1 {
			lane, byIdle = 0, false
		}
		s.group.link(s, lane, byIdle)
	}
}

// unlink takes all seats out of their lanes. It must come before any change of what their order
// depends on.
func (a *agent) unlink() {
	for _, s := range a.seats {
		if s.lane != nil {
			s.group.unlink(s)
		}
	}
}
