package routing

import "time"

// Wait lets a request wait for which Assign found nobody. Its place goes by the config's ageing or
// strict priority, then by arrival, then by id.
func (m *Matcher) Wait(n *Need, id string, enqueued time.Time, priority int) {
	r := m.r
	var q *request
	if last := len(r.spare) - 1; last >= 0 {
		q, r.spare = r.spare[last], r.spare[:last]
	} else {
		q = &request{}
	}
	q.fact.ID, q.fact.EnqueuedAt, q.fact.Priority, q.queue = id, enqueued, priority, n.class.queue
	r.setPlace(q)
	n.class.line.add(q.place())
}

// Next takes the first waiting request that an agent can serve and has room for out of its line,
// and charges it. ok is false if there is none.
func (m *Matcher) Next(now time.Time, agent string) (id string, a Assignment, ok bool) {
	x := m.r.agents[agent]
	if x == nil {
		return "", Assignment{}, false
	}
	if id, a, ok = m.takeNext(x); ok {
		m.shift(now, a, 1)
	}
	return id, a, ok
}

// Swap is Release and Next in one call: an agent finishes one request and begins the next. It costs
// less than the two.
func (m *Matcher) Swap(now time.Time, done Assignment) (id string, a Assignment, ok bool) {
	done.load(-1)
	id, a, ok = m.takeNext(done.agent)
	if ok {
		a.load(1)
	}
	done.agent.idle = nano(now)
	done.agent.relinkSeats()
	return id, a, ok
}

// takeNext takes the request out of its line. The caller charges it afterwards.
func (m *Matcher) takeNext(x *agent) (id string, a Assignment, ok bool) {
	var best *seat
	for _, s := range x.seats {
		if s.class.line.n > 0 && (best == nil || s.goesBefore(best)) && s.wants() {
			best = s
		}
	}
	if best == nil {
		return "", Assignment{}, false
	}
	l := &best.class.line
	q := l.front.req
	l.remove(l.front)
	m.r.spare = append(m.r.spare, q)
	m.turn(best)
	return q.fact.ID, best.assignment(), true
}

// goesBefore reports whether the first request of one class goes before that of another, for an
// agent seated in both.
func (s *seat) goesBefore(o *seat) bool {
	if s.group.rank != o.group.rank {
		return s.group.rank.before(o.group.rank)
	}
	return s.class.line.front.before(o.class.line.front)
}
