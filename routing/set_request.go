package routing

import (
	"slices"
	"time"
)

func (r *Router) setRequest(now time.Time, f *RequestFact) {
	if f == nil || f.ID == "" || r.buried.stale(grave{false, f.ID}, f.Rev) {
		return
	}
	q := r.requests[f.ID]
	if q != nil && q.known && f.Rev <= q.fact.Rev {
		return
	}
	if f.Gone {
		r.buried.bury(grave{false, f.ID}, f.Rev)
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

// changeRequest takes over a newer record.
func (r *Router) changeRequest(q *request, f *RequestFact, now int64) {
	r.open(q, now)
	q.take(f)
	r.close(q, now)
}

// open takes a request out of everything its record decides, so that the
// record may change; close puts it back.
func (r *Router) open(q *request, now int64) {
	r.rates.open(r, q)
	r.forget(q)
}

func (r *Router) close(q *request, now int64) {
	q.gather()
	r.settle(q, now)
	r.admit(q, now)
	r.rates.close(r, q, now)
}

// dropRequest forgets a request that is over.
func (r *Router) dropRequest(q *request, now int64) {
	r.open(q, now)
	q.offers = q.offers[:0]
	q.fact.Agent, q.fact.Phase = "", Queued
	r.settle(q, now)
	r.rates.end(r, q, now)
	r.alarms.drop(&q.timer)
	delete(r.requests, q.fact.ID)
	*q = request{fact: RequestFact{Skills: q.fact.Skills[:0], Exclude: q.fact.Exclude[:0], Offers: q.fact.Offers[:0]},
		offers: q.offers, pending: q.pending[:0], chosen: q.chosen[:0]}
	q.timer.req = q
	r.spare = append(r.spare, q)
}

// forget takes a request out of its line, its queue's count and its agents' work.
func (r *Router) forget(q *request) {
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
		a.fans = drop(a.fans, q)
		r.tidy(a)
	}
}

func (r *Router) unlinkWork(q *request, agent string) {
	if a := r.agents[agent]; a != nil {
		a.work = drop(a.work, q)
		if a.drained() {
			r.arm(a, r.last)
		}
		r.tidy(a)
	}
}

// admit puts a request where its record says.
func (r *Router) admit(q *request, now int64) {
	if !q.known {
		return
	}
	f := &q.fact
	q.queue = r.queueOf(f.Queue)
	ch, known := r.channelOf(f.Channel)
	q.channel, q.weight = ch.ID, min(max(f.Weight, 0), maxUnits)
	if q.weight == 0 {
		q.weight = ch.Weight
	}
	r.rank(q)
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
		q.prefers.fans = append(q.prefers.fans, q)
	}
	if q.waits() {
		r.enter(q, now)
	}
	r.schedule(q, now)
	q.lost = q.queue.unlisted || !known
	if q.waits() && (q.lost || q.ring > f.Ring || q.arrives()) {
		r.touch(q, now)
	}
}

// settle ends the proposals in flight that a newer record shows or rules out.
func (r *Router) settle(q *request, now int64) {
	for i := range q.pending {
		d := &q.pending[i]
		if d.Kind == Offer || d.Kind == Assign {
			r.settleCharge(q, d, q.shows(d), now)
		}
	}
	q.pending = q.pending[:0]
}

// settleCharge gives the slot back, or keeps it until the agent's record shows it.
func (r *Router) settleCharge(q *request, d *Decision, shown bool, now int64) {
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
	r.arm(a, now)
	r.tidy(a)
}

// setOffer takes an offer that is a record of its own.
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
	i := slices.IndexFunc(q.loose, func(o OfferFact) bool { return o.Number == f.Number })
	if i >= 0 && f.Rev <= q.loose[i].Rev {
		return
	}
	r.forget(q)
	if i >= 0 {
		q.loose[i] = *f
	} else {
		q.loose = append(q.loose, *f)
	}
	q.gather()
	r.admit(q, nano(now))
}
