package people

import "time"

// News is what a reader wants to know at once: whether it is open, and when that changes.
type News struct {
	Open   bool
	Change time.Time     // when it closes or opens, in the reader's zone; zero: never
	In     time.Duration // how long until then, in whole minutes, rounded up
	// Days is how many dates later that is for the reader; 0 is today, 1 tomorrow. A closing at
	// midnight is the end of the day before, as in Week: 24:00, not 0:00 of the next.
	Days int
	// Elsewhere says that the reader's clock then shows another time than the schedule's, so that
	// it is worth a word whose time it is.
	Elsewhere bool
}

// Tell is the news at an instant for a reader in a zone. A nil zone is the schedule's own, or UTC
// where c has none.
func Tell(c Calendar, now time.Time, zone *time.Location) News {
	zone = readers(c, zone)
	n := News{Open: c.Open(now)}
	change, ok := c.NextOpen(now)
	if n.Open {
		change, ok = c.NextClose(now)
	}
	if !ok {
		return n
	}
	n.Change = change.In(zone)
	n.In = (change.Sub(now) + time.Minute - 1).Truncate(time.Minute)
	on, _ := n.reading()
	n.Days = days(now.In(zone), on)
	if _, ok := c.(local); ok {
		_, here := n.Change.Zone()
		_, there := change.In(readers(c, nil)).Zone()
		n.Elsewhere = here != there
	}
	return n
}

// reading is the date and the time of the change as one says them.
func (n News) reading() (on time.Time, at Clock) {
	if at = clock(n.Change); n.Open && at == (Clock{}) {
		return n.Change.Add(-time.Second), Clock{24, 0}
	}
	return n.Change, at
}

// local is a Calendar that knows its zone; *hours.Schedule is one.
type local interface{ Location() *time.Location }

// readers is the zone, or where there is none, the Calendar's.
func readers(c Calendar, zone *time.Location) *time.Location {
	if zone != nil {
		return zone
	}
	if c, ok := c.(local); ok {
		return c.Location()
	}
	return time.UTC
}
