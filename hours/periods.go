package hours

import (
	"iter"
	"time"
)

// Period is open time from Start up to, and not including, End.
type Period struct{ Start, End time.Time }

// Periods returns the open periods between from and to, in order, cut off at both ends. Their
// lengths add up to Between(from, to), and an instant in the range is open if and only if it lies
// in one.
func (s *Schedule) Periods(from, to time.Time) iter.Seq[Period] {
	s = s.orClosed()
	return func(yield func(Period) bool) { periods(from, to, s.Open(from), s.turn, yield) }
}

// Periods is Schedule.Periods.
func (r Revisions) Periods(from, to time.Time) iter.Seq[Period] {
	return func(yield func(Period) bool) { periods(from, to, r.Open(from), r.turn, yield) }
}

// periods goes from one opening or closing to the next.
func periods(from, to time.Time, open bool, turn func(time.Time) (time.Time, bool), yield func(Period) bool) {
	to = to.Round(0).In(from.Location())
	for start := from.Round(0); start.Before(to); open = !open {
		end, ok := turn(start)
		if !ok || end.After(to) {
			end = to
		}
		if open && !yield(Period{start, end}) {
			return
		}
		start = end
	}
}
