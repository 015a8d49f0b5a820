package routing

import (
	"iter"
	"slices"
	"time"
)

// roll is who serves a queue and which classes reach it. It is kept as agents and classes come and go, so that an agent who
// is new looks at the classes of its own queues alone, and a class that is new at the agents of its own.
type roll struct {
	members map[*agent]int // known agents, with the number of memberships
	classes []*class       // that take agents of this queue, those of a preferred agent left out
	delays  []time.Duration
	counts  []int // of memberships with each of the delays
	stale   bool  // the delays have changed since those who wait were looked at
}

// rollOf finds a queue's roll by the queue's id.
func (r *Router) rollOf(queue string) *roll {
	l := r.rolls[queue]
	if l == nil {
		l = &roll{members: map[*agent]int{}}
		r.rolls[queue] = l
	}
	return l
}

// enlist enters a known agent's memberships.
func (r *Router) enlist(a *agent, ms []Membership, now int64) {
	if len(ms) == 0 {
		r.everywhere[a] = struct{}{}
	}
	for _, m := range ms {
		l := r.rollOf(m.Queue)
		l.members[a]++
		r.steps++
		if m.Delay <= 0 {
			continue
		}
		i, found := slices.BinarySearch(l.delays, m.Delay)
		if found {
			l.counts[i]++
			continue
		}
		l.delays, l.counts = slices.Insert(l.delays, i, m.Delay), slices.Insert(l.counts, i, 1)
		r.delaysChanged(l, now)
	}
}

// strike takes memberships out again.
func (r *Router) strike(a *agent, ms []Membership, now int64) {
	if len(ms) == 0 {
		delete(r.everywhere, a)
	}
	for _, m := range ms {
		l := r.rollOf(m.Queue)
		r.steps++
		if l.members[a]--; l.members[a] == 0 {
			delete(l.members, a)
		}
		if m.Delay <= 0 {
			continue
		}
		i, _ := slices.BinarySearch(l.delays, m.Delay)
		if l.counts[i]--; l.counts[i] == 0 {
			l.delays, l.counts = slices.Delete(l.delays, i, i+1), slices.Delete(l.counts, i, i+1)
			r.delaysChanged(l, now)
		}
	}
}

// delaysChanged has everybody who waits within reach of a queue looked at, for whom agents may help sooner or later than
// they did. That happens once in the next Advance, however many agents change until then.
func (r *Router) delaysChanged(l *roll, now int64) {
	if l.stale || !slices.ContainsFunc(l.classes, func(c *class) bool { return c.line.n > 0 }) {
		return
	}
	l.stale = true
	r.stale = append(r.stale, l)
	r.alarms.set(&r.review, now)
}

// lookAtStale has those looked at whom changed delays may concern.
func (r *Router) lookAtStale(now int64) {
	for _, l := range r.stale {
		l.stale = false
		for _, c := range l.classes {
			for i := range c.line.n {
				r.touch(c.line.at(i).req, now)
				r.steps++
			}
		}
	}
	clear(r.stale)
	r.stale = r.stale[:0]
}

// after is, of a queue's delays, the last one that is over for a request, or 0, and the instant at which the next one is.
func (l *roll) after(q *request, now int64) (over time.Duration, next int64) {
	i, _ := slices.BinarySearchFunc(l.delays, now, func(d time.Duration, now int64) int {
		if later(q.since, d) <= now {
			return -1
		}
		return 1
	})
	next = never
	if i > 0 {
		over = l.delays[i-1]
	}
	if i < len(l.delays) {
		next = later(q.since, l.delays[i])
	}
	return over, next
}

// helpFor is the largest membership delay that the request has waited, in the queues that its ring reaches, and when the
// next one is over.
func (r *Router) helpFor(q *request, now int64) (over time.Duration, next int64) {
	over, next = q.queue.roll.after(q, now)
	for i := range min(q.ring, len(q.queue.Rings)) {
		for _, id := range q.queue.Rings[i].Queues {
			o, n := r.rollOf(id).after(q, now)
			over, next = max(over, o), min(next, n)
		}
	}
	return over, next
}

// candidates are the known agents who serve one of the class's queues, each once.
func (r *Router) candidates(c *class) iter.Seq[*agent] {
	return func(yield func(*agent) bool) {
		for a := range r.everywhere {
			if r.steps++; !yield(a) {
				return
			}
		}
		for i := range 1 + len(c.extra) {
			for a := range r.rollOf(c.reach(i)).members {
				if r.steps++; !c.met(a, i) && !yield(a) {
					return
				}
			}
		}
	}
}

// reach is the i-th of the queues whose agents may serve: the class's own, then those of the rings.
func (c *class) reach(i int) string {
	if i == 0 {
		return c.need.Queue
	}
	return c.extra[i-1]
}

// reaches reports whether agents of a queue may serve.
func (c *class) reaches(queue string) bool {
	return c.need.Queue == queue || slices.Contains(c.extra, queue)
}

// met reports whether an agent serves one of the first n queues.
func (c *class) met(a *agent, n int) bool {
	return n > 0 && slices.ContainsFunc(a.fact.Queues, func(m Membership) bool {
		return m.Queue == c.need.Queue || slices.Contains(c.extra[:n-1], m.Queue)
	})
}

// enrol enters a new class where agents look for it.
func (r *Router) enrol(c *class) {
	if c.only != "" {
		r.onlyFor[c.only] = append(r.onlyFor[c.only], c)
		return
	}
	for i := range 1 + len(c.extra) {
		l := r.rollOf(c.reach(i))
		l.classes = append(l.classes, c)
	}
}

// expel takes a class out again.
func (r *Router) expel(c *class) {
	if c.only != "" {
		if r.onlyFor[c.only] = drop(r.onlyFor[c.only], c); len(r.onlyFor[c.only]) == 0 {
			delete(r.onlyFor, c.only)
		}
		return
	}
	for i := range 1 + len(c.extra) {
		l := r.rollOf(c.reach(i))
		l.classes = drop(l.classes, c)
	}
}

// seat lets an agent into every class whose requirements are met.
func (r *Router) seat(a *agent) {
	for _, c := range r.onlyFor[a.fact.ID] {
		r.join(c, a)
	}
	if len(a.fact.Queues) == 0 {
		for _, c := range r.ordered {
			if c.only == "" {
				r.join(c, a)
			}
		}
	}
	for i, m := range a.fact.Queues {
		met := func(c *class) bool {
			return slices.ContainsFunc(a.fact.Queues[:i], func(m Membership) bool { return c.reaches(m.Queue) })
		}
		for _, c := range r.rollOf(m.Queue).classes {
			if !met(c) {
				r.join(c, a)
			}
		}
	}
}
