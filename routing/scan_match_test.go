package routing_test

import (
	"cmp"
	"slices"
	"time"

	. "github.com/switchboard-go/switchboard/routing"
)

func (s *scan) since(q *RequestFact) time.Time {
	if q.QueueSince.IsZero() {
		return q.EnqueuedAt
	}
	return q.QueueSince
}

func (s *scan) waited(q *RequestFact) time.Duration { return s.now.Sub(s.since(q)) }

func (s *scan) ring(q *RequestFact) int {
	cfg, _ := s.queue(q.Queue)
	n := min(q.Ring, len(cfg.Rings))
	for i, ring := range cfg.Rings {
		if s.waited(q) >= ring.After {
			n = max(n, i+1)
		}
	}
	return n
}

// byPlace orders by aged priority, arrival, id.
func (s *scan) byPlace(a, b *RequestFact) int {
	level := func(q *RequestFact) int {
		cfg, _ := s.queue(q.Queue)
		return min(max(q.Priority, -1000), 1000) + cfg.Priority
	}
	if s.cfg.Strict {
		if c := cmp.Compare(level(b), level(a)); c != 0 {
			return c
		}
	} else {
		ka := a.EnqueuedAt.Add(-time.Duration(level(a)) * s.cfg.Ageing)
		kb := b.EnqueuedAt.Add(-time.Duration(level(b)) * s.cfg.Ageing)
		if c := ka.Compare(kb); c != 0 {
			return c
		}
	}
	return cmp.Or(a.EnqueuedAt.Compare(b.EnqueuedAt), cmp.Compare(a.ID, b.ID))
}

// waiting lists who waits and has nothing in flight, by place.
func (s *scan) waiting() []*RequestFact {
	var ws []*RequestFact
	for _, q := range s.requests {
		if q.Phase == Queued && !s.locked[q.ID] && !s.noRoute(q) {
			ws = append(ws, q)
		}
	}
	slices.SortFunc(ws, s.byPlace)
	return ws
}

type pairRank struct{ tier, priority int }

// serves tells whether an agent meets the requirements, and with which rank.
func (s *scan) serves(a *AgentFact, q *RequestFact, sticky bool) (pairRank, bool) {
	cfg, _ := s.queue(q.Queue)
	queues, need := []string{q.Queue}, slices.Clone(q.Skills)
	for _, ring := range cfg.Rings[:s.ring(q)] {
		queues = append(queues, ring.Queues...)
		need = slices.DeleteFunc(need, func(n Skill) bool { return ring.Anyone || slices.Contains(ring.Drop, n.Name) })
		for i := range need {
			need[i].Level = max(1, need[i].Level-ring.Lower)
		}
	}
	for _, n := range need {
		if !slices.ContainsFunc(a.Skills, func(h Skill) bool { return h.Name == n.Name && h.Level >= n.Level }) {
			return pairRank{}, false
		}
	}
	best, found := pairRank{tier: a.Tier}, len(a.Queues) == 0
	for _, m := range a.Queues {
		if slices.Contains(queues, m.Queue) && (sticky || s.waited(q) >= m.Delay) && (!found || m.Priority < best.priority) {
			best.priority, found = m.Priority, true
		}
	}
	return best, found
}

// exclusion is what keeps an agent from a request now, if anything does.
func (s *scan) exclusion(a *AgentFact, q *RequestFact) (Exclusion, bool) {
	for _, e := range q.Exclude {
		if e.Agent == a.ID && (e.Until.IsZero() || s.now.Before(e.Until)) {
			return e, true
		}
	}
	return Exclusion{}, false
}

// excluded reports whether a request is kept from an agent who is not its last resort.
func (s *scan) excluded(a *AgentFact, q *RequestFact) bool {
	mine, ok := s.exclusion(a, q)
	if !ok || mine.Again.IsZero() || s.now.Before(mine.Again) {
		return ok
	}
	for _, b := range s.agents { // somebody else is left, or comes before
		if !s.able(b, q) {
			continue
		}
		e, ok := s.exclusion(b, q)
		if !ok || !e.Again.IsZero() && !e.Until.IsZero() && (mine.Until.IsZero() || e.Until.Before(mine.Until)) {
			return true
		}
	}
	return false
}

