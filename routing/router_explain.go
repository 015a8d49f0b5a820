package routing

import (
	"maps"
	"slices"
)

// Explain says of every known agent, in order of id, why they do not get a waiting request, or that
// they are next. Of a request that is offered, owned, or proposed to an agent but not confirmed, it
// says who has it and why, as things stood when they were chosen, and why the others have not, as
// things stand now. It is nil for an unknown request. It costs O(agents) when asked and nothing
// otherwise. The time is that of the latest Advance or Set.
func (r *Router) Explain(id string) []Verdict {
	q := r.requests[id]
	if q == nil || !q.known {
		return nil
	}
	t := r.trial(q)
	vs := make([]Verdict, 0, len(r.agents))
	for _, id := range slices.Sorted(maps.Keys(r.agents)) {
		if a := r.agents[id]; a.known {
			vs = append(vs, r.verdict(t, a))
		}
	}
	return vs
}

// trial is what Explain needs for one request: a class like its own, in which nobody is seated.
type trial struct {
	q          *request
	class      *class
	later      []*class // the classes of the rings still to come
	now        int64
	best       *seat
	holds      []string // agents who own the request or have an offer of it
	lastResort int64    // see lastResort
}

// trial asks of every agent what the match would ask. It seats nobody, so nothing of the Router
// changes; what it writes into the request for a moment it puts back.
func (r *Router) trial(q *request) *trial {
	t := &trial{q: q, now: r.last}
	for _, o := range q.offers {
		t.holds = append(t.holds, o.Agent)
	}
	for _, d := range q.pending {
		if d.Kind == Offer || d.Kind == Assign {
			t.holds = append(t.holds, d.Agent)
		}
	}
	if q.fact.Agent != "" {
		t.holds = append(t.holds, q.fact.Agent)
	}
	at := q.ring
	t.class = r.classFor(q, t.now)
	if !r.sticky(q, t.now) {
		t.class.language = q.languageNow(r, t.class.maxDelay, t.now)
	}
	for q.ring = at + 1; q.ring <= len(q.queue.Rings); q.ring++ {
		t.later = append(t.later, r.classFor(q, t.now))
	}
	q.ring = at
	t.lastResort = r.lastResortOf(t)
	for _, a := range r.agents {
		rank, ok := t.class.admits(a)
		if !ok || !a.known || !a.ready || t.bars(a) && !slices.Contains(t.holds, a.fact.ID) {
			continue
		}
		s := t.seat(a, rank)
		if s.wants() && (t.best == nil || s.better(t.best)) {
			t.best = s
		}
	}
	return t
}

// lastResortOf returns what the match would find for the end of a last resort: 0 while somebody has
// the request.
func (r *Router) lastResortOf(t *trial) int64 {
	if len(t.q.fact.Exclude) == 0 || len(t.holds) > 0 || t.q.locked() || t.q.queue.Manual || r.sticky(t.q, t.now) {
		return 0
	}
	l := lastResort{q: t.q, now: t.now}
	for _, a := range r.agents {
		if _, ok := t.class.admits(a); ok && a.known {
			l.consider(&seat{agent: a, class: t.class, channel: t.class.channelIn(a)})
		}
	}
	return l.end
}

// bars is request.bars, with the request's last resort taken into account.
func (t *trial) bars(a *agent) bool {
	t.q.lastResort = t.lastResort
	defer func() { t.q.lastResort = 0 }()
	return t.q.bars(a, t.now)
}

// classFor returns a class like that of the request now. It is none of the Router's.
func (r *Router) classFor(q *request, now int64) *class {
	need, extra := r.minima(q)
	c := &class{queue: q.queue, order: orderOf(q.queue.Strategy), extra: slices.Clone(extra)}
	c.maxDelay, _ = r.helpFor(q, now)
	c.weight = q.weight
	c.need = Requirement{q.queue.ID, q.channel, q.weight, slices.Clone(need)}
	return c
}

// seat returns an agent's seat in the trial. The charge of the request itself is left out, in a
// copy of the agent.
func (t *trial) seat(a *agent, rk rank) *seat {
	s := &seat{agent: a, class: t.class, group: &group{rank: rk}, channel: t.class.channelIn(a),
		skill: int32(levelSum(t.class.need.Skills, a.fact.Skills))}
	if slices.Contains(t.holds, a.fact.ID) && !t.q.fact.Idle && t.q.fact.Phase <= Active {
		b := *a
		b.channels = slices.Clone(a.channels)
		b.used = max(0, a.used-t.q.weight)
		if s.channel >= 0 {
			b.channels[s.channel] = max(0, b.channels[s.channel]-1)
		}
		for _, c := range t.q.chosen {
			if c.agent == a.fact.ID {
				b.idle, b.turn = c.idle, c.turn
			}
		}
		s.agent = &b
	}
	return s
}

// better compares seats by rank, then by strategy.
func (s *seat) better(o *seat) bool {
	if s.group.rank != o.group.rank {
		return s.group.rank.before(o.group.rank)
	}
	return s.before(o)
}
