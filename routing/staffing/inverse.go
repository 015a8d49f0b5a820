package staffing

import "math"

// ErlangBLoad returns the load at which so many servers block the given part of the arrivals: the
// inverse of [ErlangB]. It is 0 without servers or blocking, NaN unless 0 ≤ blocking < 1.
func ErlangBLoad(servers int, blocking float64) float64 {
	if servers < 0 || !(blocking >= 0 && blocking < 1) {
		return math.NaN()
	}
	if servers == 0 || blocking == 0 {
		return 0
	}
	low, high := 0.0, 1.0
	for ErlangB(servers, high) < blocking {
		low, high = high, 2*high
	}
	for {
		mid := low + (high-low)/2
		if mid <= low || mid >= high {
			return mid
		}
		if ErlangB(servers, mid) < blocking {
			low = mid
		} else {
			high = mid
		}
	}
}
