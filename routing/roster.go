package routing

import (
	"iter"
	"slices"
	"time"
)

// roster says who serves a queue, and which classes its agents may serve. With it, a new agent is
// compared with the classes of the agent's own queues alone, and a new class with the agents of its
// own queues.
type roster struct {
	members map[*agent]int  // known agents, with how many memberships they have in this queue
	classes []*class        // that this queue's agents may serve, except those of a preferred agent
	delays  []time.Duration // of the memberships, ascending, each once
	counts  []int           // how many memberships have each of the delays
	stale   bool            // the delays changed, and the waiting requests have not been rechecked yet
}

// rosterOf returns a queue's roster. It makes it if there is none.
func (r *Router) rosterOf(queue string) *roster {
	l := r.rosters[queue]
	if l == nil {
		l = &roster{members: map[*agent]int{}}
		r.rosters[queue] = l
	}
	return l
}

// addMemberships enters an agent's memberships into the rosters.
func (r *Router) addMemberships(a *agent, ms []Membership, now int64) {
	if len(ms) == 0 {
		r.everywhere[a] = struct{}{}
	}
	for _, m := range ms {
		l := r.rosterOf(m.Queue)
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

// removeMemberships takes an agent's memberships out of the rosters.
func (r *Router) removeMemberships(a *agent, ms []Membership, now int64) {
	if len(ms) == 0 {
		delete(r.everywhere, a)
	}
	for _, m := range ms {
		l := r.rosterOf(m.Queue)
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

// delaysChanged marks a roster whose delays changed, so that agents may help sooner or later than
// before. The next Advance rechecks the waiting requests once, however many agents change until
// then.
func (r *Router) delaysChanged(l *roster, now int64) {
	// Nobody waits whom it could concern, or it is marked already.
	if l.stale || !slices.ContainsFunc(l.classes, func(c *class) bool { return c.line.n > 0 }) {
		return
	}
	l.stale = true
	r.stale = append(r.stale, l)
	r.alarms.set(&r.review, now)
}

// reviewDelays rechecks the waiting requests that changed delays may concern.
func (r *Router) reviewDelays(now int64) {
	for _, l := range r.stale {
		l.stale = false
		for _, c := range l.classes {
			for i := range c.line.n {
				r.recheck(c.line.at(i).req, now)
				r.steps++
			}
		}
	}
	clear(r.stale)
	r.stale = r.stale[:0]
}

// delayOver returns the longest of a queue's delays that a request has waited, or 0, and the
// instant at which the next one is over.
func (l *roster) delayOver(q *request, now int64) (over time.Duration, next int64) {
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

// helpFor returns the longest membership delay that the request has waited, in the queues that its
// ring reaches, and when the next one is over.
func (r *Router) helpFor(q *request, now int64) (over time.Duration, next int64) {
	over, next = q.queue.roster.delayOver(q, now)
	for i := range min(q.ring, len(q.queue.Rings)) {
		for _, id := range q.queue.Rings[i].Queues {
			o, n := r.rosterOf(id).delayOver(q, now)
			over, next = max(over, o), min(next, n)
		}
	}
	return over, next
}

// candidates returns the known agents who serve one of the class's queues, each once.
func (r *Router) candidates(c *class) iter.Seq[*agent] {
	return func(yield func(*agent) bool) {
		for a := range r.everywhere {
			if r.steps++; !yield(a) {
				return
			}
		}
		for i := range 1 + len(c.extra) {
			for a := range r.rosterOf(c.reach(i)).members {
				if r.steps++; !c.met(a, i) && !yield(a) {
					return
				}
			}
		}
	}
}

// reach returns the i-th of the queues whose agents may serve the class: its own, then those of the
// rings.
func (c *class) reach(i int) string {
	if i == 0 {
		return c.need.Queue
	}
	return c.extra[i-1]
}

// reaches reports whether a queue's agents may serve the class.
func (c *class) reaches(queue string) bool {
	return c.need.Queue == queue || slices.Contains(c.extra, queue)
}

// met reports whether an agent serves one of the first n queues that reach counts.
func (c *class) met(a *agent, n int) bool {
	return n > 0 && slices.ContainsFunc(a.fact.Queues, func(m Membership) bool {
		return m.Queue == c.need.Queue || slices.Contains(c.extra[:n-1], m.Queue)
	})
}

// registerClass enters a new class into the rosters of its queues.
func (r *Router) registerClass(c *class) {
	if c.only != "" {
		r.onlyFor[c.only] = append(r.onlyFor[c.only], c)
		return
	}
	for i := range 1 + len(c.extra) {
		l := r.rosterOf(c.reach(i))
		l.classes = append(l.classes, c)
	}
}

// unregisterClass takes a class out of the rosters.
func (r *Router) unregisterClass(c *class) {
	if c.only != "" {
		if r.onlyFor[c.only] = drop(r.onlyFor[c.only], c); len(r.onlyFor[c.only]) == 0 {
			delete(r.onlyFor, c.only)
		}
		return
	}
	for i := range 1 + len(c.extra) {
		l := r.rosterOf(c.reach(i))
		l.classes = drop(l.classes, c)
	}
}

// seat makes seats for an agent in all classes whose requirements the agent meets.
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
		for _, c := range r.rosterOf(m.Queue).classes {
			if !met(c) {
				r.join(c, a)
			}
		}
	}
}