// able reports whether an agent is at work and could take a request with nothing else to do.
func (s *scan) able(a *AgentFact, q *RequestFact) bool {
	_, serves := s.serves(a, q, false)
	return serves && s.atWork(a) && a.Capacity >= q.Weight &&
		!slices.ContainsFunc(a.Channels, func(c ChannelLoad) bool { return c.Channel == channelName(q) && c.Max <= 0 })
}

func (s *scan) atWork(a *AgentFact) bool {
	return a.Mode == Available && a.LostSince.IsZero() && !a.Never && (s.cfg.Misses == 0 || a.Missed < s.cfg.Misses)
}

func (s *scan) sticky(q *RequestFact) bool {
	a := s.agents[q.Prefer]
	if a == nil {
		return false
	}
	_, excluded := s.exclusion(a, q)
	return s.now.Before(q.PreferUntil) && a.Mode == Available && !a.Never && !s.gone(a.ID) && !excluded
}

// can tells whether an agent could take a request this instant.
func (s *scan) can(a *AgentFact, q *RequestFact) (pairRank, bool) {
	sticky := s.sticky(q)
	if sticky && a.ID != q.Prefer || s.excluded(a, q) {
		return pairRank{}, false
	}
	if !s.atWork(a) {
		return pairRank{}, false
	}
	if !sticky && s.asksLanguage(q) && !understands(a, q) {
		return pairRank{}, false
	}
	if a.Capacity-a.Used < q.Weight {
		return pairRank{}, false
	}
	for _, c := range a.Channels {
		if c.Channel == channelName(q) && c.Used >= c.Max {
			return pairRank{}, false
		}
	}
	return s.serves(a, q, sticky)
}

func understands(a *AgentFact, q *RequestFact) bool {
	return len(a.Languages) == 0 || slices.Contains(a.Languages, q.Language)
}

// asksLanguage reports whether a request is kept for those who speak its language: one of them is
// there. That stays so during one Advance.
func (s *scan) asksLanguage(q *RequestFact) bool {
	asks, known := s.kept[q.ID]
	if !known {
		asks = s.keeps(q)
		s.kept[q.ID] = asks
	}
	return asks
}

func (s *scan) keeps(q *RequestFact) bool {
	cfg, _ := s.queue(q.Queue)
	if q.Language == "" || s.waited(q) >= cfg.LanguageFor {
		return false
	}
	for _, a := range s.agents {
		if _, excluded := s.exclusion(a, q); !excluded && understands(a, q) && s.able(a, q) {
			return true
		}
	}
	return false
}

func (s *scan) match() {
	ws := s.waiting()
	for {
		// The lowest rank at which somebody can be served, and there the first by place.
		var best *RequestFact
		var at pairRank
		for _, q := range ws {
			if cfg, _ := s.queue(q.Queue); cfg.Manual || s.locked[q.ID] {
				continue
			}
			for _, a := range s.agents {
				if r, ok := s.can(a, q); ok && (best == nil || less(r, at)) {
					best, at = q, r
				}
			}
		}
		if best == nil {
			return
		}
		s.give(best, at)
	}
}

func less(a, b pairRank) bool {
	return a.tier < b.tier || a.tier == b.tier && a.priority < b.priority
}

// pick is the best agent of a rank, passing over some.
func (s *scan) pick(q *RequestFact, at pairRank, cfg Queue, not []string) *AgentFact {
	need := Requirement{Queue: q.Queue, Channel: channelName(q), Weight: q.Weight, Skills: s.minima(q, cfg)}
	var best *AgentFact
	for _, a := range s.agents {
		if r, ok := s.can(a, q); !ok || r != at || slices.Contains(not, a.ID) {
			continue
		}
		if best == nil || s.before(cfg.Strategy, need, a, best) {
			best = a
		}
	}
	return best
}

func (s *scan) minima(q *RequestFact, cfg Queue) []Skill {
	need := slices.Clone(q.Skills)
	for _, ring := range cfg.Rings[:s.ring(q)] {
		need = slices.DeleteFunc(need, func(n Skill) bool { return ring.Anyone || slices.Contains(ring.Drop, n.Name) })
	}
	return need
}

func view(a *AgentFact) AgentView {
	return AgentView{ID: a.ID, Tier: a.Tier, Capacity: a.Capacity, Used: a.Used, Share: max(1, a.Share), Turn: a.Turn,
		Busy: a.Busy, IdleSince: a.IdleSince, Skills: a.Skills}
}

