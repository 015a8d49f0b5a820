package routing_test

import (
	"cmp"
	"maps"
	"slices"
	"time"

	. "github.com/switchboard-go/switchboard/routing"
)

// scan is the plain model: it keeps nothing, and works out what Advance must
// return from the records alone, looking at every agent for every request.
type scan struct {
	cfg      Config
	agents   map[string]*AgentFact
	requests map[string]*RequestFact
	recorded map[string]int // by agent: the load without proposals
	flight   []Decision     // proposed, and neither committed nor undone
	now      time.Time

	out    []Decision
	locked map[string]bool
	left   map[string]bool // overflow or give-up in flight
	kept   map[string]bool // whether it is kept for those who speak its language
	batch  int
}

func newScan(cfg Config, h *host, now time.Time) *scan {
	s := &scan{cfg: cfg, agents: map[string]*AgentFact{}, requests: map[string]*RequestFact{}, now: now,
		recorded: map[string]int{}, kept: map[string]bool{},
		locked: map[string]bool{}, left: map[string]bool{}}
	for id, a := range h.agents {
		c := *a
		c.Channels = slices.Clone(a.Channels)
		s.agents[id], s.recorded[id] = &c, a.Used
	}
	for id, q := range h.requests {
		c := *q
		s.requests[id] = &c
	}
	for _, d := range h.flight {
		if q := s.requests[d.Request]; d.Request != "" && (q == nil || q.Rev != d.RequestRev) {
			continue
		}
		if a := s.agents[d.Agent]; d.Request == "" && (a == nil || a.Rev != d.AgentRev) {
			continue
		}
		s.flight = append(s.flight, d)
		s.hold(d)
	}
	return s
}

// hold has a proposal take what it needs.
func (s *scan) hold(d Decision) {
	if d.Request == "" {
		s.locked["agent "+d.Agent] = true
		return
	}
	s.locked[d.Request] = true
	switch d.Kind {
	case Overflow, GiveUp:
		s.left[d.Request] = true
	case Offer, Assign:
		a := s.agents[d.Agent]
		if a == nil {
			return
		}
		a.Used += d.Weight
		for i := range a.Channels {
			if a.Channels[i].Channel == channelName(s.requests[d.Request]) {
				a.Channels[i].Used++
			}
		}
		if d.At.After(a.IdleSince) {
			a.IdleSince = d.At
		}
		a.Turn = max(a.Turn, d.Turn)
	}
}

func channelName(q *RequestFact) string { return cmp.Or(q.Channel, "chat") }

func (s *scan) emit(d Decision) {
	d.At = s.now
	if q := s.requests[d.Request]; q != nil {
		d.RequestRev, d.Queue = q.Rev, cmp.Or(d.Queue, q.Queue)
	}
	if a := s.agents[d.Agent]; a != nil {
		d.AgentRev = a.Rev
	}
	s.out = append(s.out, d)
	s.hold(d)
}

