package hours

import "time"

// DayOf returns the day of a zone that an instant is in: from the first instant at which the wall
// clock shows its date to the first at which it shows a later one. Days so made follow one another
// without a gap and without an overlap, one for each date that the zone has: they are 23 or 25
// hours long where the clock changes, begin at 1:00 where midnight does not exist, and a clock that
// goes back over midnight does not begin the day a second time. A nil zone is UTC.
//
// time.Date and AddDate do not say this: what they answer for a midnight that does not exist, or
// comes twice, depends on the side of Greenwich the zone lies on.
func DayOf(t time.Time, zone *time.Location) (from, to time.Time) {
	if zone == nil {
		zone = time.UTC
	}
	const margin = 4 * daySeconds
	local, at := t.In(zone), t.Unix()
	_, offset := local.Zone()
	n := floorDiv(at+int64(offset), daySeconds)
	if since, until := local.ZoneBounds(); (since.IsZero() || at-since.Unix() > calm) && (until.IsZero() || until.Unix()-at > calm) {
		from = time.Unix(n*daySeconds-int64(offset), 0).In(zone)
		return from, from.Add(daySeconds * time.Second)
	}
	wall := offsetsWithin(zone, at-margin, at+margin)
	first, next := wall.opening(n*daySeconds), wall.opening((n+1)*daySeconds)
	for next <= at {
		n++
		first, next = next, wall.opening((n+1)*daySeconds)
	}
	return time.Unix(first, 0).In(zone), time.Unix(next, 0).In(zone)
}
