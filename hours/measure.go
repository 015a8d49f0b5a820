package hours

import (
	"math"
	"time"
)

// Between returns how much of the time from a to b is open, in real elapsed time. It is additive
// over any instants, so it is negative when b is before a. Like time.Time.Sub it stops at the
// largest Duration, some 292 years.
func (s *Schedule) Between(a, b time.Time) time.Duration {
	s = s.orClosed()
	p, q := s.locate(a.Unix()), s.locate(b.Unix())
	before, after := p.page.before(p.i, p.rem), q.page.before(q.i, q.rem)
	if p.page.number != q.page.number || p.cycles != q.cycles {
		g := s.account(min(p.page.number, q.page.number), max(p.page.number, q.page.number))
		before += g.at(p.page.number)
		after += g.at(q.page.number)
		if p.cycles != q.cycles {
			before += s.cycled(p.cycles)
			after += s.cycled(q.cycles)
		}
	}
	return duration(after-before, fraction(q, b)-fraction(p, a))
}

// fraction returns the part of a second that has passed open.
func fraction(p position, t time.Time) int64 {
	if p.mark().open() {
		return int64(t.Nanosecond())
	}
	return 0
}

func duration(sec, nsec int64) time.Duration {
	const most = math.MaxInt64/int64(time.Second) - 1
	switch {
	case sec > most:
		return math.MaxInt64
	case sec < -most:
		return math.MinInt64
	}
	return time.Duration(sec*int64(time.Second) + nsec)
}

// cycled returns the open seconds of a number of 400-year cycles, of the far future, or for a
// negative number of the far past.
func (s *Schedule) cycled(cycles int64) int64 {
	switch {
	case cycles > 0:
		return cycles * s.cycle(year2400, year2800)
	case cycles < 0:
		return cycles * s.cycle(year1400, year1800)
	}
	return 0
}

// cycle returns the open seconds between two instants that have not been folded.
func (s *Schedule) cycle(from, to int64) int64 {
	p, q := s.locate(from), s.locate(to-1)
	g := s.account(p.page.number, q.page.number)
	return g.at(q.page.number) + q.page.before(q.i, q.rem+1) - g.at(p.page.number) - p.page.before(p.i, p.rem)
}
