package routing

import "time"

// Wait lets a request wait that Assign had nobody for. Places go by the
// config's ageing or strict priority, then by arrival, then by id.
func (m *Matcher) Wait(n *Need, id string, enqueued time.Time, priority int) {
	r := m.r
	var q *request
	if last := len(r.spare) - 1; last >= 0 {
		q, r.spare = r.spare[last], r.spare[:last]
	} else {
		q = &request{}
	}
	q.fact.ID, q.fact.EnqueuedAt, q.fact.Priority, q.queue = id, enqueued, priority, n.class.queue
	r.rank(q)
	n.class.line.add(q.place())
}

// Next takes the first waiting request that an agent can serve and has room
// for, and charges it.
func (m *Matcher) Next(now time.Time, agent string) (id string, a Assignment, ok bool) {
	x := m.r.agents[agent]
	if x == nil {
		return "", Assignment{}, false
	}
	if id, a, ok = m.take(x); ok {
		m.shift(now, a, 1)
	}
	return id, a, ok
}

// Swap is Release and Next in one: a busy agent finishes one request and
// begins the next without being looked for.
func (m *Matcher) Swap(now time.Time, done Assignment) (id string, a Assignment, ok bool) {
	done.load(-1)
	id, a, ok = m.take(done.agent)
	if ok {
		a.load(1)
	}
	done.agent.idle = nano(now)
	done.agent.reseat()
	return id, a, ok
}

// take pops the request; its charge is still to come.
func (m *Matcher) take(x *agent) (id string, a Assignment, ok bool) {
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

// goesBefore compares the first requests of two classes, as the agent sees them.
func (s *seat) goesBefore(o *seat) bool {
	if s.bench.rank != o.bench.rank {
		return s.bench.rank.before(o.bench.rank)
	}
	return s.class.line.front.before(o.class.line.front)
}
