package report

import (
	"slices"
	"time"
)

// Spread describes a set of durations. The zero Spread is of none.
type Spread struct {
	Count         int
	Mean          time.Duration
	P50, P90, Max time.Duration // the smallest value that 50 %, 90 %, all are not above
}

// spread sorts ds in place.
func spread(ds []time.Duration) Spread {
	if len(ds) == 0 {
		return Spread{}
	}
	slices.Sort(ds)
	var sum float64
	for _, d := range ds {
		sum += float64(d)
	}
	rank := func(p int) time.Duration { return ds[(len(ds)*p+99)/100-1] }
	return Spread{Count: len(ds), Mean: time.Duration(sum / float64(len(ds))), P50: rank(50), P90: rank(90), Max: ds[len(ds)-1]}
}
