package staffing

import (
	"errors"
	"fmt"
	"math"
)

// ErrTarget wraps every fault of a target or demand.
var ErrTarget = errors.New("staffing: invalid target")

// maxAgents bounds every search.
const maxAgents = 1_000_000

// Demand is the work that arrives.
type Demand struct {
	Arrival     float64 // chats per unit of time
	Service     float64 // chats one agent completes per unit of time, one at a time
	Abandonment float64 // rate at which one who waits gives up; 0: nobody does
}

// Target is what visitors are to meet. What is zero is not asked for; at least one field must be.
type Target struct {
	Level        float64 // part answered within Within, from 0 to 1
	Within       float64
	MaxWait      float64 // mean wait
	MaxAbandon   float64 // part that gives up
	MaxOccupancy float64 // part of the capacity in use
	MaxQueue     float64 // mean number waiting
}

// Required returns the smallest number of agents, one chat each, that meets a target. 0 without
// arrivals. Chats side by side: [Chat.Required].
func Required(d Demand, t Target) (int, error) {
	if err := errors.Join(d.check(), t.check()); err != nil {
		return 0, err
	}
	return smallest(func(n int) bool {
		if d.Abandonment == 0 && float64(n)*d.Service <= d.Arrival && d.Arrival > 0 {
			return false // the queue would grow without end
		}
		return t.met(ErlangA(n, d.Arrival, d.Service, d.Abandonment))
	})
}

func (d Demand) check() error {
	var errs []error
	for _, f := range []struct {
		name string
		v    float64
		bad  bool
	}{
		{"Arrival", d.Arrival, !(d.Arrival >= 0) || math.IsInf(d.Arrival, 1)},
		{"Service", d.Service, !(d.Service > 0) || math.IsInf(d.Service, 1)},
		{"Abandonment", d.Abandonment, !(d.Abandonment >= 0) || math.IsInf(d.Abandonment, 1)},
	} {
		if f.bad {
			errs = append(errs, fmt.Errorf("%w: %s: %v is not a rate", ErrTarget, f.name, f.v))
		}
	}
	return errors.Join(errs...)
}

func (t Target) check() error {
	var errs []error
	fault := func(bad bool, text string, v float64) {
		if bad {
			errs = append(errs, fmt.Errorf("%w: "+text, ErrTarget, v))
		}
	}
	fault(!(t.Level >= 0 && t.Level < 1), "Level: %v is not from 0 to below 1", t.Level)
	fault(!(t.Within >= 0), "Within: %v is negative", t.Within)
	fault(!(t.MaxWait >= 0), "MaxWait: %v is negative", t.MaxWait)
	fault(!(t.MaxAbandon >= 0 && t.MaxAbandon < 1), "MaxAbandon: %v is not from 0 to below 1", t.MaxAbandon)
	fault(!(t.MaxOccupancy >= 0 && t.MaxOccupancy <= 1), "MaxOccupancy: %v is not from 0 to 1", t.MaxOccupancy)
	fault(!(t.MaxQueue >= 0), "MaxQueue: %v is negative", t.MaxQueue)
	if t.Level == 0 && t.MaxWait == 0 && t.MaxAbandon == 0 && t.MaxOccupancy == 0 && t.MaxQueue == 0 {
		errs = append(errs, fmt.Errorf("%w: asks for nothing", ErrTarget))
	}
	return errors.Join(errs...)
}

// met reports whether a performance is good enough.
func (t Target) met(p Performance) bool {
	return (t.Level == 0 || p.ServiceLevel(t.Within) >= t.Level) &&
		(t.MaxWait == 0 || p.MeanWait <= t.MaxWait) &&
		(t.MaxAbandon == 0 || p.Abandonment+p.Blocked <= t.MaxAbandon) &&
		(t.MaxOccupancy == 0 || p.Occupancy <= t.MaxOccupancy) &&
		(t.MaxQueue == 0 || p.QueueLength <= t.MaxQueue)
}

// smallest returns the least n from 0 for which enough holds; it must hold for all above.
func smallest(enough func(n int) bool) (int, error) {
	if enough(0) {
		return 0, nil
	}
	low, high := 0, 1
	for !enough(high) {
		if high >= maxAgents {
			return 0, fmt.Errorf("%w: not met with %d agents", ErrTarget, high)
		}
		low, high = high, min(2*high, maxAgents)
	}
	for high-low > 1 {
		if mid := (low + high) / 2; enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high, nil
}