func (s *scan) before(st Strategy, need Requirement, a, b *AgentFact) bool {
	if st.Less(need, view(a), view(b)) {
		return true
	}
	if st.Less(need, view(b), view(a)) {
		return false
	}
	return cmp.Or(a.IdleSince.Compare(b.IdleSince), cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.ID, b.ID)) < 0
}

func (s *scan) give(q *RequestFact, at pairRank) {
	cfg, _ := s.queue(q.Queue)
	why := ReasonBest
	if s.sticky(q) {
		why = ReasonPreferred
	}
	ring := s.ring(q)
	first := s.pick(q, at, cfg, nil)
	if _, excluded := s.exclusion(first, q); excluded {
		why = ReasonLastResort
	}
	d := Decision{Kind: Assign, Request: q.ID, Agent: first.ID, Offer: q.Offered + 1, Why: why, Ring: ring, Weight: q.Weight}
	if cfg.AutoAccept || first.AutoAccept {
		d.Turn = s.turn(first, cfg)
		s.emit(d)
		return
	}
	s.batch++
	var asked []string
	for n := 1; n <= cfg.Broadcast; n++ {
		a := s.pick(q, at, cfg, asked)
		if a == nil {
			return
		}
		asked = append(asked, a.ID)
		d.Kind, d.Agent, d.Offer, d.Turn = Offer, a.ID, q.Offered+n, s.turn(a, cfg)
		d.Deadline, d.Batch = s.now.Add(cfg.OfferFor), s.batch
		s.emit(d)
	}
}

func (s *scan) turn(a *AgentFact, cfg Queue) int64 {
	top := int64(0)
	for _, b := range s.agents {
		top = max(top, b.Turn)
	}
	if cfg.Strategy == Weighted {
		return max(a.Turn, top-1<<20) + 1<<20/int64(max(1, a.Share))
	}
	return top + 1
}

func (s *scan) dismiss() {
	for _, q := range s.waiting() {
		s.dismissOne(q)
	}
	for _, q := range s.waiting() {
		if n := s.ring(q); n > q.Ring {
			s.emit(Decision{Kind: Widen, Request: q.ID, Why: ReasonRing, Ring: n})
		}
	}
	for _, cfg := range s.cfg.Queues {
		for cfg.Limit > 0 && s.size(cfg.ID) > cfg.Limit {
			var last *RequestFact
			for _, q := range s.waiting() {
				if q.Queue == cfg.ID && s.arrives(q) &&
					(last == nil || cmp.Or(q.EnqueuedAt.Compare(last.EnqueuedAt), cmp.Compare(q.ID, last.ID)) > 0) {
					last = q
				}
			}
			if last == nil {
				break
			}
			s.emit(Decision{Kind: GiveUp, Request: last.ID, Why: ReasonQueueFull})
		}
	}
	for _, q := range s.waiting() {
		if cfg, _ := s.queue(q.Queue); s.arrives(q) && cfg.Limit > 0 {
			s.emit(Decision{Kind: Admit, Request: q.ID, Why: ReasonAdmitted})
		}
	}
}

func (s *scan) arrives(q *RequestFact) bool {
	return !q.Admitted && q.Offered == 0 && s.since(q).Equal(q.EnqueuedAt)
}

func (s *scan) dismissOne(q *RequestFact) {
	cfg, _ := s.queue(q.Queue)
	over := cfg.MaxWait > 0 && s.waited(q) >= cfg.MaxWait
	if cfg.Overflow != "" && (s.waited(q) >= cfg.OverflowAfter || over) {
		for id := cfg.Overflow; id != ""; {
			to, _ := s.queue(id)
			if to.Limit == 0 || s.size(id) < to.Limit {
				s.emit(Decision{Kind: Overflow, Request: q.ID, Why: ReasonOverflow, Queue: id})
				return
			}
			id = to.Overflow
		}
	}
	if over {
		s.emit(Decision{Kind: GiveUp, Request: q.ID, Why: ReasonMaxWait})
	}
}

// size counts who fills a queue.
func (s *scan) size(id string) int {
	n := 0
	for _, q := range s.requests {
		if q.Queue == id && (q.Phase == Queued || q.Phase == Offered) && !s.left[q.ID] {
			n++
		}
	}
	return n
}
