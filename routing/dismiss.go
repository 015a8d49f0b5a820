package routing

import "slices"

// dismiss handles who still waits after the match: overflow, maximum wait,
// ring and limit.
func (r *Router) dismiss(now int64) {
	slices.SortFunc(r.leaving, byPlace)
	for _, q := range r.leaving {
		q.stuck = false
		if q.class != nil && !q.locked() {
			r.dismissOne(q, now)
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

// letIn admits the arrivals that were not turned away. From then on nobody
// turns them away for the queue's limit.
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

func byPlace(a, b *request) int {
	switch pa, pb := a.place(), b.place(); {
	case pa.before(pb):
		return -1
	case pb.before(pa):
		return 1
	}
	return 0
}

func (r *Router) dismissOne(q *request, now int64) {
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
		q.stuck = true
		r.stuck = append(r.stuck, q)
	}
	r.schedule(q, now)
}

// roomAfter is the first queue of the overflow chain below its limit, or nil.
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

// turnAway gives up the newest arrivals of queues above their limit. Who was
// let in stays, whatever the limit is now and however many came since.
func (r *Router) turnAway() {
	slices.SortFunc(r.over, func(a, b *queue) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	over := r.over
	r.over = r.over[:0]
	for _, q := range over {
		for last := q.newest(); q.size > q.Limit && last != nil; last = q.newest() {
			r.leave(last)
			r.count(last, false)
			r.emit(last, Decision{Kind: GiveUp, Why: ReasonQueueFull})
		}
		if q.over = q.size > q.Limit; q.over { // looked at again in the next Advance
			r.over = append(r.over, q)
		}
	}
	clear(over[len(r.over):])
}

// arrives reports whether a request is still to be looked at for its queue's limit.
func (q *request) arrives() bool {
	return !q.fact.Admitted && q.fact.Offered == 0 && q.since == q.enqueued && q.queue.Limit > 0
}

// newest is the waiting request that arrived last, among those nobody has looked at.
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

// count has a request fill its queue, or not.
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
		if lq.size > lq.Limit && !lq.over {
			lq.over = true
			r.over = append(r.over, lq)
		}
	}
}
