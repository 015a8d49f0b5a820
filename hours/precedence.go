package hours

import (
	"cmp"
	"slices"
)

// Several rules may speak of one date. The strongest wins all of it: one that names the day alone,
// before one whose list of holidays has it, before one whose range it lies in; among equals, the
// one that was given last; and dated rules before yearly ones, before the hours of the week. A rule
// whose Only names other weekdays says nothing of the day, and the next one is asked.
//
// This is settled once, here, and not when a question comes. Afterwards each date has one plan at
// most: dated plans as ranges in order, yearly ones in an array with a slot for each day of a leap
// year.

// calendar returns what all rules together say.
func (c *resolver) calendar() *calendar {
	for day := range c.week {
		sortSpans(c.week[day])
	}
	all := &calendar{
		week: c.week, dated: resolveDated(c.dated), yearly: resolveYearly(c.yearly),
		cuts: disjoint(c.cuts), annual: c.annual, some: c.some, daily: c.daily,
		longest: int64(max(0, c.far-1)) / dayMinutes, picky: c.picky,
	}
	all.survey()
	return all
}

// strongestFirst sorts single days before holidays, these before ranges, and later rules before
// earlier.
func strongestFirst(rules []ranked) {
	slices.Reverse(rules)
	slices.SortStableFunc(rules, func(a, b ranked) int { return cmp.Compare(b.rank, a.rank) })
}

// resolveDated gives each day to its strongest rule. The days are cut at all ends of ranges; each
// piece is painted by the first who comes, or the first few where rules are limited to weekdays,
// and free leads over painted pieces, so n rules for all weekdays take about n log n however they
// overlap.
func resolveDated(rules []ranked) []dayRange {
	strongestFirst(rules)
	var ends []int64
	for _, r := range rules {
		ends = append(ends, r.first, r.last+1)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	plans := make([]*dayPlan, len(ends))
	free := make([]int, len(ends)+1)
	// free[i] is a piece from i on that may still be painted, or points closer to it. next follows
	// the pointers and shortens them behind itself, as in a union of sets.
	for i := range free {
		free[i] = i
	}
	next := func(i int) int {
		for free[i] != i {
			free[i] = free[free[i]]
			i = free[i]
		}
		return i
	}
	for _, r := range rules {
		i, _ := slices.BinarySearch(ends, r.first)
		for i = next(i); i < len(ends)-1 && ends[i] <= r.last; i = next(i) {
			open := false
			if plans[i], open = plans[i].under(r.dayPlan); open {
				i++ // for weaker rules to fill
			} else {
				free[i] = i + 1
			}
		}
	}
	var resolved []dayRange
	for i, p := range plans {
		if p == nil {
			continue
		}
		// Pieces of one rule that were cut apart by another's end, and not covered, are one again:
		// the fewer ranges, the shorter the search of a page.
		if n := len(resolved); n > 0 && resolved[n-1].dayPlan == p && resolved[n-1].last == ends[i]-1 {
			resolved[n-1].last = ends[i+1] - 1
			continue
		}
		resolved = append(resolved, dayRange{ends[i], ends[i+1] - 1, p})
	}
	return resolved
}

// resolveYearly gives each slot of the year to its strongest rule. There are few enough slots to
// walk along them; the walk stops when all are taken for good, however many rules are left.
func resolveYearly(rules []ranked) []*dayPlan {
	if len(rules) == 0 {
		return nil
	}
	strongestFirst(rules)
	plans := make([]*dayPlan, slots)
	left, taken := slots, [slots]bool{}
	for _, r := range rules {
		for slot := r.first; left > 0; slot = (slot + 1) % slots {
			if !taken[slot] {
				open := false
				if plans[slot], open = plans[slot].under(r.dayPlan); !open {
					taken[slot] = true
					left--
				}
			}
			// Looked at here and not in the loop: a range over New Year has its last before its
			// first.
			if slot == r.last {
				break
			}
		}
		if left == 0 {
			break
		}
	}
	return plans
}

// disjoint sorts cuts and trims each to what those before it leave.
func disjoint(cuts []wallCut) []wallCut {
	slices.SortStableFunc(cuts, func(a, b wallCut) int { return int(a.from - b.from) })
	kept := cuts[:0]
	for _, c := range cuts {
		if n := len(kept); n > 0 {
			c.from = max(c.from, kept[n-1].to)
		}
		if c.from < c.to {
			kept = append(kept, c)
		}
	}
	return kept
}
