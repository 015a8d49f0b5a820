package routing

import "time"

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
)

var basisNames = [...]string{"none", "HOL", "QL-A"}

// String is the basis as the literature calls it.
func (b Basis) String() string { return nameOf(basisNames[:], int(b)) }

// Wait is the expected wait from now of a request that waits; the zero
// Estimate for any other, and when nothing is known.
func (r *Router) Wait(id string, now time.Time) Estimate {
	q := r.requests[id]
	if q == nil || q.class == nil {
		return Estimate{}
	}
	at, head := nano(now), int64(never)
	for _, c := range q.queue.classes {
		if c.line.n > 0 {
			head = min(head, c.line.at(0).req.since)
		}
	}
	wait := time.Duration(max(0, at-head))
	return Estimate{Mean: wait, P50: wait, P90: wait, Basis: BasisHOL}
}

// WaitFor is the expected wait of a request that would be enqueued now.
func (r *Router) WaitFor(now time.Time, f RequestFact) Estimate { return Estimate{} }
