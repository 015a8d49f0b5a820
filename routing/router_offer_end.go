package routing

import "slices"

// offerEnd returns why a pending offer must end now, or ReasonNone. An offer that the Router would
// not make any more ends: the queue is picked from by hand or assigns without asking now, or the
// agent serves it no longer, lost a skill, or has more than the capacity. Transfers are made by
// name, and end with their agent or their deadline alone.
func (r *Router) offerEnd(q *request, o *PendingOffer, now int64) Reason {
	a := r.agentOf(o.Agent)
	owned := q.fact.Phase == Active || q.fact.Phase == Held
	switch {
	case q.fact.Phase == Queued, q.fact.Phase == Wrapping:
		return ReasonCancelled
	case owned && !o.Transfer:
		return ReasonTaken
	case r.gone(a, now), !a.fact.LostSince.IsZero():
		return ReasonAgentGone
	case a.fact.Mode == Break:
		return ReasonAgentBreak
	case until(o.Deadline) <= now:
		return ReasonExpired
	case o.Transfer:
		return ReasonNone
	case q.queue.Manual:
		return ReasonManual
	case q.queue.AutoAccept:
		return ReasonCancelled
	case a.surplus(q):
		return ReasonAtCapacity
	}
	q.ring = r.ringAt(q, now)
	need, extra := r.minima(q)
	return a.unsuited(q, need, extra)
}

// surplus reports whether the agent has more than the capacity, so that this request's offer must
// end. Of several, those that stand last in line end first, and no more than needed.
func (a *agent) surplus(q *request) bool {
	excess := clampUnits(a.fact.Used) - a.capacity
	if excess <= 0 {
		return false
	}
	for _, w := range a.work {
		if w != q && w.fact.Phase == Offered && q.place().before(w.place()) {
			excess -= w.weight
		}
	}
	return excess > 0
}

// unsuited returns why the agent does not serve a request that asks for these skills, in its queue
// or the further ones, or ReasonNone. Delays do not count: an offer that was made early may stand.
func (a *agent) unsuited(q *request, need []Skill, further []string) Reason {
	serves := func(m Membership) bool {
		return m.Queue == q.fact.Queue || slices.Contains(further, m.Queue)
	}
	if a.fact.Never || len(a.fact.Queues) > 0 && !slices.ContainsFunc(a.fact.Queues, serves) {
		return ReasonNotInQueue
	}
	for _, s := range need {
		if levelOf(a.fact.Skills, s.Name) < s.Level {
			return ReasonSkill
		}
	}
	return ReasonNone
}
