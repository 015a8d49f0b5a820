package routing

import (
	"slices"
	"time"
)

// carryOut writes a decision into the Pool's records, as the package comment asks of every host.
func (p *Pool) carryOut(d *Decision, now int64) {
	if d.Request == "" {
		p.carryOutAgent(d, now)
		return
	}
	q := p.r.requests[d.Request]
	switch d.Kind {
	case GiveUp:
		p.r.dropRequest(q, now)
		p.ends.requestOver(d.Request)
		return
	case Wrapped:
		p.charge(d.Agent, q, -d.Weight, -1, now)
		p.r.dropRequest(q, now)
		p.ends.requestOver(d.Request)
		return
	}
	// The Pool's records are the Router's facts, so a change is made in place, between these two.
	p.r.beginChange(q, now)
	f := &q.fact
	f.Rev++
	switch d.Kind {
	case Offer:
		f.Phase, f.Offered, f.Ring = Offered, d.Offer, d.Ring
		f.Offers = append(f.Offers, PendingOffer{Number: d.Offer, Agent: d.Agent, Deadline: d.Deadline})
	case Assign:
		f.Phase, f.Offered, f.Ring = Active, d.Offer, d.Ring
		f.Agent, f.ActiveSince, f.LastMessage = d.Agent, d.At, d.At
		if len(f.Exclude) > 0 {
			f.Exclude = Owned(f.Exclude, d.Agent)
		}
	case Requeue, Rescind:
		p.takeBack(q, d)
	case Widen:
		f.Ring = d.Ring
	case Admit:
		f.Admitted = true
	case Overflow:
		f.enter(d.Queue, d.At)
	case Idle:
		f.Idle = true
	}
	p.r.endChange(q, now)
	switch d.Kind {
	case Offer, Assign:
		p.chargeTurn(d, q, now)
	case Requeue, Rescind, Idle:
		if a := p.r.agents[d.Agent]; a != nil && d.Why == ReasonExpired {
			// Whoever declines has answered. Only who did not answer has missed it.
			a.fact.Missed++
		}
		p.charge(d.Agent, q, -d.Weight, -1, now)
	}
}

// takeBack ends an offer, or takes a request from its owner.
func (p *Pool) takeBack(q *request, d *Decision) {
	f := &q.fact
	if d.Offer == 0 {
		f.Phase, f.Agent, f.Priority, f.QueueSince, f.Ring, f.Idle = Queued, "", d.Priority, d.At, 0, false
		return
	}
	state := OfferRescinded
	if d.Why == ReasonExpired {
		state = OfferExpired
		f.Exclude = PassOver(f.Exclude, d.Agent, d.At, p.r.cfg.MissFor)
	}
	p.dropOffer(q, d.Agent, state)
	if d.Kind == Requeue && len(f.Offers) == 0 {
		f.Phase = Queued
	}
}

// dropOffer takes an agent's pending offer out of a request's record, and keeps how it ended.
func (p *Pool) dropOffer(q *request, agent string, state OfferState) {
	f := &q.fact
	f.Offers = slices.DeleteFunc(f.Offers, func(o PendingOffer) bool { return o.Agent == agent })
	p.ends.add(f.ID, agent, state)
}

// carryOutAgent is carryOut of a decision that is about an agent alone.
func (p *Pool) carryOutAgent(d *Decision, now int64) {
	a := p.r.agents[d.Agent]
	f := a.fact.clone()
	f.Rev++
	switch d.Kind {
	case Lost, Drained:
		f.Mode = Offline
		f.LostSince = time.Time{}
	case Pause:
		f.Mode, f.Missed = Break, 0
	}
	p.r.changeAgent(a, &f, now)
}

// charge adds units, and n requests of the channel, to an agent's record.
func (p *Pool) charge(agent string, q *request, units, n int, now int64) {
	a := p.r.agents[agent]
	if a == nil || !a.known || units == 0 {
		return
	}
	p.r.rates.agent(a, now)
	p.addLoad(a, q, units, n)
	a.fact.IdleSince = instant(now)
	p.refresh(a, now)
}

// chargeTurn writes an offer or assignment into the agent's record.
func (p *Pool) chargeTurn(d *Decision, q *request, now int64) {
	a := p.r.agents[d.Agent]
	p.addLoad(a, q, d.Weight, 1)
	a.fact.IdleSince, a.fact.Turn = d.At, d.Turn
	p.refresh(a, now)
}

// addLoad changes the loads in an agent's record.
func (p *Pool) addLoad(a *agent, q *request, units, n int) {
	a.fact.Used += units
	for i := range a.fact.Channels {
		if a.fact.Channels[i].Channel == q.channel {
			a.fact.Channels[i].Used += n
		}
	}
}

// refresh makes a change of an agent's load count.
func (p *Pool) refresh(a *agent, now int64) {
	a.fact.Rev++
	a.flight = 0
	a.charges = slices.DeleteFunc(a.charges, func(c charge) bool { return c.seen && c.rev < a.fact.Rev })
	before := a.turn
	p.r.recheckLastResorts(a)
	if a.refresh(p.r.cfg.Misses) {
		p.r.turnChanged(before, a.turn)
		p.r.relink(a)
	}
	if a.fact.Used > a.fact.Capacity {
		p.r.recheckAll(a, now) // offers that are out may have to end
	}
	p.r.scheduleAgent(a, now)
}
