package routing

import (
	"slices"
)

// agent is what the Router knows of one: the record, and on top the proposals
// that are not in the record yet. An agent that is only referred to (the owner
// of a session whose record has not come yet) is not known.
type agent struct {
	// With proposals:
	standing
	turn     int64
	channels []int // used, by index of fact.Channels
	seats    []*seat

	fact  AgentFact
	known bool

	charges []charge
	work    []*request // owned by or offered to the agent
	fans    []*request // waiting, and prefer the agent
	flight  Kind       // Lost, Drained or Pause in flight
	timer   timer
	counted int64 // until when the time is accounted for
	before  int   // the load before the changes at that instant
}

// standing is what places an agent in the lanes, beside the turn.
type standing struct {
	used, capacity int
	idle           int64
	ready          bool // takes requests, if there is room
}

// charge is a proposal in flight on an agent.
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

// refresh works out load, idle time and turn from the record and the charges,
// and reports whether anything came out differently.
func (a *agent) refresh(misses int) bool {
	f, was, turned, channels := &a.fact, a.standing, a.turn, a.taken()
	a.used, a.idle, a.turn = clampUnits(f.Used), nano(f.IdleSince), f.Turn
	a.capacity = clampUnits(f.Capacity)
	a.channels = a.channels[:0]
	for _, c := range f.Channels {
		a.channels = append(a.channels, c.Used)
	}
	for i := range a.charges {
		a.bear(&a.charges[i])
	}
	a.ready = a.known && f.Mode == Available && f.LostSince.IsZero() && !f.Never &&
		(misses == 0 || f.Missed < misses)
	return was != a.standing || turned != a.turn || channels != a.taken()
}

// taken sums up the channels' loads: a single record changes them in one direction.
func (a *agent) taken() int {
	n := 0
	for _, u := range a.channels {
		n += u
	}
	return n
}

// bear adds a charge to the effective load.
func (a *agent) bear(c *charge) {
	a.used += c.weight
	a.idle = max(a.idle, c.at)
	a.turn = max(a.turn, c.turn)
	for i := range a.fact.Channels {
		if a.fact.Channels[i].Channel == c.channel {
			a.channels[i]++
		}
	}
}

func clampUnits(n int) int { return min(max(n, 0), maxUnits) }

// gone reports whether the agent can look after nobody: unknown, signed out,
// or lost for longer than the grace.
func (r *Router) gone(a *agent, now int64) bool {
	return !a.known || a.fact.Mode == Offline || r.graceOver(a, now)
}

func (r *Router) graceOver(a *agent, now int64) bool {
	return !a.fact.LostSince.IsZero() && later(nano(a.fact.LostSince), r.cfg.Grace) <= now
}

// sameSeats reports whether the new record leaves the agent in the same classes.
func (a *agent) sameSeats(f *AgentFact) bool {
	return a.known && a.fact.Tier == f.Tier && slices.Equal(a.fact.Skills, f.Skills) &&
		slices.Equal(a.fact.Queues, f.Queues) &&
		slices.EqualFunc(a.fact.Channels, f.Channels, func(x, y ChannelLoad) bool { return x.Channel == y.Channel })
}

// take copies a record, reusing what was there.
func (a *agent) take(f *AgentFact) {
	skills, queues, channels := a.fact.Skills, a.fact.Queues, a.fact.Channels
	a.fact = *f
	a.fact.Skills = append(skills[:0], f.Skills...)
	a.fact.Queues = append(queues[:0], f.Queues...)
	a.fact.Channels = append(channels[:0], f.Channels...)
	a.known = true
}

func (a *agent) view() AgentView {
	f := &a.fact
	return AgentView{ID: f.ID, Tier: f.Tier, Capacity: a.capacity, Used: a.used, Share: max(f.Share, 1),
		Turn: a.turn, Busy: f.Busy, IdleSince: instant(a.idle), Skills: f.Skills}
}

// relink puts the agent's seats where the present load belongs, and heats the
// classes where there is room now and somebody waits.
func (r *Router) relink(a *agent) {
	a.reseat()
	for _, s := range a.seats {
		if s.lane != nil && s.class.line.n > 0 {
			r.heat(s.class)
		}
	}
}

// reseat is relink without the heat. All seats are taken out before the first
// is put back: with many agents every one is a cache miss, and so they overlap.
func (a *agent) reseat() {
	a.loosen()
	for _, s := range a.seats {
		s.settle()
	}
}

// settle puts a loose seat where it belongs.
func (s *seat) settle() {
	if s.wants() {
		level, alone := s.class.order.level(s.agent)
		if len(s.bench.lanes) == 1 {
			level, alone = 0, false
		}
		s.bench.link(s, level, alone)
	}
}

// loosen takes all seats out of their lanes. It must come before a change of
// what a heap orders them by.
func (a *agent) loosen() {
	for _, s := range a.seats {
		if s.lane != nil {
			s.bench.unlink(s)
		}
	}
}
