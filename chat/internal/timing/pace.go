package timing

import "time"

// Pace is the own time of something that is written down, as one node sees it. It begins at an
// instant, goes on with the clock of intervals, and is never behind the time of day. So what is to
// end after a while ends in time though the time of day is put back meanwhile. The zero Pace goes
// by the time of day alone.
type Pace struct{ from, tick time.Time }

// NewPace returns the own time of what was written at an instant and is seen for the first time.
func NewPace(written, now, tick time.Time) Pace {
	if written.Before(now) {
		written = now
	}
	return Pace{written, tick}
}

// Ahead returns how far the own time is ahead of the time of day, at least 0.
func (p Pace) Ahead(now, tick time.Time) time.Duration {
	if p.tick.IsZero() {
		return 0
	}
	return max(0, p.from.Add(tick.Sub(p.tick)).Sub(now))
}
