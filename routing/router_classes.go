package routing

import (
	"slices"
)

// maxClasses is how many classes are kept before those without requests are dropped.
const maxClasses = 1024

// classOf returns the class that a request belongs to now. It makes it if there is none.
func (r *Router) classOf(q *request, now int64) *class {
	k := r.keyOf(q, now)
	if c := r.classes[string(k)]; c != nil {
		return c
	}
	// Requests with skills of their own would otherwise leave a class each for ever.
	if len(r.classes) >= maxClasses {
		r.sweepClasses()
	}
	c := &class{key: string(k), queue: q.queue, order: orderOf(q.queue.Strategy), extra: slices.Clone(r.extra)}
	c.weight = q.weight
	c.need = Requirement{q.queue.ID, q.channel, q.weight, slices.Clone(r.need)}
	if r.sticky(q, now) {
		c.only, c.maxDelay = q.fact.Prefer, 1<<63-1
	} else {
		c.maxDelay, _ = r.helpFor(q, now)
		c.language = q.languageNow(r, c.maxDelay, now)
	}
	r.classes[c.key] = c
	r.ordered = append(r.ordered, c)
	q.queue.classes = append(q.queue.classes, c)
	r.registerClass(c)
	r.fill(c)
	return c
}

// fill seats all agents in a new class. It sorts them first, so that the lanes are plain lists.
func (r *Router) fill(c *class) {
	if c.only != "" {
		r.fillOne(c, r.agents[c.only])
		return
	}
	var seats []*seat
	for a := range r.candidates(c) {
		if s := r.join(c, a); s != nil {
			seats = append(seats, s)
		}
	}
	slices.SortFunc(seats, func(a, b *seat) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	for _, s := range seats {
		s.linkIfRoom()
	}
}

// fillOne seats the one agent of a preferred agent's class.
func (r *Router) fillOne(c *class, a *agent) {
	if a == nil || !a.known {
		return
	}
	if s := r.join(c, a); s != nil {
		s.linkIfRoom()
	}
}

// sweepClasses drops every class in which nothing waits. That changes no answer: a class is made
// again when it is needed.
func (r *Router) sweepClasses() {
	for _, c := range slices.Clone(r.ordered) {
		if c.line.n == 0 && !c.pinned {
			r.dropClass(c)
		}
	}
}

// dropClass takes a class out of everything that refers to it: the lists of classes, and the seats
// of its agents.
func (r *Router) dropClass(c *class) {
	delete(r.classes, c.key)
	r.ordered = drop(r.ordered, c)
	c.queue.classes = drop(c.queue.classes, c)
	r.unregisterClass(c)
	for _, b := range slices.Clone(c.groups) {
		for _, s := range b.seats {
			if s.lane != nil {
				b.unlink(s)
			}
			s.agent.seats = drop(s.agent.seats, s)
		}
	}
	c.groups, c.dead = nil, true
}

// drop removes one element from a slice whose order means nothing.
func drop[T comparable](s []T, x T) []T {
	i := slices.Index(s, x)
	if i < 0 {
		return s
	}
	last := len(s) - 1
	s[i] = s[last]
	var zero T
	s[last] = zero
	return s[:last]
}
