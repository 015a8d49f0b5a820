package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

// stamp is an instant of a record, from which something counts, and its own time. Where the time of
// day was put back since, or the instant is of a node whose clock is ahead, it is earlier by the
// time of day of now than it was written. The zero stamp is never.
type stamp struct {
	at    time.Time // as it was written
	pace  timing.Pace
	ahead time.Duration // as of when it came, or the clock was last seen to be set
}

// next returns the stamp of a record's instant after this one: the same while the instant is.
func (x stamp) next(at, now, tick time.Time) stamp {
	switch {
	case at.IsZero():
		return stamp{}
	case at.Equal(x.at):
		return x
	}
	n := stamp{at: at, pace: timing.NewPace(at, now, tick)}
	return n.again(now, tick)
}

// again returns the stamp after the time of day was set.
func (x stamp) again(now, tick time.Time) stamp {
	x.ahead = x.pace.Ahead(now, tick)
	return x
}

// by returns the instant by the time of day of now.
func (x stamp) by() time.Time {
	if x.at.IsZero() {
		return x.at
	}
	return x.at.Add(-x.ahead)
}
