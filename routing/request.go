package routing

import (
	"slices"
	"time"
)

// request is what the Router knows about a request: the record, and the proposals in flight about
// it.
type request struct {
	fact       RequestFact
	known      bool
	offerFacts []OfferFact // offers whose records are facts of their own
	offers     []PendingOffer

	key, enqueued, since int64 // the place in line, and the time in this queue
	overflowBlocked      bool
	ring                 int // reached by time, at least the record's
	queue                *queue
	channel              string
	weight               int
	class                *class // the line it waits in; nil when not waiting
	pending              []Decision
	lastResort           int64  // while it is matched: see liftOf
	prefers              *agent // waiting, with a preferred agent
	chosen               []choice
	counted              bool // in its queue's size
	noRoute              bool // no such queue or channel
	timer                timer
	was                  history // before the change under way
}

// choice is an agent's idle time and turn when chosen, for Explain.
type choice struct {
	agent      string
	idle, turn int64
}

func (q *request) place() place { return place{q.key, q.enqueued, q} }

// locked reports whether a proposal about the request is in flight. Until it is resolved no other
// is made.
func (q *request) locked() bool { return len(q.pending) > 0 }

// waits reports whether the request belongs in a line.
func (q *request) waits() bool {
	if !q.known || q.fact.Phase != Queued || q.fact.Away {
		return false
	}
	return len(q.pending) == 0 || !q.pending[0].Kind.leaves()
}

// leaves reports whether a proposal of this kind takes its request out of the line.
func (k Kind) leaves() bool { return k == Offer || k == Assign || k == Overflow || k == GiveUp }

// fills reports whether the request counts in its queue's size.
func (q *request) fills() bool {
	if q.fact.Phase != Queued && q.fact.Phase != Offered {
		return false
	}
	return len(q.pending) == 0 || q.pending[0].Kind != Overflow && q.pending[0].Kind != GiveUp
}

// bars reports whether an agent must not get the request now: excluded, unless as its last resort,
// or asked already.
func (q *request) bars(a *agent, now int64) bool {
	if len(q.fact.Exclude) > 0 {
		if end, again, ok := q.excluded(a, now); ok && (end != q.lastResort || now < again) {
			return true
		}
	}
	for i := range q.pending { // asked in the same broadcast
		if q.pending[i].Agent == a.fact.ID {
			return true
		}
	}
	return false
}

// copyFrom takes over a record, into the memory of the last one.
func (q *request) copyFrom(f *RequestFact) {
	skills, exclude, offers := q.fact.Skills, q.fact.Exclude, q.fact.Offers
	q.fact = *f
	q.fact.Skills = append(skills[:0], f.Skills...)
	q.fact.Exclude = append(exclude[:0], f.Exclude...)
	q.fact.Offers = append(offers[:0], f.Offers...)
	q.known = true
}

// collectOffers computes the pending offers, from the record and from the offers that are facts of
// their own.
func (q *request) collectOffers() {
	q.offers = append(q.offers[:0], q.fact.Offers...)
	for _, o := range q.offerFacts {
		i := slices.IndexFunc(q.offers, func(p PendingOffer) bool { return p.Number == o.Number })
		switch {
		case o.Gone && i >= 0:
			q.offers = slices.Delete(q.offers, i, i+1)
		case !o.Gone && i < 0:
			q.offers = append(q.offers, o.pending())
		case !o.Gone:
			q.offers[i] = o.pending()
		}
	}
}

// setPlace computes the request's place in line, and since when it has been in its queue.
func (r *Router) setPlace(q *request) {
	f := &q.fact
	q.enqueued = nano(f.EnqueuedAt)
	q.since = q.enqueued
	if !f.QueueSince.IsZero() {
		q.since = nano(f.QueueSince)
	}
	level := int64(min(max(f.Priority, -maxPriority), maxPriority) + q.queue.Priority)
	if r.cfg.Strict {
		q.key = -level
	} else {
		q.key = q.enqueued - level*int64(r.cfg.Ageing)
	}
}

// shows reports whether the record shows that a proposed offer or assignment was carried out.
func (q *request) shows(d *Decision) bool {
	if d.Kind == Assign {
		return q.fact.Agent == d.Agent && q.fact.Phase != Queued
	}
	if q.fact.Agent == d.Agent && q.fact.Phase != Queued {
		return true // it was offered, and accepted meanwhile
	}
	return slices.ContainsFunc(q.offers, func(o PendingOffer) bool { return o.Number == d.Offer && o.Agent == d.Agent })
}

// offerFor returns the time to answer an offer of the request.
func (q *request) offerFor(r *Router) time.Duration { return r.queueOf(q.fact.Queue).OfferFor }
