package routing

// match gives waiting requests to free agents. Ranks (tier, then queue
// priority) go first to last; within a rank requests go by place, and each
// takes the best agent by strategy. Only classes in which something changed
// are looked at: in the others nobody can be served, or somebody would have been.
func (r *Router) match(now int64) {
	hot := r.hot[:0]
	for _, c := range r.hot {
		c.hot = false
		if !c.dead && c.line.n > 0 && !c.queue.Manual && !c.queue.unlisted {
			hot = append(hot, c)
		}
	}
	clear(r.hot[len(hot):])
	r.hot = hot
	for at, ok := nextRank(hot, nil); ok; at, ok = nextRank(hot, &at) {
		for _, c := range hot {
			c.cursor, c.at = 0, c.bench(at)
		}
		for c := foremost(hot); c != nil; c = foremost(hot) {
			if !r.give(c.line.at(c.cursor).req, c, now) {
				c.cursor++
			}
		}
	}
	clear(r.hot)
	r.hot = r.hot[:0]
}

// nextRank is the lowest rank with a free agent above the last one.
func nextRank(hot []*class, last *rank) (next rank, ok bool) {
	for _, c := range hot {
		for _, b := range c.benches {
			if b.mask != 0 && (last == nil || last.before(b.rank)) && (!ok || b.rank.before(next)) {
				next, ok = b.rank, true
			}
		}
	}
	return next, ok
}

// bench is the class's bench of a rank, or nil.
func (c *class) bench(at rank) *bench {
	for _, b := range c.benches {
		if b.rank == at {
			return b
		}
	}
	return nil
}

// foremost is the class whose next request goes first, or nil.
func foremost(hot []*class) *class {
	var best *class
	for _, c := range hot {
		if c.at == nil || c.at.mask == 0 {
			continue
		}
		for c.cursor < c.line.n && c.line.at(c.cursor).req.locked() {
			c.cursor++
		}
		if c.cursor < c.line.n && (best == nil || c.line.at(c.cursor).before(best.line.at(best.cursor))) {
			best = c
		}
	}
	return best
}

// give proposes a request to the best agent of the class's present bench, or
// to several, and takes it out of the line.
func (r *Router) give(q *request, c *class, now int64) bool {
	if len(q.fact.Exclude) == 0 {
		return r.giveBest(q, c, now)
	}
	q.lift = q.liftOf(c, now)
	given := r.giveBest(q, c, now)
	q.lift = 0
	return given
}

func (r *Router) giveBest(q *request, c *class, now int64) bool {
	s := c.at.best(q, now)
	if s == nil {
		return false
	}
	if c.queue.AutoAccept || s.agent.fact.AutoAccept {
		r.propose(q, s, Assign, 1, now)
		r.leave(q)
		return true
	}
	r.batch++
	for n := 1; s != nil && n <= c.queue.Broadcast; n++ {
		r.propose(q, s, Offer, n, now)
		if n < c.queue.Broadcast {
			s = c.at.best(q, now)
		}
	}
	r.leave(q)
	return true
}

// propose charges the agent and writes the decision. n counts within a broadcast.
func (r *Router) propose(q *request, s *seat, kind Kind, n int, now int64) {
	a := s.agent
	r.rates.agent(a, now)
	d := Decision{Kind: kind, Agent: a.fact.ID, Offer: q.fact.Offered + n, Why: ReasonBest,
		Queue: q.fact.Queue, Ring: q.ring, Weight: q.weight, Turn: r.turnAfter(a, s.class.order)}
	if s.class.only != "" {
		d.Why = ReasonPreferred
	}
	if q.lift != 0 {
		d.Why = ReasonLastResort
	}
	if kind == Offer {
		d.Batch = r.batch
		d.Deadline = r.now.Add(s.class.queue.OfferFor)
	}
	if !q.locked() {
		q.chosen = q.chosen[:0]
	}
	q.chosen = append(q.chosen, choice{a.fact.ID, a.idle, a.turn})
	a.charges = append(a.charges, charge{req: q, number: d.Offer, weight: q.weight, channel: q.channel,
		at: now, turn: d.Turn, rev: a.fact.Rev})
	a.bear(&a.charges[len(a.charges)-1])
	r.turnChanged(d.Turn, d.Turn)
	a.reseat()
	r.emit(q, d)
}

// turnScale is a turn of an agent with Share 1 under Weighted.
const turnScale = 1 << 20

// turnAfter is the agent's turn once it got a request. Under Weighted a turn
// is worth turnScale/Share, and who was away does not catch up what was missed.
func (r *Router) turnAfter(a *agent, o order) int64 {
	top := r.highestTurn()
	if o.strategy == nil && o.builtin == Weighted {
		return max(a.turn, top-turnScale) + max(1, turnScale/int64(max(a.fact.Share, 1)))
	}
	return top + 1
}
