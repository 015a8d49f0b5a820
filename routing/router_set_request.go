package routing

import (
	"slices"
	"time"
)

// setRequest takes in a request's record. Of a record that is known already only Away may have
// changed, which is in no record: whether the visitor is there.
func (r *Router) setRequest(now time.Time, f *RequestFact) {
	if f == nil || f.ID == "" || r.removed.stale(recordID{false, f.ID}, f.Rev) {
		return
	}
	q := r.requests[f.ID]
	if q != nil && q.known && (f.Rev < q.fact.Rev || f.Rev == q.fact.Rev && f.Gone) {
		return
	}
	if q != nil && q.known && f.Rev == q.fact.Rev && f.Ahead == q.fact.Ahead {
		if f.Away == q.fact.Away {
			return
		}
		if q.fact.Away = f.Away; f.Away {
			r.leave(q)
		} else if q.waits() && q.class == nil { // while a proposal is in flight it may be in no line
			r.enter(q, nano(now))
			r.recheck(q, nano(now))
		}
		return
	}
	if f.Gone {
		r.removed.add(recordID{false, f.ID}, f.Rev)
		if q != nil {
			r.dropRequest(q, nano(now))
		}
		return
	}
	if q == nil {
		q = r.newRequest(f.ID)
	}
	r.changeRequest(q, f, nano(now))
}

// newRequest returns a request without a record, out of the memory of one that is over if there is
// any.
func (r *Router) newRequest(id string) *request {
	var q *request
	if n := len(r.spare); n > 0 {
		q, r.spare = r.spare[n-1], r.spare[:n-1]
	} else {
		q = &request{}
		q.timer.req = q
	}
	q.fact.ID = id
	r.requests[id] = q
	return q
}

// changeRequest takes over a request's newer record.
func (r *Router) changeRequest(q *request, f *RequestFact, now int64) {
	r.beginChange(q, now)
	q.copyFrom(f)
	r.endChange(q, now)
}

// beginChange takes a request out of everything that depends on its record, so that the record may
// change. endChange puts it back.
func (r *Router) beginChange(q *request, now int64) {
	r.rates.beforeChange(r, q)
	r.unlinkRequest(q)
}

// endChange ends the proposals about the request, and puts it where its record says.
func (r *Router) endChange(q *request, now int64) {
	q.collectOffers()
	r.resolvePending(q, now)
	r.linkRequest(q, now)
	r.rates.afterChange(r, q, now)
}

// dropRequest drops a request that is over, and keeps its memory for another one.
func (r *Router) dropRequest(q *request, now int64) {
	r.beginChange(q, now)
	q.offers = q.offers[:0]
	q.fact.Agent, q.fact.Phase = "", Queued
	r.resolvePending(q, now)
	r.rates.afterEnd(r, q, now)
	r.alarms.drop(&q.timer)
	delete(r.requests, q.fact.ID)
	*q = request{fact: RequestFact{Skills: q.fact.Skills[:0], Exclude: q.fact.Exclude[:0], Offers: q.fact.Offers[:0]},
		offers: q.offers, pending: q.pending[:0], chosen: q.chosen[:0]}
	q.timer.req = q
	r.spare = append(r.spare, q)
}

// unlinkRequest takes a request out of its line, its queue's size and its agents' work.
func (r *Router) unlinkRequest(q *request) {
	r.leave(q)
	r.count(q, false)
	q.queue = nil
	for _, o := range q.offers {
		r.unlinkWork(q, o.Agent)
	}
	if q.fact.Agent != "" {
		r.unlinkWork(q, q.fact.Agent)
	}
	if a := q.prefers; a != nil {
		q.prefers = nil
		a.preferredBy = drop(a.preferredBy, q)
		r.forgetUnknown(a)
	}
}

// unlinkWork takes a request out of an agent's work.
func (r *Router) unlinkWork(q *request, agent string) {
	if a := r.agents[agent]; a != nil {
		a.work = drop(a.work, q)
		if a.drained() {
			r.scheduleAgent(a, r.last)
		}
		r.forgetUnknown(a)
	}
}

// linkRequest puts a request where its record says: a line, its queue's size, its agents' work.
func (r *Router) linkRequest(q *request, now int64) {
	if !q.known {
		return
	}
	f := &q.fact
	q.queue = r.queueOf(f.Queue)
	ch, known := r.channelOf(f.Channel)
	q.channel, q.weight = ch.ID, min(max(f.Weight, 0), maxUnits)
	// A request that says nothing takes what its channel usually takes.
	if q.weight == 0 {
		q.weight = ch.Weight
	}
	r.setPlace(q)
	q.ring = r.ringAt(q, now)
	r.count(q, q.fills())
	for _, o := range q.offers {
		a := r.agentOf(o.Agent)
		a.work = append(a.work, q)
	}
	if f.Agent != "" {
		a := r.agentOf(f.Agent)
		a.work = append(a.work, q)
	}
	if f.Prefer != "" && f.Phase == Queued && nano(f.PreferUntil) > now {
		q.prefers = r.agentOf(f.Prefer)
		q.prefers.preferredBy = append(q.prefers.preferredBy, q)
	}
	if q.waits() {
		r.enter(q, now)
	}
	r.scheduleRequest(q, now)
	// Such a request waits for nobody: runWaiting gives it up.
	q.noRoute = q.queue.unlisted || !known
	if q.waits() && (q.noRoute || q.ring > f.Ring || q.arrives()) {
		r.recheck(q, now)
	}
}

// resolvePending ends the proposals in flight about a request: its newer record shows them, or
// rules them out.
func (r *Router) resolvePending(q *request, now int64) {
	for i := range q.pending {
		d := &q.pending[i]
		if d.Kind == Offer || d.Kind == Assign {
			r.resolveCharge(q, d, q.shows(d), now)
		}
	}
	q.pending = q.pending[:0]
}

// resolveCharge gives the capacity back that a proposal held. If the request's record shows the
// proposal, and the agent's record is older, it is held until that one comes too.
func (r *Router) resolveCharge(q *request, d *Decision, shown bool, now int64) {
	a := r.agents[d.Agent]
	if a == nil {
		return
	}
	i := slices.IndexFunc(a.charges, func(c charge) bool { return c.req == q && c.number == d.Offer && !c.seen })
	if i < 0 {
		return
	}
	if shown && a.known && a.fact.Rev <= a.charges[i].rev {
		a.charges[i].seen = true
		return
	}
	r.rates.agent(a, now)
	before := a.turn
	a.charges = slices.Delete(a.charges, i, i+1)
	a.refresh(r.cfg.Misses)
	if a.known {
		r.turnChanged(before, a.turn)
	}
	r.relink(a)
	r.scheduleAgent(a, now)
	r.forgetUnknown(a)
}

// setOffer takes in an offer that is a record of its own.
func (r *Router) setOffer(now time.Time, f *OfferFact) {
	if f == nil || f.Request == "" || f.Number < 1 {
		return
	}
	q := r.requests[f.Request]
	if q == nil {
		if f.Gone {
			return
		}
		q = r.newRequest(f.Request)
	}
	i := slices.IndexFunc(q.offerFacts, func(o OfferFact) bool { return o.Number == f.Number })
	if i >= 0 && f.Rev <= q.offerFacts[i].Rev {
		return
	}
	r.unlinkRequest(q)
	if i >= 0 {
		q.offerFacts[i] = *f
	} else {
		q.offerFacts = append(q.offerFacts, *f)
	}
	q.collectOffers()
	r.linkRequest(q, nano(now))
}
