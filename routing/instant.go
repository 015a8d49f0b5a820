package routing

import (
	"math"
	"time"
)

// Instants are nanoseconds since 1970, clamped to about 250 years before and after, so that no sum
// with an ageing boost overflows.
const (
	farSeconds = 8_000_000_000
	never      = math.MaxInt64
	always     = math.MinInt64
)

// nano returns an instant as nanoseconds since 1970. The zero Time comes out long before all that
// hosts mean, so it needs no case of its own where the later of two counts.
func nano(t time.Time) int64 {
	s := t.Unix()
	if s < -farSeconds {
		return -farSeconds * int64(time.Second)
	}
	if s > farSeconds {
		return farSeconds * int64(time.Second)
	}
	return s*int64(time.Second) + int64(t.Nanosecond())
}

// until returns a deadline as an instant, where the zero Time means never.
func until(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return nano(t)
}

// later returns at+d, or never where that overflows.
func later(at int64, d time.Duration) int64 {
	if sum := at + int64(d); sum >= at || d < 0 {
		return sum
	}
	return never
}

func instant(ns int64) time.Time { return time.Unix(0, ns).UTC() }
