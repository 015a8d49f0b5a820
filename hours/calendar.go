package hours

import "slices"

// calendar is what all rules together say, on the wall clock: which intervals start on each day,
// and by which rule.
type calendar struct {
	week    [7][]span
	dated   []dayRange // sorted by day, disjoint
	yearly  []*dayPlan // by date.slot; nil without yearly rules
	cuts    []wallCut  // of one year each: sorted, disjoint
	annual  []annualCut
	some    []occasion // weekly hours that are not of every week
	daily   []dailyCut
	longest int64 // how many days an interval can run on after the day it starts on
	picky   bool  // a rule asks which of its weekday in the month a day is

	barren bool // without dated rules it would never open
	full   bool // without dated rules and cuts it would never close
}

// dayPlan is the intervals that start on a day, sorted by opening, and the rule that says so when
// it is not the week.
type dayPlan struct {
	spans []span
	label uint32
	days  mask     // for which of the days
	rest  *dayPlan // what holds for the others, by weaker rules; nil: the next weaker kind of rule
}

// on returns the plan that holds on a class of days: the first, from this one on to weaker rules,
// that has the class among its days. It is nil if none has.
func (p *dayPlan) on(class int) *dayPlan {
	for p != nil && !p.days.has(class) {
		p = p.rest
	}
	return p
}

// under returns the plan with a weaker one for the days it leaves open, and whether any are left
// open still.
func (p *dayPlan) under(weaker *dayPlan) (both *dayPlan, open bool) {
	if p == nil {
		return weaker, weaker.days != everyDay
	}
	var taken mask
	for q := p; q != nil; q = q.rest {
		taken |= q.days
	}
	if weaker.days&^taken == 0 {
		return p, taken != everyDay
	}
	node := *p
	node.rest, _ = p.rest.under(weaker)
	return &node, taken|weaker.days != everyDay
}

// dayRange is a plan for the days first to last, both counted from 1970-01-01. Ranges of a calendar
// have no day in common: which rule wins was settled when they were made.
type dayRange struct {
	first, last int64
	*dayPlan
}

// wallCut is closed wall time, in seconds of a wall clock that counts from 1970-01-01T00:00 and has
// no changes. Which instants they are depends on the zone.
type wallCut struct {
	from, to int64
	label    uint32
}

// annualCut is a cut of every year, across the New Year when it ends before it begins.
type annualCut struct {
	from, to               date
	fromMinutes, toMinutes int32
	label                  uint32
}

// bounds returns the first and last day a dated rule or cut, or hours of every so many weeks, can
// touch; ok is false without any.
func (c *calendar) bounds() (first, last int64, ok bool) {
	if n := len(c.dated); n > 0 {
		first, last, ok = c.dated[0].first, c.dated[n-1].last+c.longest, true
	}
	for _, o := range c.some {
		switch {
		case o.weeks == 0:
		case ok:
			first, last = min(first, o.first), finalDay+c.longest
		default:
			first, last, ok = o.first, finalDay+c.longest, true
		}
	}
	if n := len(c.cuts); n > 0 {
		from, to := floorDiv(c.cuts[0].from, daySeconds), floorDiv(c.cuts[n-1].to, daySeconds)
		if !ok {
			return from, to, true
		}
		first, last = min(first, from), max(last, to)
	}
	return first, last, ok
}

// cutsWithin returns the cuts that touch the wall time from lo to hi, sorted; they may overlap.
func (c *calendar) cutsWithin(lo, hi int64) []wallCut {
	if len(c.cuts) == 0 && len(c.annual) == 0 && len(c.daily) == 0 {
		return nil
	}
	i, _ := slices.BinarySearchFunc(c.cuts, lo, func(w wallCut, lo int64) int { return int(w.to - lo) })
	found := []wallCut{}
	for ; i < len(c.cuts) && c.cuts[i].from < hi; i++ {
		found = append(found, c.cuts[i])
	}
	if len(c.annual)+len(c.daily) == 0 {
		return found
	}
	found = c.dailyWithin(lo, hi, found)
	// From the year before: its cut may run over the New Year.
	first, last := civil(floorDiv(lo, daySeconds)).year-1, civil(floorDiv(hi, daySeconds)).year
	for year := first; year <= last; year++ {
		for _, a := range c.annual {
			if w, ok := a.in(year); ok && w.to > lo && w.from < hi {
				found = append(found, w)
			}
		}
	}
	slices.SortFunc(found, func(a, b wallCut) int { return int(a.from - b.from) })
	return found
}

// in returns the cut that begins in a year. A cut from or to a 02-29 exists in the years that have
// one.
func (a annualCut) in(year int) (wallCut, bool) {
	from, ok1 := a.from.number(year)
	if a.wraps() {
		year++
	}
	to, ok2 := a.to.number(year)
	return wallCut{from*daySeconds + int64(a.fromMinutes)*60, to*daySeconds + int64(a.toMinutes)*60, a.label}, ok1 && ok2
}

// wraps reports whether the cut ends in the year after the one that it begins in.
func (a annualCut) wraps() bool {
	if a.from.slot() != a.to.slot() {
		return a.to.slot() < a.from.slot()
	}
	return a.toMinutes <= a.fromMinutes
}
