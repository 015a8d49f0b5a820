package routing

// match gives waiting requests to agents with room. It goes through the ranks from the lowest;
// within a rank, requests go by place, and each takes the best agent by strategy. It visits only
// the classes in which something changed: in the others nobody can be served, or somebody would
// have been before.
func (r *Router) match(now int64) {
	changed := r.changed[:0]
	for _, c := range r.changed {
		c.changed = false
		if !c.dead && c.line.n > 0 && !c.queue.Manual && !c.queue.unlisted {
			changed = append(changed, c)
		}
	}
	clear(r.changed[len(changed):])
	r.changed = changed
	// Everybody of a lower rank is asked before anybody of the next one, in all classes alike.
	// Within a rank, the classes take turns by the place of their next request.
	for at, ok := nextRank(changed, nil); ok; at, ok = nextRank(changed, &at) {
		for _, c := range changed {
			c.cursor, c.current = 0, c.groupAt(at)
		}
		for c := foremost(changed); c != nil; c = foremost(changed) {
			if !r.give(c.line.at(c.cursor).req, c, now) {
				c.cursor++
			}
		}
	}
	clear(r.changed)
	r.changed = r.changed[:0]
}

// nextRank returns the lowest rank above the last one that has an agent with room.
func nextRank(changed []*class, last *rank) (next rank, ok bool) {
	for _, c := range changed {
		for _, b := range c.groups {
			if b.mask != 0 && (last == nil || last.before(b.rank)) && (!ok || b.rank.before(next)) {
				next, ok = b.rank, true
			}
		}
	}
	return next, ok
}

// groupAt returns the class's group of a rank, or nil.
func (c *class) groupAt(at rank) *group {
	for _, b := range c.groups {
		if b.rank == at {
			return b
		}
	}
	return nil
}

// foremost returns the class whose next request goes first, or nil if no class has a request and an
// agent left.
func foremost(changed []*class) *class {
	var best *class
	for _, c := range changed {
		if c.current == nil || c.current.mask == 0 {
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

// give proposes a request to the best agent of the class's current group, or to several, and takes
// it out of the line. It reports whether there was one.
func (r *Router) give(q *request, c *class, now int64) bool {
	if len(q.fact.Exclude) == 0 {
		return r.giveBest(q, c, now)
	}
	// It is set only while the match looks for this request, and read by request.bars.
	q.lastResort = q.lastResortEnd(c, now)
	given := r.giveBest(q, c, now)
	q.lastResort = 0
	return given
}

// giveBest is give without a last resort.
func (r *Router) giveBest(q *request, c *class, now int64) bool {
	s := c.current.best(q, now)
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
		// A proposal charges the agent, who may leave the lane with it, so the next best is asked
		// for anew.
		if n < c.queue.Broadcast {
			s = c.current.best(q, now)
		}
	}
	r.leave(q)
	return true
}

// propose charges the agent and adds the decision. n counts the offers of a broadcast from 1.
func (r *Router) propose(q *request, s *seat, kind Kind, n int, now int64) {
	a := s.agent
	r.rates.agent(a, now)
	d := Decision{Kind: kind, Agent: a.fact.ID, Offer: q.fact.Offered + n, Why: ReasonBest,
		Queue: q.fact.Queue, Ring: q.ring, Weight: q.weight, Turn: r.turnAfter(a, s.class.order)}
	if s.class.only != "" {
		d.Why = ReasonPreferred
	}
	if q.lastResort != 0 {
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
	a.addCharge(&a.charges[len(a.charges)-1])
	r.turnChanged(d.Turn, d.Turn)
	a.relinkSeats()
	r.emit(q, d)
}

// turnScale is how much a turn counts under Weighted for an agent whose Share is 1.
const turnScale = 1 << 20

// turnAfter returns the agent's turn after getting one more request. Under Weighted a turn counts
// turnScale/Share, and an agent who was away does not catch up on the turns missed.
func (r *Router) turnAfter(a *agent, o order) int64 {
	top := r.highestTurn()
	if o.strategy == nil && o.builtin == Weighted {
		return max(a.turn, top-turnScale) + max(1, turnScale/int64(max(a.fact.Share, 1)))
	}
	return top + 1
}
