package routing

import (
	"slices"
	"time"
)

// Undo takes back a proposal whose commit failed, as if it had never been made: the agent's
// capacity is free, and the request has its place. The next Advance may propose the same again, so
// Set the fresh records first. Undo ignores a proposal that is not in flight: its fact came back,
// or a newer record ruled it out.
func (r *Router) Undo(now time.Time, d Decision) {
	at := nano(now)
	r.last = at
	if d.Request == "" {
		if a := r.agents[d.Agent]; a != nil && d.Kind != 0 && a.flight == d.Kind {
			a.flight = 0
			r.scheduleAgent(a, at)
		}
		return
	}
	q := r.requests[d.Request]
	if q == nil {
		return
	}
	i := slices.IndexFunc(q.pending, func(p Decision) bool {
		return p.Kind == d.Kind && p.Agent == d.Agent && p.Offer == d.Offer
	})
	if i < 0 {
		return
	}
	q.pending = slices.Delete(q.pending, i, i+1)
	if d.Kind == Offer || d.Kind == Assign {
		r.resolveCharge(q, &d, false, at)
	}
	if q.locked() {
		return
	}
	r.count(q, q.fills())
	if q.class != nil { // after a Widen: it is still in its line
		r.markChanged(q.class)
	} else if q.waits() {
		r.enter(q, at)
	}
	r.scheduleRequest(q, at)
	if q.waits() { // time may have passed while it was in flight
		r.recheck(q, at)
	}
}
