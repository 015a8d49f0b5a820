package hours

import "time"

// wall is the source of a schedule made of rules: a calendar, read on the wall clock of a zone.
type wall struct {
	*calendar
	location *time.Location
}

// irregular returns the time within which dated rules may act. The days at its ends are for zones:
// a date begins up to a day before or after that of UTC, and what it opens may run on for days.
func (w *wall) irregular() (from, to int64) {
	first, last, ok := w.bounds()
	if !ok {
		return 0, 0
	}
	return (first - 2) * daySeconds, (last + 3) * daySeconds
}

// fill compiles a page. The intervals of each day, in order, become instants, and the time between
// them is closed.
func (w *wall) fill(b *builder) {
	const margin = calm + daySeconds // further off, no change of the clock matters to what the page shows
	offsets := offsetsWithin(w.location, b.start-margin, b.start+pageSeconds+margin)
	// The dates that can matter: the page as the zone's clocks read it, and before it as many days
	// as an interval may run on.
	least, most := offsets.reach()
	lo := floorDiv(b.start+least, daySeconds) - w.longest - 1
	hi := floorDiv(b.start+pageSeconds+most, daySeconds) + 1
	d := painter{builder: b, done: beginning, cuts: w.cutSpans(&offsets, lo, hi)}
	b.reserve(w.count(lo, hi) + 2*len(d.cuts))
	offsets.hint = 0
	for a := w.from(lo); a.day <= hi; {
		spans, label := a.plan()
		midnight, last := a.day*daySeconds, a.day
		if len(spans) == 0 {
			last = a.alike(hi)
		}
		// A day that a dated rule decides has the rule's name also while it is closed.
		if label != 0 {
			d.reasons = append(d.reasons, period{offsets.opening(midnight), offsets.closing((last + 1) * daySeconds), markOf(label, false)})
		}
		for _, s := range spans {
			open := offsets.opening(midnight + int64(s.open)*60)
			d.open(open, offsets.closing(midnight+int64(s.close)*60), markOf(s.label, true))
		}
		a.advance(last)
	}
	d.closed(forever)
}

// count returns how many entries the days from lo to hi make at most, so that a page is allocated
// once. It goes through the days as fill does.
func (w *wall) count(lo, hi int64) (n int) {
	for a := w.from(lo); a.day <= hi; {
		spans, label := a.plan()
		last := a.day
		if n += 2 * len(spans); label != 0 {
			n += 2
		}
		if len(spans) == 0 {
			last = a.alike(hi)
		}
		a.advance(last)
	}
	return n + 1
}

// cutSpans returns the cuts of the days lo to hi, as instants.
func (w *wall) cutSpans(offsets *offsets, lo, hi int64) []period {
	cuts := w.cutsWithin(lo*daySeconds, (hi+1)*daySeconds)
	if len(cuts) == 0 {
		return nil
	}
	spans := make([]period, len(cuts))
	for i, c := range cuts {
		spans[i] = period{offsets.opening(c.from), offsets.closing(c.to), markOf(c.label, false)}
	}
	return spans
}