// advance is what Router.Advance must return.
func (s *scan) advance() []Decision {
	for _, id := range slices.Sorted(maps.Keys(s.agents)) {
		s.lookAtAgent(s.agents[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.requests)) {
		if !s.locked[id] {
			s.lookAtRequest(s.requests[id])
		}
	}
	s.match()
	s.dismiss()
	return s.out
}

func (s *scan) lookAtAgent(a *AgentFact) {
	switch {
	case s.locked["agent "+a.ID]:
	case a.Mode != Offline && !a.LostSince.IsZero() && !s.now.Before(a.LostSince.Add(s.cfg.Grace)):
		s.emit(Decision{Kind: Lost, Agent: a.ID, Why: ReasonGrace})
	case s.cfg.Misses > 0 && a.Mode == Available && a.Missed >= s.cfg.Misses && a.LostSince.IsZero():
		s.emit(Decision{Kind: Pause, Agent: a.ID, Why: ReasonMissed})
	case a.Mode == Draining && a.Used == 0 && a.LostSince.IsZero() && !s.works(a.ID):
		s.emit(Decision{Kind: Drained, Agent: a.ID, Why: ReasonNoLoad})
	}
}

// works reports whether an agent has anything to finish.
func (s *scan) works(id string) bool {
	for _, q := range s.requests {
		if q.Agent == id || slices.ContainsFunc(q.Offers, func(o PendingOffer) bool { return o.Agent == id }) {
			return true
		}
	}
	return false
}

func (s *scan) gone(id string) bool {
	a := s.agents[id]
	return a == nil || a.Mode == Offline || !a.LostSince.IsZero() && !s.now.Before(a.LostSince.Add(s.cfg.Grace))
}

func (s *scan) lookAtRequest(q *RequestFact) {
	if s.endOffers(q) {
		return
	}
	switch {
	case q.Phase == Queued && s.noRoute(q):
		s.emit(Decision{Kind: GiveUp, Request: q.ID, Why: ReasonNoRoute})
	case q.Phase == Active && q.Agent != "":
		weight := q.Weight
		if q.Idle {
			weight = 0
		}
		if s.gone(q.Agent) {
			s.emit(Decision{Kind: Requeue, Request: q.ID, Agent: q.Agent, Why: ReasonAgentGone, Weight: weight,
				Priority: min(q.Priority+s.cfg.LostBoost, 1000)})
		} else if s.cfg.IdleAfter > 0 && !q.Idle && !q.LastMessage.IsZero() && !s.now.Before(q.LastMessage.Add(s.cfg.IdleAfter)) {
			s.emit(Decision{Kind: Idle, Request: q.ID, Agent: q.Agent, Why: ReasonSilence, Weight: weight})
		}
	case q.Phase == Wrapping && (s.gone(q.Agent) || !q.WrapUntil.IsZero() && !s.now.Before(q.WrapUntil)):
		s.emit(Decision{Kind: Wrapped, Request: q.ID, Agent: q.Agent, Why: ReasonWrapEnd, Weight: q.WrapWeight})
	}
}

func (s *scan) offerEnd(q *RequestFact, o PendingOffer) Reason {
	a := s.agents[o.Agent]
	switch {
	case q.Phase == Queued, q.Phase == Wrapping:
		return ReasonCancelled
	case (q.Phase == Active || q.Phase == Held) && !o.Transfer:
		return ReasonTaken
	case s.gone(o.Agent), !a.LostSince.IsZero():
		return ReasonAgentGone
	case a.Mode == Break:
		return ReasonAgentBreak
	case !o.Deadline.IsZero() && !s.now.Before(o.Deadline):
		return ReasonExpired
	case o.Transfer:
		return ReasonNone
	}
	cfg, _ := s.queue(q.Queue)
	queues, skilled := *q, *a
	queues.Skills, skilled.Queues = nil, nil
	_, in := s.serves(a, &queues, true)
	_, able := s.serves(&skilled, q, true)
	switch {
	case cfg.Manual:
		return ReasonManual
	case cfg.AutoAccept:
		return ReasonCancelled
	case s.surplus(a, q):
		return ReasonAtCapacity
	case !in || a.Never:
		return ReasonNotInQueue
	case !able:
		return ReasonSkill
	}
	return ReasonNone
}

// surplus gives up the offers of those that stand last, until what is recorded of the agent fits.
func (s *scan) surplus(a *AgentFact, q *RequestFact) bool {
	var on []*RequestFact
	for _, w := range s.requests {
		its := func(o PendingOffer) bool { return o.Agent == a.ID }
		if w.Phase == Offered && slices.ContainsFunc(w.Offers, its) {
			on = append(on, w)
		}
	}
	slices.SortFunc(on, s.byPlace)
	used := s.recorded[a.ID]
	for _, w := range slices.Backward(on) {
		if used <= a.Capacity {
			return false
		}
		if w.ID == q.ID {
			return true
		}
		used -= w.Weight
	}
	return used > a.Capacity
}

func (s *scan) endOffers(q *RequestFact) bool {
	var ds []Decision
	for _, o := range q.Offers {
		if why := s.offerEnd(q, o); why != ReasonNone {
			d := Decision{Kind: Rescind, Request: q.ID, Agent: o.Agent, Offer: o.Number, Why: why, Weight: q.Weight,
				Priority: q.Priority, Batch: s.batch + 1}
			if why == ReasonExpired {
				d.Until = s.now.Add(s.cfg.MissFor)
			}
			ds = append(ds, d)
		}
	}
	if len(ds) == 0 {
		return false
	}
	s.batch++
	for _, d := range ds {
		if len(ds) == len(q.Offers) && q.Phase == Offered {
			d.Kind = Requeue
		}
		s.emit(d)
	}
	return true
}

func (s *scan) queue(id string) (Queue, bool) {
	for _, q := range s.cfg.Queues {
		if q.ID == id {
			return q, true
		}
	}
	return Queue{ID: id}, false
}

func (s *scan) noRoute(q *RequestFact) bool {
	_, ok := s.queue(q.Queue)
	return !ok
}
