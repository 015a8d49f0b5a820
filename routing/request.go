package routing

import (
	"slices"
	"time"
)

// request is what the Router knows of one: the record, and proposals in flight.
type request struct {
	fact   RequestFact
	known  bool
	loose  []OfferFact // offers that came as facts of their own
	offers []PendingOffer

	key, enqueued, since int64 // the place in line, and the time in this queue
	stuck                bool
	ring                 int // reached by time, at least the record's
	queue                *queue
	channel              string
	weight               int
	class                *class // the line it waits in; nil when not waiting
	pending              []Decision
	lift                 int64  // while it is matched: see liftOf
	prefers              *agent // waiting, with a preferred agent
	chosen               []choice
	counted              bool // in its queue's size
	lost                 bool // no such queue or channel
	timer                timer
	was                  history // before the change under way
}

// choice is how an agent stood when chosen, for Explain.
type choice struct {
	agent      string
	idle, turn int64
}

func (q *request) place() place { return place{q.key, q.enqueued, q} }

// locked requests have a proposal in flight and get no other.
func (q *request) locked() bool { return len(q.pending) > 0 }

// waits reports whether the request belongs in a line.
func (q *request) waits() bool {
	if !q.known || q.fact.Phase != Queued {
		return false
	}
	return len(q.pending) == 0 || !q.pending[0].Kind.leaves()
}

// leaves reports whether a proposal takes its request out of the line.
func (k Kind) leaves() bool { return k == Offer || k == Assign || k == Overflow || k == GiveUp }

// fills reports whether the request counts for its queue's limit.
func (q *request) fills() bool {
	if q.fact.Phase != Queued && q.fact.Phase != Offered {
		return false
	}
	return len(q.pending) == 0 || q.pending[0].Kind != Overflow && q.pending[0].Kind != GiveUp
}

// bars reports whether an agent must not get the request now.
func (q *request) bars(a *agent, now int64) bool {
	if len(q.fact.Exclude) > 0 {
		if end, again, ok := q.excluded(a, now); ok && (end != q.lift || now < again) {
			return true
		}
	}
	for i := range q.pending { // of a broadcast
		if q.pending[i].Agent == a.fact.ID {
			return true
		}
	}
	return false
}

// take copies a record, reusing what was there.
func (q *request) take(f *RequestFact) {
	skills, exclude, offers := q.fact.Skills, q.fact.Exclude, q.fact.Offers
	q.fact = *f
	q.fact.Skills = append(skills[:0], f.Skills...)
	q.fact.Exclude = append(exclude[:0], f.Exclude...)
	q.fact.Offers = append(offers[:0], f.Offers...)
	q.known = true
}

// gather works out the pending offers from the record and the loose facts.
func (q *request) gather() {
	q.offers = append(q.offers[:0], q.fact.Offers...)
	for _, o := range q.loose {
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

// rank fills in the place in line and the time in the queue.
func (r *Router) rank(q *request) {
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

// shows reports whether the record carries out a proposed offer or assignment.
func (q *request) shows(d *Decision) bool {
	if d.Kind == Assign {
		return q.fact.Agent == d.Agent && q.fact.Phase != Queued
	}
	if q.fact.Agent == d.Agent && q.fact.Phase != Queued {
		return true // offered and accepted meanwhile
	}
	return slices.ContainsFunc(q.offers, func(o PendingOffer) bool { return o.Number == d.Offer && o.Agent == d.Agent })
}

// offerFor is the time to answer an offer of the request.
func (q *request) offerFor(r *Router) time.Duration { return r.queueOf(q.fact.Queue).OfferFor }
