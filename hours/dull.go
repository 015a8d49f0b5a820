package hours

import "math"

// survey finds out whether the weekly and yearly rules alone ever open, and ever close. Queries
// then do not search for an opening or closing that cannot be.
func (c *calendar) survey() {
	c.barren, c.full = len(c.some) == 0, len(c.annual)+len(c.daily) == 0
	look := func(spans []span) {
		c.barren = c.barren && len(spans) == 0
		c.full = c.full && len(spans) > 0 && spans[0].open == 0 && spans[0].close >= dayMinutes
	}
	// Each date comes on each weekday sooner or later, so every pair of them is looked at. Only the
	// place in the month differs by the year, in February.
	years := []int{2000, 2001} // with a leap day and without
	if !c.picky {
		years = years[:1]
	}
	for day, spans := range c.week {
		if c.yearly == nil {
			look(spans)
			continue
		}
		for month := 1; month <= 12; month++ {
			for _, year := range years {
				length := monthDays(year, month)
				for n := 1; n <= length; n++ {
					d, class := date{month: month, day: n}, day*places
					if c.picky {
						class += d.place(length)
					}
					if p := c.yearly[d.slot()].on(class); p != nil {
						look(p.spans)
					} else {
						look(spans)
					}
				}
			}
		}
	}
}

// changes returns the first and the last page in which something may open or close. It is all pages
// where nothing is known of the rest, and none where nothing ever does.
func (w *wall) changes() (first, last int64) {
	from, to := w.irregular()
	_, _, dated := w.bounds()
	switch {
	case !w.barren && !w.full:
		return math.MinInt64, math.MaxInt64
	case !dated:
		return math.MaxInt64, math.MinInt64
	}
	return floorDiv(from, pageSeconds), floorDiv(to, pageSeconds)
}

// opens returns the first page from a given one on in which something may open; it steps over
// closures of years, and where the rest is barren, from one dated rule to the next. It takes as
// many steps as there are dated rules on the way.
func (w *wall) opens(number int64) int64 {
	day := number*pageDays - w.longest - 2
	a := w.from(day)
	for i := a.next; ; i++ {
		switch {
		case i < len(w.dated) && w.dated[i].first <= day:
			if w.dated[i].days != everyDay || len(w.dated[i].spans) > 0 {
				return max(number, floorDiv(day-2, pageDays))
			}
			day = w.dated[i].last + 1
		case w.barren && i < len(w.dated):
			day = w.dated[i].first
			i--
		default:
			return max(number, floorDiv(day-2, pageDays))
		}
	}
}
