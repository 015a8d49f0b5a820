package hours

import (
	"math"
	"time"
)

// offsets are the offsets of a zone over some time. They translate what a wall clock reads, in
// seconds since its 1970-01-01T00:00, into instants. time.Date cannot do this: what it answers for
// a reading that does not exist or comes twice depends on the side of Greenwich on which the zone
// lies.
type offsets struct {
	periods []offsetPeriod // without holes; the first begins and the last ends far outside
	hint    int            // where the last reading fell: readings mostly ascend
}

// offsetPeriod is a time [start, end) in which the zone has one offset, in seconds east of UTC.
type offsetPeriod struct{ start, end, offset int64 }

const (
	beginning = math.MinInt64 / 4
	forever   = math.MaxInt64 / 4
	// No clock change moves a wall clock further than this; away from changes one subtraction is
	// enough.
	calm = 2 * daySeconds
)

// offsetsWithin reads the offsets that hold from lo to hi.
func offsetsWithin(location *time.Location, lo, hi int64) offsets {
	periods := make([]offsetPeriod, 0, 6)
	for at := lo; at < hi; {
		t := time.Unix(at, 0).In(location)
		_, offset := t.Zone()
		end := int64(forever)
		if _, until := t.ZoneBounds(); !until.IsZero() {
			// Where a rule goes on for ever, ZoneBounds of Go 1.26 takes every year to have 365
			// days: on the 366th it ends a period that has already begun. A day later it is right
			// again.
			if end = until.Unix(); end <= at {
				end = at + daySeconds
			}
		}
		if n := len(periods); n > 0 && periods[n-1].offset == int64(offset) {
			periods[n-1].end = end
		} else {
			periods = append(periods, offsetPeriod{at, end, int64(offset)})
		}
		at = end
	}
	periods[0].start, periods[len(periods)-1].end = beginning, forever
	return offsets{periods: periods}
}

// opening returns the first instant whose wall reading is at or after w.
func (o *offsets) opening(w int64) int64 {
	if at, ok := o.plain(w); ok {
		return at
	}
	for _, p := range o.periods {
		if at := max(p.start, w-p.offset); at < p.end {
			return at
		}
	}
	return forever
}

// closing returns the first instant from which the wall never again reads before w.
func (o *offsets) closing(w int64) int64 {
	if at, ok := o.plain(w); ok {
		return at
	}
	for i := len(o.periods) - 1; i >= 0; i-- {
		p := o.periods[i]
		if at := min(p.end, w-p.offset); at > p.start {
			return at
		}
	}
	return beginning
}

// plain returns the instant of a reading that is days away from any clock change.
func (o *offsets) plain(w int64) (at int64, ok bool) {
	for o.hint+1 < len(o.periods) && w-o.periods[o.hint].offset >= o.periods[o.hint].end {
		o.hint++
	}
	p := &o.periods[o.hint]
	at = w - p.offset
	return at, at-calm >= p.start && at+calm < p.end
}

// reach returns the smallest and the largest offset.
func (o *offsets) reach() (least, most int64) {
	least, most = o.periods[0].offset, o.periods[0].offset
	for _, p := range o.periods {
		least, most = min(least, p.offset), max(most, p.offset)
	}
	return least, most
}
