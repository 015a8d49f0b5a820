package hours

import "time"

// dates goes through the dates of a zone and tells which are business days of a schedule, or of
// revisions. It keeps the offsets of the zone it was last asked about for the days around, which
// would cost more than all the rest to find anew for each.
type dates struct {
	s         *Schedule
	revisions Revisions // in place of s
	zone      *time.Location

	known       *time.Location
	offsets     offsets // of known, good for the days from first to last
	first, last int64
}

const (
	reached   = 1_000_000 * 366 * daySeconds // how far off an instant may be for its date to be looked at: a million years
	cycleDays = cycleSeconds / daySeconds
)

// add goes from date to date until n business days have passed, backwards for a negative n, and
// keeps the reading of the clock. A reading that the day lacks becomes the first behind it, or the
// last of the day.
func (d *dates) add(t time.Time, n int) (time.Time, bool) {
	if n == 0 {
		return t.Round(0), true
	}
	if n > mostDays || n < -mostDays || t.Unix() > reached || t.Unix() < -reached {
		return time.Time{}, false
	}
	step := 1
	if n < 0 {
		step = -1
	}
	day, clock := d.date(t)
	for until := d.horizon(day, step); n != 0; {
		if day += int64(step); day == until {
			return time.Time{}, false
		}
		if d.business(day) {
			n -= step
			until = d.horizon(day, step)
		}
	}
	o := d.around(d.zone, day)
	at := min(o.opening(day*daySeconds+clock), o.opening((day+1)*daySeconds)-1)
	return unix(at, int64(t.Nanosecond()), t), true
}

// horizon returns the day at which a search may give up that found no business day since the given
// one.
func (d *dates) horizon(day int64, step int) int64 {
	from, to := d.irregular()
	if step > 0 {
		return max(day, to) + searchPages*pageDays
	}
	return min(day, from) - searchPages*pageDays
}

// irregular returns the days within which dated rules act. Outside of them the weekly and yearly
// rules alone decide which dates are business days.
func (d *dates) irregular() (from, to int64) {
	from, to = floorDiv(year1800, daySeconds), year2100/daySeconds
	if d.s != nil {
		return min(from, floorDiv(d.s.from, daySeconds)), max(to, floorDiv(d.s.to, daySeconds))
	}
	for i := range d.revisions {
		at := floorDiv(min(max(d.revisions[i].From.Unix(), -reached), reached), daySeconds)
		s := d.revisions.schedule(i)
		from, to = min(from, at-2, floorDiv(s.from, daySeconds)), max(to, at+2, floorDiv(s.to, daySeconds))
	}
	return from, to
}

// date returns the day an instant is in, as DayOf has it, and the seconds that its clock shows.
func (d *dates) date(t time.Time) (day, clock int64) {
	t = unix(min(max(t.Unix(), -reached), reached), 0, t)
	begin, _ := DayOf(t, d.zone)
	day = floorDiv(reading(begin), daySeconds)
	return day, max(0, reading(t.In(d.zone))-day*daySeconds)
}

// reading returns what a time's clock shows, in seconds since its 1970-01-01T00:00.
func reading(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

// between counts the business days after the date of a, up to that of b. Far from dated rules the
// weeks repeat, and what a whole cycle has is counted once and multiplied: a question about
// thousands of years costs as much as one about some hundred.
func (d *dates) between(a, b time.Time) (n int) {
	if b.Before(a) {
		return -d.between(b, a)
	}
	first, _ := d.date(a)
	last, _ := d.date(b)
	from, to := d.irregular()
	if cycles := (last-max(first, to))/cycleDays - 1; cycles > 0 {
		n = int(cycles) * d.count(last-cycleDays, last)
		last -= cycles * cycleDays
	}
	if cycles := (min(last, from)-first)/cycleDays - 1; cycles > 0 {
		n += int(cycles) * d.count(first, first+cycleDays)
		first += cycles * cycleDays
	}
	return n + d.count(first, last)
}

// count returns how many of the days after the first, up to the last, are business days.
func (d *dates) count(first, last int64) (n int) {
	for day := first + 1; day <= last; day++ {
		if d.business(day) {
			n++
		}
	}
	return n
}

// business reports whether a date is a business day.
func (d *dates) business(day int64) bool {
	if d.s != nil {
		return d.of(d.s, day)
	}
	begins := time.Unix(d.around(d.zone, day).opening(day*daySeconds), 0)
	return d.of(d.revisions.schedule(d.revisions.in(begins)), day)
}

// of reports whether a date is a business day of a schedule.
func (d *dates) of(s *Schedule, day int64) bool {
	switch from := s.source.(type) {
	case *wall:
		return d.begins(s, from, day)
	case *combined:
		for i, p := range from.parts {
			switch yes := d.of(p, day); {
			case s.kind == difference:
				return yes && d.open(s, day)
			case s.kind == intersection && !yes:
				return false
			case s.kind != intersection && yes:
				return true
			case i == len(from.parts)-1:
				return s.kind == intersection && d.open(s, day)
			}
		}
	}
	return false
}

// open reports whether some of a date is open.
func (d *dates) open(s *Schedule, day int64) bool {
	o := d.around(s.Location(), day)
	return s.Between(time.Unix(o.opening(day*daySeconds), 0), time.Unix(o.opening((day+1)*daySeconds), 0)) > 0
}

// begins reports whether an interval begins on a date that the zone has, of which some is open.
func (d *dates) begins(s *Schedule, w *wall, day int64) bool {
	a := w.from(day)
	spans, _ := a.plan()
	if len(spans) == 0 {
		return false
	}
	o := d.around(w.location, day)
	if o.opening(day*daySeconds) >= o.opening((day+1)*daySeconds) {
		return false
	}
	cut := len(w.cuts)+len(w.annual)+len(w.daily) > 0
	for _, sp := range spans {
		from, to := o.opening(day*daySeconds+int64(sp.open)*60), o.closing(day*daySeconds+int64(sp.close)*60)
		if from < to && (!cut || s.Between(time.Unix(from, 0), time.Unix(to, 0)) > 0) {
			return true
		}
	}
	return false
}

// around returns a zone's offsets, good for a day and what begins on it.
func (d *dates) around(zone *time.Location, day int64) *offsets {
	if d.known != zone || day < d.first || day > d.last {
		const margin, reach = calm + daySeconds, maxHour/24 + 2
		d.known, d.first, d.last = zone, day-pageDays/2, day+pageDays/2
		d.offsets = offsetsWithin(zone, d.first*daySeconds-margin, (d.last+reach)*daySeconds+margin)
	}
	d.offsets.hint = 0
	return &d.offsets
}
