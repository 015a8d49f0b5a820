package routing

import (
	"fmt"
	"maps"
	"slices"
)

// Snapshot copies all that the Router knows. A Router that Restore makes of it, with the same
// Config, goes on exactly as this one would.
//
// Whatever a pick depends on is in the facts, so but for what the rates learnt it is no more than
// the facts, and what is in flight.
func (r *Router) Snapshot() State {
	s := State{Now: r.last}
	for _, a := range r.agents { // so that the rates count until now
		r.rates.agent(a, r.last)
	}
	for _, id := range slices.Sorted(maps.Keys(r.agents)) {
		a := r.agents[id]
		if a.known {
			s.Agents = append(s.Agents, a.fact.clone())
		}
		if a.flight != 0 {
			s.InFlight = append(s.InFlight, InFlight{Decision: Decision{Kind: a.flight, Agent: id, AgentRev: a.fact.Rev}})
		}
		for _, c := range a.charges {
			if c.seen {
				s.InFlight = append(s.InFlight, InFlight{Seen: true, Channel: c.channel, Decision: Decision{Kind: Offer, Agent: id,
					Offer: c.number, Weight: c.weight, At: instant(c.at), Turn: c.turn, AgentRev: c.rev}})
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.requests)) {
		q := r.requests[id]
		if q.known {
			s.Requests = append(s.Requests, q.fact.clone())
		}
		s.Offers = append(s.Offers, q.offerFacts...)
		for _, d := range q.pending {
			s.InFlight = append(s.InFlight, InFlight{Decision: d})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.queues)) {
		if r.queues[id].full {
			s.Full = append(s.Full, id)
		}
	}
	r.rates.save(&s)
	return s
}

// Restore makes a Router from a State. It fails on an invalid config, and with ErrInvalidState on a
// State no Snapshot returns.
func Restore(cfg Config, s State) (*Router, error) {
	r, err := New(cfg)
	if err != nil {
		return nil, err
	}
	now := instant(s.Now)
	r.last = s.Now
	for i := range s.Agents {
		r.Set(now, &s.Agents[i])
	}
	for i := range s.Requests {
		r.Set(now, &s.Requests[i])
	}
	for i := range s.Offers {
		r.Set(now, &s.Offers[i])
	}
	for _, f := range s.InFlight {
		if err := r.resume(f, s.Now); err != nil {
			return nil, err
		}
	}
	for id, q := range r.queues {
		q.full = slices.Contains(s.Full, id)
	}
	r.rates.load(s)
	for _, a := range r.agents {
		a.countedUntil, a.usedBefore = s.Now, a.used
	}
	return r, nil
}

// resume puts a proposal back in flight.
func (r *Router) resume(f InFlight, now int64) error {
	// What a proposal charges is in no record until its facts come.
	d := f.Decision
	if f.Seen {
		r.charge(r.agentOf(d.Agent), charge{number: d.Offer, weight: d.Weight, channel: f.Channel, at: nano(d.At), turn: d.Turn,
			rev: d.AgentRev, seen: true})
		return nil
	}
	if d.Request == "" {
		if a := r.agents[d.Agent]; a != nil {
			a.flight = d.Kind
			r.scheduleAgent(a, now)
		}
		return nil
	}
	q := r.requests[d.Request]
	if q == nil || !q.known {
		return fmt.Errorf("%w: proposal for unknown request %q", ErrInvalidState, d.Request)
	}
	if d.Kind.leaves() {
		r.leave(q)
	}
	switch d.Kind {
	case Overflow, GiveUp:
		r.count(q, false)
	case Offer, Assign:
		r.charge(r.agentOf(d.Agent), charge{req: q, number: d.Offer, weight: d.Weight, channel: q.channel, at: nano(d.At),
			turn: d.Turn, rev: d.AgentRev})
	}
	q.pending = append(q.pending, d)
	r.alarms.drop(&q.timer)
	return nil
}

// charge adds a charge to an agent.
func (r *Router) charge(a *agent, c charge) {
	a.charges = append(a.charges, c)
	a.addCharge(&a.charges[len(a.charges)-1])
	if a.known {
		r.turnChanged(c.turn, c.turn)
	}
	a.relinkSeats()
}

// clone copies a fact with its lists, so that neither copy changes with the other.
func (f AgentFact) clone() AgentFact {
	f.Skills, f.Queues, f.Channels = copied(f.Skills), copied(f.Queues), copied(f.Channels)
	f.Languages = copied(f.Languages)
	return f
}

func (f RequestFact) clone() RequestFact {
	f.Skills, f.Exclude, f.Offers = copied(f.Skills), copied(f.Exclude), copied(f.Offers)
	return f
}

// copied returns a copy, and nil for an empty slice, so that equal facts are equal in every way.
func copied[T any](s []T) []T { return append([]T(nil), s...) }
