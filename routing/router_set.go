package routing

import (
	"slices"
	"time"
)

// Set takes in a record as it is now. A fact whose revision is not above the known one is ignored,
// but for what is Unrevised, and so is one without an id. Set decides nothing: what follows from it
// comes from the next Advance.
func (r *Router) Set(now time.Time, f Fact) {
	r.last = nano(now)
	switch f := f.(type) {
	case AgentFact:
		r.setAgent(now, &f)
	case *AgentFact:
		r.setAgent(now, f)
	case RequestFact:
		r.setRequest(now, &f)
	case *RequestFact:
		r.setRequest(now, f)
	case OfferFact:
		r.setOffer(now, &f)
	case *OfferFact:
		r.setOffer(now, f)
	}
}

// setAgent takes in an agent's record, or that it is gone.
func (r *Router) setAgent(now time.Time, f *AgentFact) {
	if f == nil || f.ID == "" || r.removed.stale(recordID{true, f.ID}, f.Rev) {
		return
	}
	a := r.agents[f.ID]
	if a != nil && a.known && f.Rev <= a.fact.Rev {
		return
	}
	if f.Gone {
		r.removed.add(recordID{true, f.ID}, f.Rev)
		if a != nil {
			r.removeAgent(a, nano(now))
		}
		return
	}
	r.changeAgent(r.agentOf(f.ID), f, nano(now))
}

// changeAgent takes over an agent's newer record, and corrects everything that depends on it.
func (r *Router) changeAgent(a *agent, f *AgentFact, now int64) {
	r.rates.agent(a, now)
	same := a.sameSeats(f)
	ends := !same || f.Capacity < a.fact.Capacity || f.Used > f.Capacity // offers that are out may
	moved := !a.known || a.fact.Mode != f.Mode || a.fact.Never != f.Never || !a.fact.LostSince.Equal(f.LostSince)
	before := a.turn
	r.languages.change(a, f)
	r.recheckLastResorts(a)
	stood := a.standing
	if !same {
		r.unseat(a)
	}
	if !a.known || !slices.Equal(a.fact.Queues, f.Queues) { // the new ones first, so that those that stay are no change
		r.addMemberships(a, f.Queues, now)
		if a.known {
			r.removeMemberships(a, a.fact.Queues, now)
		}
	}
	a.copyFrom(f)
	// Whatever was proposed about the agent, the new record shows it, or rules it out.
	a.flight = 0
	a.charges = slices.DeleteFunc(a.charges, func(c charge) bool { return c.seen && c.rev < f.Rev })
	a.refresh(r.cfg.Misses)
	r.turnChanged(before, a.turn)
	if !same {
		r.seat(a)
	}
	r.relink(a)
	if !same || stood.ready != a.ready || stood.capacity != a.capacity {
		r.languages.recheck(&r.alarms, now)
	}
	if moved || ends {
		r.recheckAll(a, now)
	}
	r.scheduleAgent(a, now)
}

// removeAgent deletes an agent's record. Requests may still refer to the agent.
func (r *Router) removeAgent(a *agent, now int64) {
	r.rates.agent(a, now)
	r.recheckLastResorts(a)
	r.unseat(a)
	if a.known {
		r.removeMemberships(a, a.fact.Queues, now)
	}
	before := a.turn
	r.languages.change(a, &AgentFact{})
	a.fact = AgentFact{ID: a.fact.ID}
	a.known, a.flight = false, 0
	a.refresh(r.cfg.Misses)
	r.turnChanged(before, 0)
	r.recheckAll(a, now)
	r.languages.recheck(&r.alarms, now)
	r.alarms.drop(&a.timer)
	r.forgetUnknown(a)
}

// unseat takes an agent out of all classes.
func (r *Router) unseat(a *agent) {
	a.unlink()
	for i, s := range a.seats {
		s.leave()
		a.seats[i] = nil
	}
	a.seats = a.seats[:0]
}

// recheckAll sets the timers of all requests that depend on an agent's presence to now.
func (r *Router) recheckAll(a *agent, now int64) {
	for _, q := range a.work {
		r.recheck(q, now)
	}
	for _, q := range a.preferredBy {
		r.recheck(q, now)
	}
}

// recheck sets a request's timer to now, so that the next Advance checks what is due about it.
func (r *Router) recheck(q *request, now int64) { r.alarms.set(&q.timer, now) }

// turnChanged keeps the highest turn up to date, or marks it to be found again.
func (r *Router) turnChanged(before, after int64) {
	if after >= r.turn {
		r.turn = after
	} else if before == r.turn && after < before {
		r.turned = true
	}
}

// highestTurn returns the highest turn of the known agents, at least 0.
func (r *Router) highestTurn() int64 {
	if r.turned {
		r.turn, r.turned = 0, false
		for _, a := range r.agents {
			if a.known {
				r.turn = max(r.turn, a.turn)
			}
		}
	}
	return r.turn
}
