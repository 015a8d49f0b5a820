package hours

import "slices"

// agenda goes through the days of a calendar, in order. It keeps its position in the lists of
// rules, so that no day has to search them from the beginning.
type agenda struct {
	*calendar
	day     int64
	weekday int
	date    date // only kept for yearly rules, and where the calendar is picky
	next    int  // the first of dated that does not end before day
	scratch []span
}

// from returns the agenda from a day on.
func (c *calendar) from(day int64) agenda {
	a := agenda{calendar: c, day: day, weekday: weekday(day)}
	if a.dates() {
		a.date = civil(day)
	}
	if len(c.dated) > 0 {
		a.next, _ = slices.BinarySearchFunc(c.dated, day, func(r dayRange, day int64) int { return int(r.last - day) })
	}
	return a
}

// dates reports whether the agenda keeps the date of its day.
func (a *agenda) dates() bool { return a.yearly != nil || a.picky }

// class returns the bit of masks that stands for the day. Where no rule asks for more, the
// weekday's first will do.
func (a *agenda) class() int {
	if !a.picky {
		return a.weekday * places
	}
	return a.weekday*places + a.date.place(monthDays(a.date.year, a.date.month))
}

// plan returns the intervals that start on the day, and the label of the exception that says so; 0:
// the week. They are good until the next call.
func (a *agenda) plan() (spans []span, label uint32) {
	class := a.class()
	if a.next < len(a.dated) && a.dated[a.next].first <= a.day {
		if p := a.dated[a.next].on(class); p != nil {
			return p.spans, p.label
		}
	}
	if a.yearly != nil {
		if p := a.yearly[a.date.slot()].on(class); p != nil {
			return p.spans, p.label
		}
	}
	if len(a.some) > 0 {
		return a.occasional(a.week[a.weekday]), 0
	}
	return a.week[a.weekday], 0
}

// alike returns the last day, at most hi, up to which every day is known to have the plan of the
// agenda's present day. With it a closure of a century is one step.
func (a *agenda) alike(hi int64) int64 {
	if a.next < len(a.dated) && a.dated[a.next].first <= a.day && a.dated[a.next].days == everyDay {
		return max(a.day, min(hi, a.dated[a.next].last))
	}
	return a.day
}

// advance goes to the day after the given one.
func (a *agenda) advance(after int64) {
	if after > a.day {
		scratch := a.scratch
		*a = a.calendar.from(after + 1)
		a.scratch = scratch
		return
	}
	a.day++
	if a.weekday++; a.weekday == 7 {
		a.weekday = 0
	}
	for a.next < len(a.dated) && a.dated[a.next].last < a.day {
		a.next++
	}
	if a.dates() {
		a.date = a.date.tomorrow()
	}
}
