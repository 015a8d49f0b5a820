package routing

// ringAt returns the ring that a waiting request has reached.
func (r *Router) ringAt(q *request, now int64) int {
	rings := q.queue.Rings
	n := min(max(q.fact.Ring, 0), len(rings))
	for n < len(rings) && later(q.since, rings[n].After) <= now {
		n++
	}
	return n
}

// scheduleRequest sets a request's timer to the earliest instant at which time alone matters to it.
func (r *Router) scheduleRequest(q *request, now int64) {
	at := int64(never)
	switch {
	case !q.known || q.locked():
	case q.fact.Phase == Queued:
		at = r.waitWake(q, now)
	default:
		at = r.workWake(q)
	}
	for i := range q.offers {
		if !q.locked() && q.known {
			at = min(at, until(q.offers[i].Deadline))
		}
	}
	// Something is due already, and the next Advance is to find it.
	if r.needsCheck(q, now) {
		at = min(at, now)
	}
	r.alarms.set(&q.timer, at)
}

// waitWake returns the next instant at which a waiting request may reach other agents, or has
// waited too long.
func (r *Router) waitWake(q *request, now int64) int64 {
	at := int64(never)
	// What is past was seen to, or the request would not wait.
	soon := func(t int64) {
		if t > now {
			at = min(at, t)
		}
	}
	if q.ring < len(q.queue.Rings) {
		soon(later(q.since, q.queue.Rings[q.ring].After))
	}
	_, help := r.helpFor(q, now)
	soon(help)
	if q.languageOpen(now) {
		soon(later(q.since, q.queue.LanguageFor))
	}
	if q.prefers != nil {
		soon(nano(q.fact.PreferUntil))
	}
	for i := range q.fact.Exclude {
		soon(until(q.fact.Exclude[i].Until))
		soon(until(q.fact.Exclude[i].Again))
	}
	if due := r.overflowAt(q); !q.overflowBlocked {
		at = min(at, due)
	}
	return min(at, r.maxWaitAt(q))
}

// overflowAt returns when a request overflows to the next queue. With a longest wait that is never
// later than its end.
func (r *Router) overflowAt(q *request) int64 {
	if q.queue.Overflow == "" {
		return never
	}
	return min(later(q.since, q.queue.OverflowAfter), r.maxWaitAt(q))
}

// maxWaitAt returns when a request has waited as long as its queue allows.
func (r *Router) maxWaitAt(q *request) int64 {
	if q.queue.MaxWait == 0 {
		return never
	}
	return later(q.since, q.queue.MaxWait)
}

// workWake returns when an owned request's wrap-up is over, or its silence is too long.
func (r *Router) workWake(q *request) int64 {
	f := &q.fact
	switch f.Phase {
	case Wrapping:
		return until(f.WrapUntil)
	case Active:
		if r.cfg.IdleAfter > 0 && !f.Idle && !f.LastMessage.IsZero() {
			return later(nano(f.LastMessage), r.cfg.IdleAfter)
		}
	}
	return never
}

// needsCheck reports whether an agent whom the request depends on is away, so that something about
// it is due at once.
func (r *Router) needsCheck(q *request, now int64) bool {
	if !q.known || q.locked() {
		return false
	}
	for i := range q.offers {
		if r.offerEnd(q, &q.offers[i], now) != ReasonNone {
			return true
		}
	}
	f := &q.fact
	return f.Agent != "" && (f.Phase == Active || f.Phase == Wrapping) && r.gone(r.agentOf(f.Agent), now)
}

// scheduleAgent sets an agent's timer: for the end of the grace, or to now if something is due.
func (r *Router) scheduleAgent(a *agent, now int64) {
	at := int64(never)
	if a.known && a.flight == 0 {
		switch {
		case !a.fact.LostSince.IsZero() && a.fact.Mode != Offline:
			at = later(nano(a.fact.LostSince), r.cfg.Grace)
		case a.paused(r.cfg.Misses), a.drained():
			at = now
		}
	}
	r.alarms.set(&a.timer, at)
}

// paused reports whether an agent missed so many offers in a row that no more are made.
func (a *agent) paused(misses int) bool {
	return misses > 0 && a.fact.Mode == Available && a.fact.Missed >= misses
}

// drained reports whether a draining agent has nothing left. A request that is silent, held or
// wrapping may charge nothing, and is still the agent's to finish.
func (a *agent) drained() bool {
	return a.fact.Mode == Draining && a.used == 0 && len(a.work) == 0
}
