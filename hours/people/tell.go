package people

import "time"

// News is what a reader wants to know at once: whether it is open, and when that changes.
type News struct {
	Open   bool
	Change time.Time     // when it closes or opens, in the reader's zone; zero: never
	In     time.Duration // how long until then, in whole minutes, rounded up
	Days   int           // how many dates later that is for the reader; 0 is today
}

// Tell is the news at an instant for a reader in a zone.
func Tell(c Calendar, now time.Time, zone *time.Location) News {
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
	n.Days = days(now.In(zone), n.Change)
	return n
}
