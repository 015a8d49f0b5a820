package routing

import (
	"fmt"
	"slices"
	"time"
)

// Accept gives a request to an agent who has an offer of it. Accepting again is no error. Every
// other offer of it is rescinded. If the offer is over, the error is an [*OfferGoneError] with its
// state.
func (p *Pool) Accept(now time.Time, id, agent string) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, p.late(id, agent, err)
	}
	if q.fact.Agent == agent && q.fact.Phase != Wrapping && q.offerTo(agent) < 0 {
		return p.out, nil
	}
	if q.offerTo(agent) < 0 {
		return p.out, p.offerGone(q, agent)
	}
	if q.fact.Agent != "" { // a transfer: the old owner gives it up
		p.charge(q.fact.Agent, q, -q.charged(q.fact.Agent), -1, p.r.last)
	}
	p.makeOwner(q, agent, now)
	if a := p.r.agents[agent]; a.fact.Missed > 0 {
		a.fact.Missed = 0
		p.refresh(a, p.r.last)
	}
	return p.run(now), nil
}

// makeOwner makes an agent the owner of a request that the agent is charged for already.
func (p *Pool) makeOwner(q *request, agent string, now time.Time) {
	p.r.beginChange(q, p.r.last)
	f := &q.fact
	f.Rev++
	f.Phase, f.Agent, f.Idle = Active, agent, false
	if len(f.Exclude) > 0 {
		f.Exclude = Owned(f.Exclude, agent)
	}
	f.ActiveSince, f.LastMessage = p.r.utc(now), p.r.utc(now)
	f.Offers = slices.DeleteFunc(f.Offers, func(o PendingOffer) bool { return o.Agent == agent })
	p.r.endChange(q, p.r.last)
}

// Decline refuses an offer: the request keeps its place, and the agent does not get it again for
// Config.DeclineFor, or sooner as a last resort.
func (p *Pool) Decline(now time.Time, id, agent string) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, p.late(id, agent, err)
	}
	if q.offerTo(agent) < 0 {
		return p.out, p.offerGone(q, agent)
	}
	p.r.beginChange(q, p.r.last)
	q.fact.Rev++
	q.fact.Exclude = PassOver(q.fact.Exclude, agent, now, p.r.cfg.DeclineFor)
	p.dropOffer(q, agent, OfferDeclined)
	if q.fact.Phase == Offered && len(q.fact.Offers) == 0 {
		q.fact.Phase = Queued
	}
	p.r.endChange(q, p.r.last)
	p.charge(agent, q, -q.weight, -1, p.r.last)
	return p.run(now), nil
}

// Pick gives a waiting request to an agent by hand: the agent takes it from the queue, or a
// supervisor hands it over. Pending offers are rescinded. It answers ErrAtCapacity unless force is
// set; a load above the capacity blocks offers until it is below. Exclusions, skills and modes are
// not looked at.
func (p *Pool) Pick(now time.Time, id, agent string, force bool) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, err
	}
	a := p.r.agents[agent]
	if a == nil || !a.known {
		return p.out, fmt.Errorf("%w: agent %q", ErrUnknown, agent)
	}
	if q.fact.Phase > Offered {
		return p.out, fmt.Errorf("%w: request %q is %s", ErrNotAllowed, id, q.fact.Phase)
	}
	if q.offerTo(agent) < 0 {
		if a.capacity-a.used < q.weight && !force {
			return p.out, fmt.Errorf("%w: %d of %d units used by %q", ErrAtCapacity, a.used, a.capacity, agent)
		}
		p.charge(agent, q, q.weight, 1, p.r.last)
	}
	p.makeOwner(q, agent, now)
	return p.run(now), nil
}

// offerTo returns the index of an agent's pending offer, or -1.
func (q *request) offerTo(agent string) int {
	return slices.IndexFunc(q.fact.Offers, func(o PendingOffer) bool { return o.Agent == agent })
}

// offerGone returns the error that says what became of an agent's offer.
func (p *Pool) offerGone(q *request, agent string) error {
	e := &OfferGoneError{Request: q.fact.ID, Agent: agent, State: p.ends.state(q.fact.ID, agent)}
	switch {
	case q.fact.Agent != agent:
	case q.fact.Phase == Wrapping:
		e.State = OfferWrapping
	default:
		e.State = OfferAccepted
	}
	return e
}

// late returns the error for an answer to an offer of a request that is over: how the offer ended,
// if that is known, else err.
func (p *Pool) late(id, agent string, err error) error {
	if state := p.ends.state(id, agent); state != OfferUnknown {
		return &OfferGoneError{Request: id, Agent: agent, State: state}
	}
	return err
}
