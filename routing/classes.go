package routing

import (
	"slices"
)

// maxClasses is how many classes are kept before those without requests go.
const maxClasses = 1024

// classOf finds or makes the class a request belongs to now.
func (r *Router) classOf(q *request, now int64) *class {
	k := r.keyOf(q, now)
	if c := r.classes[string(k)]; c != nil {
		return c
	}
	if len(r.classes) >= maxClasses {
		r.sweepClasses()
	}
	c := &class{key: string(k), queue: q.queue, order: orderOf(q.queue.Strategy), extra: slices.Clone(r.extra)}
	c.weight = q.weight
	c.need = Requirement{q.queue.ID, q.channel, q.weight, slices.Clone(r.need)}
	if r.sticky(q, now) {
		c.only, c.open = q.fact.Prefer, 1<<63-1
	} else {
		c.open, _ = r.helpFor(q, now)
	}
	r.classes[c.key] = c
	r.ordered = append(r.ordered, c)
	q.queue.classes = append(q.queue.classes, c)
	r.enrol(c)
	r.fill(c)
	return c
}

// fill seats everybody in a new class, in order, so that the lanes are lists.
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
		s.settle()
	}
}

func (r *Router) fillOne(c *class, a *agent) {
	if a == nil || !a.known {
		return
	}
	if s := r.join(c, a); s != nil {
		s.settle()
	}
}

// sweepClasses drops every class nobody waits in. It changes no pick: a class
// is made again when it is needed.
func (r *Router) sweepClasses() {
	for _, c := range slices.Clone(r.ordered) {
		if c.line.n == 0 && !c.pinned {
			r.dropClass(c)
		}
	}
}

func (r *Router) dropClass(c *class) {
	delete(r.classes, c.key)
	r.ordered = drop(r.ordered, c)
	c.queue.classes = drop(c.queue.classes, c)
	r.expel(c)
	for _, b := range slices.Clone(c.benches) {
		for _, s := range b.seats {
			if s.lane != nil {
				b.unlink(s)
			}
			s.agent.seats = drop(s.agent.seats, s)
		}
	}
	c.benches, c.dead = nil, true
}

// drop takes one element out of a slice whose order means nothing.
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
