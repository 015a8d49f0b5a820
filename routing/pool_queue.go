package routing

import (
	"fmt"
	"time"
)

// Enqueue lets a request wait. Of the record, the Pool reads ID, Queue, Channel, Weight, Priority,
// EnqueuedAt (zero means now), Skills, Exclude, Prefer and PreferUntil (zero means Config.StickyFor
// from now). It answers ErrExists, ErrNoRoute, ErrQueueFull or ErrWaitTooLong and then keeps
// nothing.
func (p *Pool) Enqueue(now time.Time, f RequestFact) ([]Decision, error) {
	p.begin(now)
	if f.ID == "" {
		return p.out, fmt.Errorf("%w: request without an id", ErrUnknown)
	}
	if q := p.r.requests[f.ID]; q != nil {
		return p.out, fmt.Errorf("%w: %q", ErrExists, f.ID)
	}
	if err := p.r.Admit(now, f); err != nil {
		return p.out, err
	}
	if f.EnqueuedAt.IsZero() {
		f.EnqueuedAt = p.r.utc(now)
	}
	if f.Prefer != "" && f.PreferUntil.IsZero() {
		f.PreferUntil = p.r.utc(now).Add(p.r.cfg.StickyFor)
	}
	f.QueueSince = p.r.utc(now)
	if !f.EnqueuedAt.Before(f.QueueSince) {
		f.QueueSince = time.Time{}
	}
	f.Rev, f.Phase, f.Agent, f.Offers, f.Offered, f.Ring, f.Idle, f.Gone, f.Admitted = 1, Queued, "", nil, 0, 0, false, false, true
	if len(p.ends.of) > 0 {
		p.ends.requestNew(f.ID)
	}
	q := p.r.newRequest(f.ID)
	p.r.changeRequest(q, &f, p.r.last)
	return p.run(now), nil
}

// Admit answers at the door whether a request would be taken: nil, ErrNoRoute, ErrQueueFull (Limit
// reached, and not yet down to Reopen) or ErrWaitTooLong (the expected wait is known to be above
// Promise). With an agent free for it, a request is taken even when the queue is full. It changes
// nothing.
func (r *Router) Admit(now time.Time, f RequestFact) error {
	if _, ok := r.channelOf(f.Channel); !ok {
		return fmt.Errorf("%w: channel %q", ErrNoRoute, f.Channel)
	}
	lq := r.queueOf(f.Queue)
	if lq.unlisted {
		return fmt.Errorf("%w: queue %q", ErrNoRoute, f.Queue)
	}
	if lq.Limit == 0 && lq.Promise == 0 {
		return nil
	}
	full := r.Full(lq.ID)
	if !full && lq.Promise == 0 || r.couldServe(now, f) {
		return nil
	}
	if full {
		return fmt.Errorf("%w: %q has %d waiting", ErrQueueFull, f.Queue, lq.size)
	}
	if e := r.WaitFor(now, f); e.Basis != BasisNone && e.Mean > lq.Promise {
		return fmt.Errorf("%w: about %v in %q", ErrWaitTooLong, e.Mean.Round(time.Second), f.Queue)
	}
	return nil
}

// couldServe reports whether somebody has room for a request that is not here yet.
func (r *Router) couldServe(now time.Time, f RequestFact) bool {
	q := r.hypothetical(now, f)
	if q.queue.Manual {
		return false
	}
	c := r.classFor(q, nano(now))
	for a := range r.candidates(c) {
		if _, ok := c.admits(a); ok && !q.bars(a, nano(now)) && (&seat{agent: a, class: c, channel: c.channelIn(a)}).wants() {
			return true
		}
	}
	return false
}

// hypothetical returns a request that is not enqueued, for questions about one that would be.
func (r *Router) hypothetical(now time.Time, f RequestFact) *request {
	q := &request{fact: f, known: true, queue: r.queueOf(f.Queue)}
	ch, _ := r.channelOf(f.Channel)
	q.channel, q.weight = ch.ID, min(max(f.Weight, 0), maxUnits)
	if q.weight == 0 {
		q.weight = ch.Weight
	}
	if q.fact.EnqueuedAt.IsZero() {
		q.fact.EnqueuedAt = now
	}
	r.setPlace(q)
	q.since = nano(now)
	return q
}

// Cancel ends a request because the visitor left: one that waits is abandoned, its offers
// rescinded; one that is owned goes the way of Complete.
func (p *Pool) Cancel(now time.Time, id string) ([]Decision, error) {
	p.begin(now)
	q, err := p.request(id)
	if err != nil {
		return p.out, err
	}
	if q.fact.Phase == Wrapping {
		return p.out, nil
	}
	if q.fact.Agent != "" {
		return p.complete(now, q), nil
	}
	p.release(q)
	return p.run(now), nil
}

// release drops a request, and gives back all that it charges.
func (p *Pool) release(q *request) {
	now := p.r.last
	for _, o := range q.fact.Offers {
		p.charge(o.Agent, q, -q.weight, -1, now)
		p.ends.add(q.fact.ID, o.Agent, OfferRescinded)
	}
	if q.fact.Agent != "" {
		charged := q.weight
		if q.fact.Phase == Wrapping {
			charged = q.fact.WrapWeight
		} else if q.fact.Idle {
			charged = 0
		}
		p.charge(q.fact.Agent, q, -charged, -1, now)
	}
	p.ends.requestOver(q.fact.ID)
	p.r.dropRequest(q, now)
}
