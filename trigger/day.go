package trigger

import "time"

// nextDay returns the first instant of the day after the one that holds t: the first at which the
// clock shows a later date than it has shown so far. Where clocks skip midnight, that is later than
// 0:00; where they go back over it, its first coming. time.Date is of no use here: what it answers
// for such a midnight depends on the side of Greenwich the zone lies on.
func nextDay(t int64, zone *time.Location) int64 {
	local := instantAt(t).In(zone)
	y, m, d := local.Date()
	if since, end := local.ZoneBounds(); (since.IsZero() || local.Sub(since) > 2*day) && (end.IsZero() || end.Sub(local) > 2*day) {
		_, offset := local.Zone()
		return time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC).UnixNano() - int64(offset)*int64(time.Second)
	}
	for next := 1; ; next++ {
		wall := time.Date(y, m, d+next, 0, 0, 0, 0, time.UTC)
		if at := firstReading(wall, zone).UnixNano(); at > t {
			return at
		}
	}
}

// firstReading returns the first instant at which the clock shows a time, given as one of UTC, or a
// later one.
func firstReading(wall time.Time, zone *time.Location) time.Time {
	at := wall.Add(-day).In(zone) // no clock is a day ahead
	for {
		_, offset := at.Zone()
		read := wall.Add(-time.Duration(offset) * time.Second)
		_, end := at.ZoneBounds()
		switch {
		case read.Before(at):
			return at // it was skipped when the clock changed
		case end.IsZero(), read.Before(end):
			return read
		case !end.After(at): // ZoneBounds of Go 1.26 errs on the last day of leap years, by a period that has ended
			end = at.Add(day)
		}
		at = end
	}
}
