package routing

import (
	"fmt"
	"time"
)

// Complete ends an owned request. With Config.WrapFor the agent writes it up first and keeps
// Config.WrapWeight of it, until EndWrap or the time is over.
func (p *Pool) Complete(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	q, err := p.owned(id)
	if err != nil {
		return p.out, err
	}
	return p.complete(now, q), nil
}

// complete ends the work on a request that an agent owns: at once, or by a wrap-up.
func (p *Pool) complete(now time.Time, q *request) []Decision {
	if p.r.cfg.WrapFor == 0 {
		p.release(q)
		return p.run(now)
	}
	owner, had := q.fact.Agent, q.charged(q.fact.Agent)
	for _, o := range q.fact.Offers { // a transfer nobody answered
		p.charge(o.Agent, q, -q.weight, -1, p.r.last)
	}
	p.r.beginChange(q, p.r.last)
	f := &q.fact
	f.Rev++
	f.Offers = f.Offers[:0]
	f.Phase, f.Idle, f.WrapUntil = Wrapping, false, p.r.utc(now).Add(p.r.cfg.WrapFor)
	f.WrapWeight = p.r.wrapWeight(had)
	keep, chats := f.WrapWeight, 0
	if keep == 0 { // a request counts on its channel while it charges anything
		chats = -1
	}
	p.r.endChange(q, p.r.last)
	p.charge(owner, q, keep-had, chats, p.r.last)
	return p.run(now)
}

// wrapWeight returns what a wrap-up keeps of a charge.
func (r *Router) wrapWeight(charged int) int {
	switch w := r.cfg.WrapWeight; {
	case w < 0:
		return 0
	case w == 0:
		return charged
	default:
		return min(w, charged)
	}
}

// EndWrap ends a wrap-up before its time.
func (p *Pool) EndWrap(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, err
	}
	if q.fact.Phase != Wrapping {
		return p.out, fmt.Errorf("%w: request %q is %s", ErrNotAllowed, id, q.fact.Phase)
	}
	p.release(q)
	return p.run(now), nil
}

// Transfer moves an owned request to another queue, where it keeps its place by arrival and its
// owner does not get it again until somebody else had it, or, if agent is not empty, offers it to
// that agent, whatever their mode and skills; the owner keeps it until the offer is accepted.
func (p *Pool) Transfer(now time.Time, id, queue, agent string) ([]Decision, error) {
	p.begin(now)
	q, err := p.owned(id)
	if err != nil {
		return p.out, err
	}
	if agent != "" {
		return p.offerTransfer(now, q, agent)
	}
	if p.r.queueOf(queue).unlisted {
		return p.out, fmt.Errorf("%w: queue %q", ErrNoRoute, queue)
	}
	for _, o := range q.fact.Offers {
		p.charge(o.Agent, q, -q.weight, -1, p.r.last)
	}
	p.charge(q.fact.Agent, q, -q.charged(q.fact.Agent), -1, p.r.last)
	p.r.beginChange(q, p.r.last)
	f := &q.fact
	f.Rev++
	owner := f.Agent
	f.Phase, f.Agent, f.Idle, f.Offers = Queued, "", false, f.Offers[:0]
	f.enter(queue, p.r.utc(now))
	f.handOn(owner, p.r.utc(now))
	p.r.endChange(q, p.r.last)
	return p.run(now), nil
}

// offerTransfer offers an owned request to another agent by name.
func (p *Pool) offerTransfer(now time.Time, q *request, agent string) ([]Decision, error) {
	a := p.r.agents[agent]
	switch {
	case a == nil || !a.known:
		return p.out, fmt.Errorf("%w: agent %q", ErrUnknown, agent)
	case agent == q.fact.Agent || q.offerTo(agent) >= 0:
		return p.out, fmt.Errorf("%w: %q has request %q", ErrNotAllowed, agent, q.fact.ID)
	case a.capacity-a.used < q.weight:
		return p.out, fmt.Errorf("%w: %d of %d units used by %q", ErrAtCapacity, a.used, a.capacity, agent)
	}
	p.charge(agent, q, q.weight, 1, p.r.last)
	p.r.beginChange(q, p.r.last)
	f := &q.fact
	f.Rev++
	f.Offered++
	d := Decision{Kind: Offer, Request: f.ID, Agent: agent, Offer: f.Offered, Deadline: p.r.utc(now).Add(q.offerFor(p.r)),
		At: p.r.utc(now), Queue: f.Queue, Weight: q.weight, Turn: a.turn}
	f.Offers = append(f.Offers, PendingOffer{Number: d.Offer, Agent: agent, Deadline: d.Deadline, Transfer: true})
	p.r.endChange(q, p.r.last)
	p.out = append(p.out, d)
	return p.run(now), nil
}

// Hold parks an active request; it keeps its slot. Message takes it up again.
func (p *Pool) Hold(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	q, err := p.owned(id)
	if err != nil {
		return p.out, err
	}
	p.r.beginChange(q, p.r.last)
	q.fact.Rev++
	q.fact.Phase = Held
	p.r.endChange(q, p.r.last)
	return p.run(now), nil
}

// Message notes a sign of life of either side: an idle chat takes its slot back, above the capacity
// if need be, and a held one is active again.
func (p *Pool) Message(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, err
	}
	woke := q.fact.Idle
	p.r.beginChange(q, p.r.last)
	f := &q.fact
	f.Rev++
	f.LastMessage, f.Idle = p.r.utc(now), false
	if f.Phase == Held {
		f.Phase = Active
	}
	p.r.endChange(q, p.r.last)
	if woke {
		p.charge(q.fact.Agent, q, q.weight, 1, p.r.last)
	}
	return p.run(now), nil
}

// owned finds a request that an agent works on.
func (p *Pool) owned(id string) (*request, error) {
	q, err := p.request(id)
	if err == nil && q.fact.Phase != Active && q.fact.Phase != Held {
		err = fmt.Errorf("%w: request %q is %s", ErrNotAllowed, id, q.fact.Phase)
	}
	return q, err
}
