package hours

import "slices"

// occasion is weekly hours of some weeks alone: those of certain places in the month, or one in so
// many weeks.
type occasion struct {
	spans []span
	days  mask
	weeks int64 // one in so many; 0: each
	first int64 // the day from which they are counted
}

// finalDay is the last day of lastYear, to which weeks are counted. 400 years, on which far years
// are folded, are not a whole number of fortnights: so every other week needs an end.
const finalDay = 84005

// on reports whether the hours are those of a day.
func (o *occasion) on(day int64, class int) bool {
	if !o.days.has(class) {
		return false
	}
	return o.weeks == 0 || day >= o.first && day <= finalDay && (mondayOf(day)-mondayOf(o.first))/7%o.weeks == 0
}

// mondayOf returns the first day of a day's week.
func mondayOf(day int64) int64 { return day - int64(weekday(day)+6)%7 }

// occasional returns the week's intervals of the agenda's day with those of its occasions. They are
// good until the next call.
func (a *agenda) occasional(week []span) []span {
	class := a.class()
	a.scratch = append(a.scratch[:0], week...)
	for i := range a.some {
		if o := &a.some[i]; o.on(a.day, class) {
			a.scratch = append(a.scratch, o.spans...)
		}
	}
	return sortSpans(a.scratch)
}

// dailyCut is wall time that is closed every day, or on some.
type dailyCut struct {
	span
	days mask
}

// dailyWithin adds the daily cuts that touch the wall time from lo to hi.
func (c *calendar) dailyWithin(lo, hi int64, found []wallCut) []wallCut {
	if len(c.daily) == 0 {
		return found
	}
	first, last := floorDiv(lo, daySeconds)-1, floorDiv(hi-1, daySeconds)
	found = slices.Grow(found, int(last-first+1)*len(c.daily))
	for a := c.from(first); a.day <= last; a.advance(a.day) {
		class := a.class()
		for _, d := range c.daily {
			w := wallCut{a.day*daySeconds + int64(d.open)*60, a.day*daySeconds + int64(d.close)*60, d.label}
			if d.days.has(class) && w.to > lo && w.from < hi {
				found = append(found, w)
			}
		}
	}
	return found
}
