package routing_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	. "github.com/switchboard-go/switchboard/routing"
)

// step makes one random thing happen.
func (h *host) step() {
	switch n := h.rnd.IntN(100); {
	case n < 22:
		h.arrive()
	case n < 40:
		h.answer()
	case n < 52:
		h.finish()
	case n < 60:
		h.agentMoves()
	case n < 63:
		h.agentChanges()
	case n < 66:
		h.leaves()
	case n < 69:
		h.talks()
	case n < 71:
		h.holds()
	case n < 73:
		h.transfers()
	case n < 76:
		h.land()
	case n < 90:
		h.now = h.now.Add(time.Duration(h.rnd.IntN(6)) * time.Second)
	default:
		if at, ok := h.r.NextDeadline(); ok && at.After(h.now) && at.Before(h.now.Add(time.Hour)) {
			h.now = at
		}
	}
}

// any is a random member of a map's keys that passes, or "".
func pick[T any](h *host, m map[string]*T, ok func(*T) bool) string {
	keys := slices.Sorted(maps.Keys(m))
	keys = slices.DeleteFunc(keys, func(k string) bool { return !ok(m[k]) })
	if len(keys) == 0 {
		return ""
	}
	return keys[h.rnd.IntN(len(keys))]
}

var skillNames = []string{"de", "en", "fr"}

func (h *host) skills(n int) []Skill {
	var ss []Skill
	for _, name := range skillNames {
		if h.rnd.IntN(3) < n {
			ss = append(ss, Skill{name, 1 + h.rnd.IntN(3)})
		}
	}
	return ss
}

func (h *host) queueName() string { return h.cfg.Queues[h.rnd.IntN(len(h.cfg.Queues))].ID }

func (h *host) arrive() {
	if len(h.requests) > 40 {
		return
	}
	h.born++
	q := &RequestFact{ID: fmt.Sprintf("r%d", h.born), Queue: h.queueName(), Weight: 1 + h.rnd.IntN(2), EnqueuedAt: h.now,
		Priority: h.rnd.IntN(3) - 1}
	if h.rnd.IntN(2) == 0 {
		q.Skills = h.skills(1)
	}
	if h.rnd.IntN(2) == 0 {
		q.Language = []string{"pl", "et"}[h.rnd.IntN(2)]
	}
	if h.rnd.IntN(3) == 0 {
		q.Channel = "mail"
	}
	if h.rnd.IntN(6) == 0 {
		q.Prefer, q.PreferUntil = fmt.Sprintf("a%d", h.rnd.IntN(8)), h.now.Add(time.Duration(h.rnd.IntN(20))*time.Second)
	}
	if h.rnd.IntN(10) == 0 {
		q.Exclude = []Exclusion{{Agent: fmt.Sprintf("a%d", h.rnd.IntN(8))}}
	}
	if h.rnd.IntN(5) == 0 { // nearly everybody missed, declined or handed it on
		for i := range 8 {
			x := Exclusion{Agent: fmt.Sprintf("a%d", i)}
			if h.rnd.IntN(8) > 0 {
				x.Again = h.now.Add(time.Duration(h.rnd.IntN(12)) * time.Second)
			}
			if h.rnd.IntN(4) > 0 {
				x.Until = h.now.Add(time.Duration(4+h.rnd.IntN(6)*10) * time.Second)
			}
			if h.rnd.IntN(12) > 0 {
				q.Exclude = append(q.Exclude, x)
			}
		}
	}
	q.Admitted = h.rnd.IntN(4) == 0
	if h.rnd.IntN(60) == 0 {
		q.Queue = "nowhere"
	}
	h.requests[q.ID] = q
	h.change(q.ID)
}

