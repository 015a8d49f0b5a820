package timing

import (
	"sync/atomic"
	"time"
)

// Steady is the clock of intervals. It goes on with time alone, whatever the time of day is set to,
// so nobody counts as lost because a clock was put right.
//
// It reads, in this order: what the host counts (Config.Elapsed of the desk); the monotonic clock of
// this process, once Live was called; the time of day. The last is for tests that move the time of
// day by hand.
type Steady struct {
	wall    func() time.Time
	elapsed func() time.Duration
	origin  atomic.Pointer[origin] // nil: not alive
}

// origin is a reading of the clock at an instant of this process.
type origin struct{ reading, process time.Time }

// Begin makes the clock ready. Elapsed may be nil. If wall has a monotonic reading, the clock is
// alive from the start.
func (c *Steady) Begin(wall func() time.Time, elapsed func() time.Duration) {
	c.wall, c.elapsed = wall, elapsed
	if t := wall(); t != t.Round(0) { // only a time with a monotonic reading differs
		c.Live()
	}
}

// Live makes the clock go on with the monotonic clock of this process, from its present reading.
func (c *Steady) Live() {
	if c.elapsed == nil {
		c.origin.CompareAndSwap(nil, &origin{c.wall().Round(0).UTC(), time.Now()})
	}
}

// Tick reads the clock.
func (c *Steady) Tick() time.Time {
	if c.elapsed != nil {
		return time.Unix(0, 0).UTC().Add(c.elapsed())
	}
	if o := c.origin.Load(); o != nil {
		return o.reading.Add(time.Since(o.process))
	}
	return c.wall().Round(0).UTC()
}

// After returns the time of day at which the clock of intervals will show at. Now and tick are what
// the two clocks show at present. The zero instant gives the zero instant.
func After(now, tick, at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return now.Add(at.Sub(tick))
}

// Earlier returns the earlier of two instants. The zero instant means never.
func Earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
