package invite

import (
	"math"
	"sync/atomic"
)

// sure is how likely a budget is to be enough.
const sure = 0.95

// mostExact is the number of places up to which the distribution itself is added up. Beyond it the
// normal one is close enough.
const mostExact = 40

// Budget returns how many may be invited where so many places are free and so many of a hundred
// accept: the largest number of which, in 95 of 100 cases, no more accept than there are places. It
// is at least the number of places, and 0 without any.
func Budget(places, rate int) int {
	rate = max(1, rate)
	switch {
	case places <= 0:
		return 0
	case rate >= 100:
		return places
	case places <= mostExact:
		return remembered(places, rate)
	}
	// n·p + z·√(n·p·(1-p)) = places + 1/2, solved for √n.
	p, z := float64(rate)/100, 1.645
	spread := z * math.Sqrt(p*(1-p))
	root := (-spread + math.Sqrt(spread*spread+4*p*(float64(places)+0.5))) / (2 * p)
	return max(places, int(root*root))
}

// exact are the budgets that were added up before, by places and rate; 0: not yet.
var exact [mostExact + 1][100]atomic.Int32

// remembered is exactly, added up once: each prompt that is asked for needs it several times.
func remembered(places, rate int) int {
	at := &exact[places][rate]
	if n := at.Load(); n > 0 {
		return int(n)
	}
	n := exactly(places, float64(rate)/100)
	at.Store(int32(n)) //nolint:gosec // at most 4,000
	return n
}

// exactly adds up the binomial distribution, for one invitation more at a time.
//
// It costs a step for each place and each invitation: for the 40 places that it is asked about at
// most, and the lowest rate of one in a hundred, some 100,000 multiplications.
func exactly(places int, p float64) int {
	accept := make([]float64, places+1) // how likely it is that so many accept
	accept[0] = 1
	for n := 0; ; n++ {
		total := 0.0
		for k := places; k > 0; k-- {
			accept[k] = accept[k]*(1-p) + accept[k-1]*p
			total += accept[k]
		}
		accept[0] *= 1 - p
		if total+accept[0] < sure {
			return n // with one more, too many would accept in more than 5 of 100 cases
		}
	}
}
