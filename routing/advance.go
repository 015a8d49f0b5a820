package routing

import (
	"slices"
	"strings"
	"time"
)

// Advance looks at everything that has changed or fallen due until now and
// returns what is to be done, in a fixed order. The slice is valid until the
// next call. What is in flight is not proposed again until its fact came back
// or Undo. Its cost depends on what changed, not on how many wait or work.
func (r *Router) Advance(now time.Time) []Decision {
	at := nano(now)
	r.now, r.last, r.batch = now.Round(0).UTC(), at, 0
	clear(r.out)
	r.out = r.out[:0]
	r.ring(at)
	r.match(at)
	r.dismiss(at)
	return r.out
}

// ring handles what is due: agents first, as their absence touches requests.
func (r *Router) ring(now int64) {
	r.leaving, r.widened, r.arrived = append(r.leaving[:0], r.stuck...), r.widened[:0], r.arrived[:0]
	r.stuck = r.stuck[:0]
	for _, q := range r.leaving {
		q.stuck = false
	}
	r.popDue(now)
	for len(r.dueAg) > 0 {
		slices.SortFunc(r.dueAg, func(a, b *agent) int { return strings.Compare(a.fact.ID, b.fact.ID) })
		for _, a := range r.dueAg {
			r.lookAtAgent(a, now)
		}
		r.dueAg = r.dueAg[:0]
		r.popDue(now)
	}
	slices.SortFunc(r.dueReq, func(a, b *request) int { return strings.Compare(a.fact.ID, b.fact.ID) })
	for _, q := range r.dueReq {
		r.lookAtRequest(q, now)
	}
	clear(r.dueReq)
	r.dueReq = r.dueReq[:0]
}

// popDue takes due timers off the heap.
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
			r.lookAtStale(now)
		case t.agent != nil:
			r.dueAg = append(r.dueAg, t.agent)
		default:
			r.dueReq = append(r.dueReq, t.req)
		}
	}
}

func (r *Router) lookAtAgent(a *agent, now int64) {
	d := Decision{Agent: a.fact.ID, At: r.now, AgentRev: a.fact.Rev}
	switch {
	case !a.known || a.flight != 0:
		return
	case a.fact.Mode != Offline && r.graceOver(a, now):
		d.Kind, d.Why = Lost, ReasonGrace
		r.touchAll(a, now)
	case a.paused(r.cfg.Misses):
		d.Kind, d.Why = Pause, ReasonMissed
	case a.drained():
		d.Kind, d.Why = Drained, ReasonNoLoad
	default:
		r.arm(a, now)
		return
	}
	a.flight = d.Kind
	r.out = append(r.out, d)
}

func (r *Router) lookAtRequest(q *request, now int64) {
	if !q.known || q.locked() {
		return
	}
	if r.endOffers(q, now) {
		return
	}
	switch q.fact.Phase {
	case Queued:
		r.lookAtWaiting(q, now)
	case Active:
		r.lookAtActive(q, now)
	case Wrapping:
		gone := q.fact.Agent != "" && r.gone(r.agentOf(q.fact.Agent), now)
		if gone || until(q.fact.WrapUntil) <= now {
			r.emit(q, Decision{Kind: Wrapped, Agent: q.fact.Agent, Why: ReasonWrapEnd, Weight: q.fact.WrapWeight})
		}
	}
	r.schedule(q, now)
}

func (r *Router) lookAtWaiting(q *request, now int64) {
	if q.lost {
		r.leave(q)
		r.count(q, false)
		r.emit(q, Decision{Kind: GiveUp, Why: ReasonNoRoute})
		return
	}
	q.ring = r.ringAt(q, now)
	if q.prefers != nil && nano(q.fact.PreferUntil) <= now {
		a := q.prefers
		q.prefers = nil
		a.fans = drop(a.fans, q)
		r.tidy(a)
	}
	r.reclass(q, now)
	if q.ring > q.fact.Ring {
		r.widened = append(r.widened, q)
	}
	if q.arrives() {
		r.arrived = append(r.arrived, q)
	}
	if !q.stuck && min(r.overflowAt(q), r.maxWaitAt(q)) <= now && !slices.Contains(r.leaving, q) {
		q.stuck = true // until dismissed
		r.leaving = append(r.leaving, q)
	}
}

func (r *Router) lookAtActive(q *request, now int64) {
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

// endOffers proposes the end of every offer that must end.
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

// emit proposes something about a request.
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
