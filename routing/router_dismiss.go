package routing

import "slices"

// dismiss sees to the requests that still wait after the match: overflow, longest wait, next ring,
// and the queue's limit.
func (r *Router) dismiss(now int64) {
	slices.SortFunc(r.leaving, byPlace)
	for _, q := range r.leaving {
		q.overflowBlocked = false
		if q.class != nil && !q.locked() {
			r.overflowOrGiveUp(q, now)
		}
	}
	clear(r.leaving)
	r.leaving = r.leaving[:0]
	slices.SortFunc(r.widened, byPlace)
	for _, q := range r.widened {
		if q.class != nil && !q.locked() && q.ring > q.fact.Ring {
			r.emit(q, Decision{Kind: Widen, Why: ReasonRing, Ring: q.ring})
		}
	}
	clear(r.widened)
	r.widened = r.widened[:0]
	r.turnAway()
	r.letIn()
}

// letIn admits the arrivals that were not turned away. From then on they are not turned away for
// the queue's limit.
func (r *Router) letIn() {
	slices.SortFunc(r.arrived, byPlace)
	for _, q := range r.arrived {
		if q.class != nil && !q.locked() {
			r.emit(q, Decision{Kind: Admit, Why: ReasonAdmitted})
		}
	}
	clear(r.arrived)
	r.arrived = r.arrived[:0]
}

// byPlace compares requests for sorting.
func byPlace(a, b *request) int {
	switch pa, pb := a.place(), b.place(); {
	case pa.before(pb):
		return -1
	case pb.before(pa):
		return 1
	}
	return 0
}

// overflowOrGiveUp moves a request that waited too long to the next queue with room, or gives it
// up.
func (r *Router) overflowOrGiveUp(q *request, now int64) {
	if r.overflowAt(q) <= now {
		if to := r.roomAfter(q.queue); to != nil {
			r.leave(q)
			r.count(q, false)
			r.emit(q, Decision{Kind: Overflow, Why: ReasonOverflow, Queue: to.ID})
			return
		}
	}
	if r.maxWaitAt(q) <= now {
		r.leave(q)
		r.count(q, false)
		r.emit(q, Decision{Kind: GiveUp, Why: ReasonMaxWait})
		return
	}
	if r.overflowAt(q) <= now { // tried again in every Advance, until there is room
		q.overflowBlocked = true
		r.overflowBlocked = append(r.overflowBlocked, q)
	}
	r.scheduleRequest(q, now)
}

// roomAfter returns the first queue of the overflow chain that is below its limit, or nil.
func (r *Router) roomAfter(from *queue) *queue {
	for id := from.Overflow; id != ""; {
		q := r.queueOf(id)
		if q.Limit == 0 || q.size < q.Limit {
			return q
		}
		id = q.Overflow
	}
	return nil
}

// turnAway gives up the newest arrivals of queues above their limit. Requests that were admitted
// stay, whatever the limit is now and however many came since.
func (r *Router) turnAway() {
	slices.SortFunc(r.overLimit, func(a, b *queue) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	overLimit := r.overLimit
	r.overLimit = r.overLimit[:0]
	for _, q := range overLimit {
		for last := q.newest(); q.size > q.Limit && last != nil; last = q.newest() {
			r.leave(last)
			r.count(last, false)
			r.emit(last, Decision{Kind: GiveUp, Why: ReasonQueueFull})
		}
		if q.overLimit = q.size > q.Limit; q.overLimit { // tried again in the next Advance
			r.overLimit = append(r.overLimit, q)
		}
	}
	clear(overLimit[len(r.overLimit):])
}

// arrives reports whether the queue's limit may still turn the request away: it was never admitted,
// offered or moved.
func (q *request) arrives() bool {
	return !q.fact.Admitted && q.fact.Offered == 0 && q.since == q.enqueued && q.queue.Limit > 0
}

// newest returns the waiting request that arrived last, of those that arrives holds for, or nil.
func (q *queue) newest() *request {
	var last *request
	for _, c := range q.classes {
		for i := range c.line.n {
			x := c.line.at(i).req
			if !x.arrives() || x.locked() {
				continue
			}
			if last == nil || x.enqueued > last.enqueued || x.enqueued == last.enqueued && x.fact.ID > last.fact.ID {
				last = x
			}
		}
	}
	return last
}

// count makes a request count in the size of its queue, or not.
func (r *Router) count(q *request, in bool) {
	if q.counted == in || q.queue == nil {
		return
	}
	q.counted = in
	lq := q.queue
	if !in {
		lq.size--
		if lq.full && lq.size <= lq.Reopen {
			lq.full = false
		}
		return
	}
	lq.size++
	if lq.Limit > 0 {
		if lq.size >= lq.Limit {
			lq.full = true
		}
		if lq.size > lq.Limit && !lq.overLimit {
			lq.overLimit = true
			r.overLimit = append(r.overLimit, lq)
		}
	}
}
