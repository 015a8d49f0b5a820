package hours

import (
	"iter"
	"time"
)

// Whole returns the open periods of which some part lies between from and to, in order, each from
// its opening to its closing, also where these lie outside the range: what one shows to a reader,
// who wants to know when it closes today and not where a list was cut off. A zero Start says that
// it has been open for ever, a zero End that it never closes. A range that does not go forward has
// none. It costs as much as the periods are many.
func (s *Schedule) Whole(from, to time.Time) iter.Seq[Period] {
	s = s.orClosed()
	return func(yield func(Period) bool) { whole(from, to, s.Open(from), s.turn, s.lastTurn, yield) }
}

// Whole is Schedule.Whole.
func (r Revisions) Whole(from, to time.Time) iter.Seq[Period] {
	return func(yield func(Period) bool) { whole(from, to, r.Open(from), r.turn, r.since, yield) }
}

// whole goes from one opening to the next. Turn is the first opening or closing after an instant,
// last the last one at or before it.
func whole(from, to time.Time, open bool, turn, last func(time.Time) (time.Time, bool), yield func(Period) bool) {
	if !from.Before(to) {
		return
	}
	var p Period
	if open {
		p.Start, _ = last(from)
	} else {
		var ok bool
		if p.Start, ok = turn(from); !ok {
			return
		}
		from = p.Start
	}
	for ok := true; ok && p.Start.Before(to); {
		if p.End, ok = turn(from); !yield(p) || !ok {
			return
		}
		p.Start, ok = turn(p.End)
		from = p.Start
	}
}
