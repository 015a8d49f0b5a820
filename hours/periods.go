package hours

import (
	"iter"
	"time"
)

// Period is open time from Start up to, and not including, End.
type Period struct{ Start, End time.Time }

// Periods are the open periods between from and to, in order, cut off at both ends. Their lengths add up to Between(from, to),
// and an instant in the range is open if and only if it lies in one.
func (s *Schedule) Periods(from, to time.Time) iter.Seq[Period] {
	return func(yield func(Period) bool) {
		p := s.locate(from.Unix())
		start, open, ok := from.Round(0), p.mark().open(), true
		for start.Before(to) {
			p, ok = s.next(p)
			end := to.Round(0)
			if ok {
				if turn := unix(p.unix(), 0, from); turn.Before(to) {
					end = turn
				}
			}
			if open && !yield(Period{start, end.In(from.Location())}) || !ok {
				return
			}
			start, open = end, !open
		}
	}
}
