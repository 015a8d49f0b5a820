package routing

import (
	"iter"
	"math"
	"time"
)

// Estimate is an expected wait.
type Estimate struct {
	Mean, P50, P90 time.Duration
	Basis          Basis
	Place          int // of WaitFor alone: the place in its queue that it is of, from 1
}

// Basis says what an estimate rests on.
type Basis uint8

// The bases.
const (
	// BasisNone: nothing is known; the durations are 0 and mean nothing.
	BasisNone Basis = iota
	// BasisHOL: the wait so far of the head of the line; there is no spread.
	BasisHOL
	// BasisQLA: the queue's length, completions and abandonments.
	BasisQLA
	// BasisTold: the queue's length and abandonments, and the HandleTime told of it.
	BasisTold
)

var basisNames = [...]string{"none", "HOL", "QL-A", "told"}

// String returns the basis as the literature calls it.
func (b Basis) String() string { return nameOf(basisNames[:], int(b)) }

// Wait returns how long a waiting request is expected to wait from now. From 20 completions on it
// rests on the queue's length, completions and abandonments (QL-A). Before that the queue's
// HandleTime stands for the completions; without one, the answer is how long the head of the line
// has waited (HOL). It is the zero Estimate, BasisNone, for a request that does not wait, when
// nobody at work could serve it, and when nothing is known.
func (r *Router) Wait(id string, now time.Time) Estimate {
	q := r.requests[id]
	if q == nil || q.class == nil {
		return Estimate{}
	}
	return r.estimate(q, nano(now))
}

// WaitFor returns the expected wait of a request that would be enqueued now. It is 0, with
// BasisQLA, when somebody is free for it, and the queue's LanguageFor when they speak another
// language than somebody at work who is not free.
func (r *Router) WaitFor(now time.Time, f RequestFact) (e Estimate) {
	q := r.hypothetical(now, f)
	if e.Basis = BasisQLA; !r.couldServe(now, f) {
		e = r.estimate(q, nano(now))
	} else if kept := q.keptFor(r, nano(now)); kept > 0 {
		e.Mean, e.P50, e.P90 = kept, kept, kept
	}
	e.Place = 1
	for _, c := range q.queue.classes {
		e.Place += c.line.countBefore(q.place())
	}
	return e
}

func (r *Router) estimate(q *request, now int64) Estimate {
	needed, first := r.classFor(q, now), r.classesAhead(q)
	var at [maxLoad + 1]int // how many helpers carry which load when they are busy
	helpers, places := 0, 0
	excluded := len(q.fact.Exclude) > 0 && !r.helped(q, needed, now) // those who are excluded help in the end, if nobody else does
	for a := range r.qualified(q, needed) {
		if !a.ready || a.capacity < q.weight || !q.helps(a, excluded, now) {
			continue
		}
		busy := max(a.used, a.capacity)
		at[min(busy, maxLoad)]++
		helpers++
		places += busy / max(q.weight, 1)
		for _, s := range a.seats {
			if s.class.first > 0 {
				s.class.shared++
			}
		}
	}
	if helpers == 0 || q.queue.Manual {
		return Estimate{}
	}
	known, rate := 0, 0.0
	for load, n := range at {
		known += r.rates.loads[load].done
		rate += float64(n) * r.rates.at(load)
	}
	basis := BasisQLA
	if known < knownFrom {
		if q.queue.HandleTime == 0 {
			return r.headOfLine(q, now)
		}
		// How many requests like this one the busy helpers complete in a second, by the handle time
		// that the queue was given.
		basis, rate = BasisTold, float64(places)/q.queue.HandleTime.Seconds()
	}
	e := ExpectedWait(1+int(math.Round(r.ahead(first))), rate, r.rates.impatience(q.queue.ID))
	if e.Basis == BasisQLA {
		e.Basis = basis
	}
	return e
}

// helped reports whether somebody at work could serve the request and is not excluded from it.
func (r *Router) helped(q *request, needed *class, now int64) bool {
	for a := range r.qualified(q, needed) {
		if a.ready && a.capacity >= q.weight && !q.bars(a, now) {
			return true
		}
	}
	return false
}

// qualified returns the agents who meet a request's requirements, whatever their mode and load. If
// the request is in the class that it belongs to now, they are those who have a seat in it.
func (r *Router) qualified(q *request, needed *class) iter.Seq[*agent] {
	return func(yield func(*agent) bool) {
		if c := q.class; c != nil && c.only == "" && c.language == "" && c.maxDelay == needed.maxDelay {
			for _, b := range c.groups {
				for _, s := range b.seats {
					if r.steps++; !yield(s.agent) {
						return
					}
				}
			}
			return
		}
		for a := range r.candidates(needed) {
			if _, ok := needed.admits(a); ok && !yield(a) {
				return
			}
		}
	}
}

// classesAhead returns the classes in whose line requests go before this one. It sets class.first
// to how many, and class.shared to 0.
func (r *Router) classesAhead(q *request) (cs []*class) {
	for _, c := range r.ordered {
		c.first, c.shared = 0, 0
		if c.line.n > 0 && !c.queue.Manual {
			if c.first = c.line.countBefore(q.place()); c.first > 0 {
				cs = append(cs, c)
			}
		}
	}
	return cs
}

// ahead returns how many requests go before this one, in every queue. Each counts by the part of
// its agents who could serve this one as well.
func (r *Router) ahead(first []*class) float64 {
	sum := 0.0
	for _, c := range first {
		if c.shared > 0 {
			sum += float64(c.first) * float64(c.shared) / float64(r.ready(c))
		}
	}
	return sum
}

// ready returns how many of a class's agents take requests.
func (r *Router) ready(c *class) (n int) {
	for _, b := range c.groups {
		for _, s := range b.seats {
			if r.steps++; s.agent.ready {
				n++
			}
		}
	}
	return n
}

// headOfLine returns how long the head of the queue's line has waited: an estimate that needs no
// rates.
func (r *Router) headOfLine(q *request, now int64) Estimate {
	since, found := int64(0), false
	for _, c := range q.queue.classes {
		if c.line.n > 0 {
			if s := c.line.at(0).req.since; !found || s < since {
				since, found = s, true
			}
		}
	}
	if !found || since >= now {
		return Estimate{}
	}
	wait := time.Duration(now - since)
	return Estimate{Mean: wait, P50: wait, P90: wait, Basis: BasisHOL}
}
