package desk

import (
	"sync/atomic"
	"time"
)

// steady is the clock of intervals: beats, leases, pauses, silence. It goes on with time alone, whatever the time of day is
// set to, so that nobody is lost to a clock that is put right. Its readings mean nothing but by their distances.
type steady struct {
	wall    func() time.Time
	elapsed func() time.Duration // Config.Elapsed
	origin  atomic.Pointer[origin]
}

// origin is where a clock that nobody sets was at some instant of this process.
type origin struct{ reading, process time.Time }

// begin makes the clock ready: from the start one that nobody sets, if there is one.
func (c *steady) begin(wall func() time.Time, elapsed func() time.Duration) {
	c.wall, c.elapsed = wall, elapsed
	if t := wall(); t != t.Round(0) { // it has a monotonic reading
		c.live()
	}
}

// live has the clock go on with this process's own, from where it is.
func (c *steady) live() {
	if c.elapsed == nil {
		c.origin.CompareAndSwap(nil, &origin{c.wall().Round(0).UTC(), time.Now()})
	}
}

// tick reads the clock.
func (c *steady) tick() time.Time {
	if c.elapsed != nil {
		return time.Unix(0, 0).UTC().Add(c.elapsed())
	}
	if o := c.origin.Load(); o != nil {
		return o.reading.Add(time.Since(o.process))
	}
	return c.wall().Round(0).UTC()
}

// tick reads the clock of intervals.
func (d *Desk) tick() time.Time { return d.steady.tick() }

// after is the instant at which the clock of intervals will show at, now that it shows tick; zero for the zero instant.
func after(now, tick, at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return now.Add(at.Sub(tick))
}
