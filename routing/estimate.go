package routing

import (
	"math"
	"time"
)

// Estimate is an expected wait.
type Estimate struct {
	Mean, P50, P90 time.Duration
	Basis          Basis
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

// String is the basis as the literature calls it.
func (b Basis) String() string { return nameOf(basisNames[:], int(b)) }

// Wait is the expected wait, from now, of a request that waits: from the
// queue's length, completions and abandonments (QL-A) once 20 completions are
// known; before that with the queue's HandleTime in their place, or else the
// head of the line's wait so far (HOL). It is the zero Estimate, BasisNone, for a request that does not wait, when nobody at work
// could serve it, and when nothing is known.
func (r *Router) Wait(id string, now time.Time) Estimate {
	q := r.requests[id]
	if q == nil || q.class == nil {
		return Estimate{}
	}
	return r.estimate(q, nano(now))
}

// WaitFor is the expected wait of a request that would be enqueued now; zero
// with BasisQLA when somebody is free for it.
func (r *Router) WaitFor(now time.Time, f RequestFact) Estimate {
	if r.couldServe(now, f) {
		return Estimate{Basis: BasisQLA}
	}
	return r.estimate(r.visitor(now, f), nano(now))
}

func (r *Router) estimate(q *request, now int64) Estimate {
	own, helpers := r.classFor(q, now), map[*agent]bool{}
	var at [maxLoad + 1]int // helpers by the load they carry when busy
	for a := range r.candidates(own) {
		if _, ok := own.admits(a); ok && a.ready && a.capacity >= q.weight && !q.bars(a, now) {
			helpers[a] = true
			at[min(max(a.used, a.capacity), maxLoad)]++
		}
	}
	if len(helpers) == 0 || q.queue.Manual {
		return Estimate{}
	}
	known, rate := 0, 0.0
	for load, n := range at {
		known += r.rates.level[load].done
		rate += float64(n) * r.rates.at(load)
	}
	basis := BasisQLA
	if known < knownFrom {
		if q.queue.HandleTime == 0 {
			return r.headOfLine(q, now)
		}
		basis, rate = BasisTold, told(q, helpers)
	}
	e := ExpectedWait(1+int(math.Round(r.ahead(q, helpers))), rate, r.rates.impatience(q.queue.ID))
	if e.Basis == BasisQLA {
		e.Basis = basis
	}
	return e
}

// told is how many requests like this one busy agents complete in a second, by
// the handle time that the queue was given.
func told(q *request, helpers map[*agent]bool) float64 {
	places := 0
	for a := range helpers {
		places += max(a.used, a.capacity) / max(q.weight, 1)
	}
	return float64(places) / q.queue.HandleTime.Seconds()
}

// ahead counts those who go first, in every queue, by how many of their own
// agents they share with this request.
func (r *Router) ahead(q *request, helpers map[*agent]bool) float64 {
	shared := map[*class]int{} // how many of the helpers serve it
	for a := range helpers {
		for _, s := range a.seats {
			shared[s.class]++
			r.steps++
		}
	}
	sum := 0.0
	for _, c := range r.ordered {
		if c.line.n == 0 || c.queue.Manual || shared[c] == 0 {
			continue
		}
		if n := c.line.rank(q.place()); n > 0 {
			sum += float64(n) * float64(shared[c]) / float64(r.ready(c))
		}
	}
	return sum
}

// ready counts a class's agents who take requests.
func (r *Router) ready(c *class) (n int) {
	for _, b := range c.benches {
		for _, s := range b.seats {
			if r.steps++; s.agent.ready {
				n++
			}
		}
	}
	return n
}

// headOfLine needs no rates.
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
