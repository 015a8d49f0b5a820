package routing

import (
	"slices"
	"strings"
	"time"
)

// Advance returns what is to be done after everything that changed or fell due until now, in a
// fixed order. The slice is valid until the next call. A proposal in flight is not made again
// before its fact came back or Undo. What Advance costs depends on what changed, not on how many
// requests wait or agents work.
//
// It runs what time has made due, then matches, then sees to those who still wait. In this order
// nobody is sent away who could have been served in the same moment.
func (r *Router) Advance(now time.Time) []Decision {
	at := nano(now)
	r.now, r.last, r.batch = now.Round(0).UTC(), at, 0
	clear(r.out)
	r.out = r.out[:0]
	r.runDue(at)
	r.match(at)
	r.dismiss(at)
	return r.out
}

// runDue runs the timers that are due. Agents come first, because an agent's absence makes requests
// due.
func (r *Router) runDue(now int64) {
	r.leaving, r.widened, r.arrived = append(r.leaving[:0], r.overflowBlocked...), r.widened[:0], r.arrived[:0]
	r.overflowBlocked = r.overflowBlocked[:0]
	for _, q := range r.leaving {
		q.overflowBlocked = false
	}
	r.popDue(now)
	for len(r.dueAgents) > 0 {
		slices.SortFunc(r.dueAgents, func(a, b *agent) int { return strings.Compare(a.fact.ID, b.fact.ID) })
		for _, a := range r.dueAgents {
			r.runAgent(a, now)
		}
		r.dueAgents = r.dueAgents[:0]
		r.popDue(now)
	}
	slices.SortFunc(r.dueReqs, func(a, b *request) int { return strings.Compare(a.fact.ID, b.fact.ID) })
	for _, q := range r.dueReqs {
		r.runRequest(q, now)
	}
	clear(r.dueReqs)
	r.dueReqs = r.dueReqs[:0]
}

// popDue takes the timers that are due off the heap.
func (r *Router) popDue(now int64) {
	for {
		at, ok := r.alarms.next()
		if !ok || at > now {
			return
		}
		t := r.alarms[0]
		r.alarms.drop(t)
		switch {
		case t == &r.review:
			r.reviewDelays(now)
		case t.agent != nil:
			r.dueAgents = append(r.dueAgents, t.agent)
		default:
			r.dueReqs = append(r.dueReqs, t.req)
		}
	}
}

// runAgent proposes what is due about an agent: lost beyond the grace, too many offers missed, or
// drained.
func (r *Router) runAgent(a *agent, now int64) {
	d := Decision{Agent: a.fact.ID, At: r.now, AgentRev: a.fact.Rev}
	switch {
	case !a.known || a.flight != 0:
		return
	case a.fact.Mode != Offline && r.graceOver(a, now):
		d.Kind, d.Why = Lost, ReasonGrace
		r.recheckAll(a, now)
	case a.paused(r.cfg.Misses):
		d.Kind, d.Why = Pause, ReasonMissed
	case a.drained():
		d.Kind, d.Why = Drained, ReasonNoLoad
	default:
		r.scheduleAgent(a, now)
		return
	}
	a.flight = d.Kind
	r.out = append(r.out, d)
}

// runRequest proposes what is due about a request, and sets its timer anew.
func (r *Router) runRequest(q *request, now int64) {
	if !q.known || q.locked() {
		return
	}
	if r.endOffers(q, now) {
		return
	}
	switch q.fact.Phase {
	case Queued:
		r.runWaiting(q, now)
	case Active:
		r.runActive(q, now)
	case Wrapping:
		gone := q.fact.Agent != "" && r.gone(r.agentOf(q.fact.Agent), now)
		if gone || until(q.fact.WrapUntil) <= now {
			r.emit(q, Decision{Kind: Wrapped, Agent: q.fact.Agent, Why: ReasonWrapEnd, Weight: q.fact.WrapWeight})
		}
	}
	r.scheduleRequest(q, now)
}

// runWaiting brings a waiting request to the class of its present ring, delay and preference, and
// collects what the match may make needless: widening, admission, overflow and the longest wait.
func (r *Router) runWaiting(q *request, now int64) {
	if q.noRoute {
		r.leave(q)
		r.count(q, false)
		r.emit(q, Decision{Kind: GiveUp, Why: ReasonNoRoute})
		return
	}
	q.ring = r.ringAt(q, now)
	if q.prefers != nil && nano(q.fact.PreferUntil) <= now {
		a := q.prefers
		q.prefers = nil
		a.preferredBy = drop(a.preferredBy, q)
		r.forgetUnknown(a)
	}
	r.reclass(q, now)
	if q.ring > q.fact.Ring {
		r.widened = append(r.widened, q)
	}
	if q.arrives() {
		r.arrived = append(r.arrived, q)
	}
	if !q.overflowBlocked && min(r.overflowAt(q), r.maxWaitAt(q)) <= now && !slices.Contains(r.leaving, q) {
		q.overflowBlocked = true // until dismiss has seen to it
		r.leaving = append(r.leaving, q)
	}
}

// runActive proposes to take a request from an agent who is gone, or to stop counting a silent one.
func (r *Router) runActive(q *request, now int64) {
	f := &q.fact
	if f.Agent == "" {
		return
	}
	weight := q.weight
	if f.Idle {
		weight = 0
	}
	if r.gone(r.agentOf(f.Agent), now) {
		r.emit(q, Decision{Kind: Requeue, Agent: f.Agent, Why: ReasonAgentGone, Weight: weight,
			Priority: min(f.Priority+r.cfg.LostBoost, maxPriority)})
	} else if r.workWake(q) <= now {
		r.emit(q, Decision{Kind: Idle, Agent: f.Agent, Why: ReasonSilence, Weight: weight})
	}
}

// endOffers proposes the end of every offer that must end, and reports whether there was one.
func (r *Router) endOffers(q *request, now int64) bool {
	ending := 0
	for i := range q.offers {
		if r.offerEnd(q, &q.offers[i], now) != ReasonNone {
			ending++
		}
	}
	if ending == 0 {
		return false
	}
	kind := Rescind
	// No offer is left, so the request waits again: that is one decision with the end of the
	// offers.
	if ending == len(q.offers) && q.fact.Phase == Offered {
		kind = Requeue
	}
	r.batch++
	for i := range q.offers {
		o := &q.offers[i]
		why := r.offerEnd(q, o, now)
		if why == ReasonNone {
			continue
		}
		d := Decision{Kind: kind, Agent: o.Agent, Offer: o.Number, Why: why, Weight: q.weight, Priority: q.fact.Priority, Batch: r.batch}
		if why == ReasonExpired {
			d.Until = r.now.Add(r.cfg.MissFor)
		}
		r.emit(q, d)
	}
	return true
}

// emit adds a proposal about a request to the answer, and puts it in flight.
func (r *Router) emit(q *request, d Decision) {
	d.Request, d.RequestRev, d.At = q.fact.ID, q.fact.Rev, r.now
	if d.Queue == "" {
		d.Queue = q.fact.Queue
	}
	if a := r.agents[d.Agent]; d.Agent != "" && a != nil {
		d.AgentRev = a.fact.Rev
	}
	q.pending = append(q.pending, d)
	r.alarms.drop(&q.timer)
	r.out = append(r.out, d)
}
