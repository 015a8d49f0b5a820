package routing_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/switchboard-go/switchboard/routing"
)

// agentMoves changes an agent's presence.
func (h *host) agentMoves() {
	id := pick(h, h.agents, func(*AgentFact) bool { return true })
	if id == "" {
		h.agentChanges()
		return
	}
	a := h.agents[id]
	switch h.rnd.IntN(9) {
	case 0:
		a.Mode, a.LostSince = Offline, time.Time{}
	case 1:
		a.Mode = Break
	case 2:
		a.Mode = Draining
	case 3:
		if a.LostSince.IsZero() && a.Mode != Offline {
			a.LostSince = h.now
		}
	default:
		a.Mode, a.LostSince = Available, time.Time{}
	}
	h.change(id)
}

// agentChanges adds, rewrites or deletes an agent.
func (h *host) agentChanges() {
	id := fmt.Sprintf("a%d", h.rnd.IntN(8))
	a := h.agents[id]
	if a != nil && h.rnd.IntN(6) == 0 {
		h.deleteAgent(id)
		return
	}
	if a == nil {
		a = &AgentFact{ID: id, Rev: h.epoch(), Mode: Available, IdleSince: h.now}
		h.agents[id] = a
		for _, q := range h.requests { // what a returning agent still owns
			h.recharge(a, q)
		}
	}
	a.Capacity, a.Tier, a.Share, a.Busy = h.rnd.IntN(5), h.rnd.IntN(2), h.rnd.IntN(4), h.rnd.IntN(3)*100
	if h.rnd.IntN(10) == 0 {
		a.Capacity += 14
	}
	a.Never, a.AutoAccept = h.rnd.IntN(12) == 0, h.rnd.IntN(5) == 0
	a.Skills, a.Queues, a.Languages = h.skills(2), nil, [][]string{nil, {"pl"}, {"et"}, {"en", "pl"}}[h.rnd.IntN(4)]
	for _, q := range h.cfg.Queues {
		if h.rnd.IntN(2) == 0 {
			a.Queues = append(a.Queues, Membership{q.ID, h.rnd.IntN(2), time.Duration(h.rnd.IntN(3)*h.rnd.IntN(2)) * 7 * time.Second})
		}
	}
	if len(a.Channels) == 0 {
		a.Channels = []ChannelLoad{{Channel: "mail"}}
		for _, q := range h.requests {
			if channelName(q) == "mail" {
				h.countMail(a, q)
			}
		}
	}
	a.Channels[0].Max = 1 + h.rnd.IntN(2)
	h.change(id)
}

func (h *host) countMail(a *AgentFact, q *RequestFact) {
	for _, o := range q.Offers {
		if o.Agent == a.ID {
			a.Channels[0].Used++
		}
	}
	if q.Agent == a.ID && !q.Idle {
		a.Channels[0].Used++
	}
}

func (h *host) recharge(a *AgentFact, q *RequestFact) {
	for _, o := range q.Offers {
		if o.Agent == a.ID {
			a.Used += q.Weight
		}
	}
	switch {
	case q.Agent != a.ID || q.Idle:
	case q.Phase == Wrapping:
		a.Used += q.WrapWeight
	default:
		a.Used += q.Weight
	}
}

func (h *host) deleteAgent(id string) {
	a := h.agents[id]
	delete(h.agents, id)
	h.flight = slices.DeleteFunc(h.flight, func(d Decision) bool { return d.Request == "" && d.Agent == id })
	h.r.Set(h.now, AgentFact{ID: id, Rev: a.Rev + 1, Gone: true})
}

// epoch is a revision above all those of an agent's former lives.
func (h *host) epoch() uint64 {
	h.lives++
	return 1_000_000 * h.lives
}
