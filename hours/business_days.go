package hours

import "time"

// mostDays is how many business days AddDays goes at most: some four centuries of them.
const mostDays = 100_000

// AddDays returns the same time of day n business days later, or for n below zero earlier; 0 days
// is t. From a day that is none, the first business day after it is one day later. ok is false when
// there are not so many, and for an n beyond 100,000 either way.
//
// A business day is a date of the schedule's zone on which an interval begins, of which some is
// open: a Friday from 20:00 to 3:00 makes no business day of Saturday. Of a combination it is a
// date that is one for any of the schedules of Union and FirstOpen, for the first of Minus, for all
// of Intersect, and on which these last two are open. It does not matter whether t is open: who
// counts what comes after closing as of the next day asks for NextOpen first.
//
// A time of day that the clock skips on that date is the first instant after it, and one that comes
// twice is its first coming. It costs some 30 to 100 ns for each date on the way.
func (s *Schedule) AddDays(t time.Time, n int) (due time.Time, ok bool) {
	s = s.orClosed()
	d := dates{s: s, zone: s.Location()}
	return d.add(t, n)
}

// DaysBetween returns how many business days, as AddDays has them, come after the date of a up to
// and with the date of b, so that DaysBetween(t, AddDays(t, n)) is n for n above zero, and below
// from a business day, and DaysBetween(a, c) is DaysBetween(a, b) and DaysBetween(b, c) together.
// It is negative when b is before a. It costs some 30 to 100 ns for each date between, and no more
// than 800 years of them: the rest is multiplied.
func (s *Schedule) DaysBetween(a, b time.Time) int {
	s = s.orClosed()
	d := dates{s: s, zone: s.Location()}
	return d.between(a, b)
}

// AddDays is Schedule.AddDays in the zone of the schedule in force at t; each date is one of the
// schedule in force as it begins.
func (r Revisions) AddDays(t time.Time, n int) (due time.Time, ok bool) {
	d := dates{revisions: r, zone: r.schedule(r.in(t)).Location()}
	return d.add(t, n)
}

// DaysBetween is Schedule.DaysBetween in the zone of the schedule in force at the earlier instant.
func (r Revisions) DaysBetween(a, b time.Time) int {
	first := a
	if b.Before(a) {
		first = b
	}
	d := dates{revisions: r, zone: r.schedule(r.in(first)).Location()}
	return d.between(a, b)
}
