package report

import "time"

// Level is an agent's state from an instant on, until the next one's.
type Level struct {
	At        time.Time
	Accepting bool // available for sessions
	Load      int  // units in use
	Capacity  int  // units at most
}

// Occupancy and utilisation tell different things, and a team needs both: an agent with one session
// of three possible is fully occupied and a third utilised.
type Occupancy struct {
	Accepting   time.Duration // time accepting sessions, or still having some
	Occupancy   float64       // of that, the share with at least one session, 0 to 1
	Utilisation float64       // units in use ÷ units at most, over that time; above 1 when load was lifted above capacity
}

// Occupied computes an agent's occupancy from its levels, in order of time, up to the end.
func Occupied(levels []Level, end time.Time) Occupancy {
	var accepting, chatting, used, offered float64
	for i, l := range levels {
		until := end
		if i+1 < len(levels) && levels[i+1].At.Before(end) {
			until = levels[i+1].At
		}
		d := float64(until.Sub(l.At))
		if d <= 0 || (!l.Accepting && l.Load == 0) {
			continue
		}
		accepting += d
		if l.Load > 0 {
			chatting += d
		}
		used += d * float64(l.Load)
		offered += d * float64(l.Capacity)
	}
	o := Occupancy{Accepting: time.Duration(accepting)}
	if accepting > 0 {
		o.Occupancy = chatting / accepting
	}
	if offered > 0 {
		o.Utilisation = used / offered
	}
	return o
}