// answer accepts or declines a pending offer.
func (h *host) answer() {
	id := pick(h, h.requests, func(q *RequestFact) bool { return len(q.Offers) > 0 })
	if id == "" {
		return
	}
	q := h.requests[id]
	o := q.Offers[h.rnd.IntN(len(q.Offers))]
	a := h.agents[o.Agent]
	q.Offers = slices.DeleteFunc(slices.Clone(q.Offers), func(x PendingOffer) bool { return x.Number == o.Number })
	if h.rnd.IntN(4) > 0 && a != nil && q.Phase == Offered {
		q.Phase, q.Agent, q.LastMessage, a.Missed = Active, o.Agent, h.now, 0
		h.change(id, o.Agent)
		return
	}
	h.release(o.Agent, q, q.Weight)
	q.Exclude = PassOver(q.Exclude, o.Agent, h.now, h.cfg.DeclineFor)
	if len(q.Offers) == 0 && q.Phase == Offered {
		q.Phase = Queued
	}
	h.change(id, o.Agent)
}

// finish ends a chat, with or without a wrap-up.
func (h *host) finish() {
	id := pick(h, h.requests, func(q *RequestFact) bool { return q.Phase == Active || q.Phase == Held })
	if id == "" {
		return
	}
	q := h.requests[id]
	owner, charged := q.Agent, q.Weight
	if q.Idle {
		charged = 0
	}
	if h.rnd.IntN(2) == 0 && !q.Idle && q.Phase == Active && len(q.Offers) == 0 {
		q.Phase, q.WrapWeight, q.WrapUntil = Wrapping, h.rnd.IntN(q.Weight+1), h.now.Add(5*time.Second)
		h.charge(owner, q, q.WrapWeight-charged, 0)
		h.change(id, owner)
		return
	}
	h.free(q)
	h.end(id, "closed")
}

// free returns all a request charges.
func (h *host) free(q *RequestFact) {
	ids := []string{}
	for _, o := range q.Offers {
		h.release(o.Agent, q, q.Weight)
		ids = append(ids, o.Agent)
	}
	switch {
	case q.Agent == "":
	case q.Phase == Wrapping:
		h.release(q.Agent, q, q.WrapWeight)
		ids = append(ids, q.Agent)
	case !q.Idle:
		h.release(q.Agent, q, q.Weight)
		ids = append(ids, q.Agent)
	}
	slices.Sort(ids)
	h.change(slices.Compact(ids)...)
}

func (h *host) leaves() {
	if id := pick(h, h.requests, func(q *RequestFact) bool { return q.Phase <= Offered }); id != "" {
		h.free(h.requests[id])
		h.end(id, "abandoned")
	}
}

func (h *host) talks() {
	id := pick(h, h.requests, func(q *RequestFact) bool { return q.Phase != Wrapping })
	if id == "" {
		return
	}
	q := h.requests[id]
	q.LastMessage = h.now
	if q.Idle { // takes its slot back, above the capacity if need be
		q.Idle = false
		h.charge(q.Agent, q, q.Weight, 1)
		h.change(id, q.Agent)
		return
	}
	h.change(id)
}

func (h *host) holds() {
	id := pick(h, h.requests, func(q *RequestFact) bool { return q.Phase == Active || q.Phase == Held })
	if id == "" {
		return
	}
	q := h.requests[id]
	q.Phase = Active + Held - q.Phase
	q.LastMessage = h.now
	h.change(id)
}

// transfers sends an active chat to another queue, or offers it to an agent.
func (h *host) transfers() {
	id := pick(h, h.requests, func(q *RequestFact) bool { return q.Phase == Active && !q.Idle && len(q.Offers) == 0 })
	to := pick(h, h.agents, func(a *AgentFact) bool { return a.Mode == Available && a.LostSince.IsZero() })
	if id == "" {
		return
	}
	q := h.requests[id]
	if h.rnd.IntN(2) == 0 && to != "" && to != q.Agent {
		q.Offered++
		q.Offers = []PendingOffer{{Number: q.Offered, Agent: to, Deadline: h.now.Add(8 * time.Second), Transfer: true}}
		h.charge(to, q, q.Weight, 1)
		h.change(id, to)
		return
	}
	owner := q.Agent
	h.release(owner, q, q.Weight)
	q.Phase, q.Agent, q.Queue, q.QueueSince, q.Ring = Queued, "", h.queueName(), h.now, 0
	q.Exclude = append(LeaveBehind(Owned(q.Exclude, owner)), Exclusion{Agent: owner, Again: h.now.Add(6 * time.Second)})
	h.change(id, owner)
}
