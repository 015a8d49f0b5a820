package routing

import (
	"maps"
	"slices"
)

// Explain says of every known agent, in order of id, why they do not get a
// waiting request, or who is next; of a request that is offered, owned or in
// flight, who has it, why, and why not the others: as things stand now, but
// for the one chosen as they stood then. It is nil for an unknown request. It costs O(agents) when
// asked and nothing otherwise. Times are measured at the latest Advance or Set.
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

// trial is a class made for one question, with nobody seated.
type trial struct {
	q     *request
	class *class
	later []*class // of the rings still to come
	now   int64
	best  *seat
	holds []string // agents who have it
	lift  int64    // see request.liftOf
}

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
	for q.ring = at + 1; q.ring <= len(q.queue.Rings); q.ring++ {
		t.later = append(t.later, r.classFor(q, t.now))
	}
	q.ring = at
	t.lift = r.lift(t)
	for _, a := range r.agents {
		rank, ok := t.class.admits(a)
		if !ok || !a.known || !a.ready || t.bars(a) && !slices.Contains(t.holds, a.fact.ID) {
			continue
		}
		s := t.seat(a, rank)
		if s.wants() && (t.best == nil || s.ahead(t.best)) {
			t.best = s
		}
	}
	return t
}

// lift is what the match would find: nothing while somebody has the request.
func (r *Router) lift(t *trial) int64 {
	if len(t.q.fact.Exclude) == 0 || len(t.holds) > 0 || t.q.locked() || t.q.queue.Manual || r.sticky(t.q, t.now) {
		return 0
	}
	l := lift{q: t.q, now: t.now}
	for _, a := range r.agents {
		if _, ok := t.class.admits(a); ok && a.known {
			l.look(&seat{agent: a, class: t.class, channel: t.class.channelIn(a)})
		}
	}
	return l.end
}

// bars is request.bars with what is lifted.
func (t *trial) bars(a *agent) bool {
	t.q.lift = t.lift
	defer func() { t.q.lift = 0 }()
	return t.q.bars(a, t.now)
}

// classFor is a class like the request's, outside the Router's own.
func (r *Router) classFor(q *request, now int64) *class {
	need, extra := r.minima(q)
	c := &class{queue: q.queue, order: orderOf(q.queue.Strategy), extra: slices.Clone(extra)}
	c.open, _ = r.helpFor(q, now)
	c.weight = q.weight
	c.need = Requirement{q.queue.ID, q.channel, q.weight, slices.Clone(need)}
	return c
}

// seat is an agent's seat in the trial, in a copy without the request's own charge.
func (t *trial) seat(a *agent, rk rank) *seat {
	s := &seat{agent: a, class: t.class, bench: &bench{rank: rk}, channel: t.class.channelIn(a),
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

// ahead orders seats by rank, then strategy.
func (s *seat) ahead(o *seat) bool {
	if s.bench.rank != o.bench.rank {
		return s.bench.rank.before(o.bench.rank)
	}
	return s.before(o)
}
