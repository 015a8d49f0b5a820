package staffing

import "math"

// ErlangB returns the probability that all servers are busy when nobody waits: the blocking of
// M/M/c/c with load = arrival rate / service rate. It is 1 without servers and 0 without load; NaN
// for negative arguments. O(servers).
//
// A. K. Erlang, 1917; the recursion 1/B(c) = 1 + c/a · 1/B(c-1) adds positive terms only.
func ErlangB(servers int, load float64) float64 {
	if servers < 0 || !(load >= 0) {
		return math.NaN()
	}
	if load == 0 && servers > 0 {
		return 0
	}
	return 1 / inverseB(servers, load)
}

// inverseB is 1/B.
func inverseB(servers int, load float64) float64 {
	inv := 1.0
	for k := 1; k <= servers; k++ {
		inv = 1 + inv*(float64(k)/load)
	}
	return inv
}

// ErlangC returns the probability to wait in M/M/c when nobody gives up. It is 1 when the load is
// not below the servers, since then the queue grows without end; NaN for negative arguments.
// O(servers).
//
// C = cB / (c - a(1-B)); Erlang, 1917.
func ErlangC(servers int, load float64) float64 {
	b, c := ErlangB(servers, load), float64(servers)
	if math.IsNaN(b) {
		return b
	}
	if load >= c {
		return 1
	}
	return c * b / ((c - load) + load*b)
}

// ErlangCPerformance is M/M/c in full: arrival and service are rates. Without enough servers the
// wait is infinite.
func ErlangCPerformance(servers int, arrival, service float64) Performance {
	if !(arrival >= 0) || !(service > 0) || servers < 0 {
		return invalid()
	}
	p := Performance{servers: servers, arrival: arrival, service: service, free: 1}
	spare := float64(servers)*service - arrival
	p.WaitProbability = ErlangC(servers, arrival/service)
	p.Occupancy = min(1, arrival/service/float64(servers))
	if arrival == 0 {
		p.Occupancy = 0
		return p
	}
	if spare <= 0 {
		p.MeanWait, p.QueueLength = math.Inf(1), math.Inf(1)
		return p
	}
	load, b := arrival/service, ErlangB(servers, arrival/service)
	p.free = (float64(servers) - load) * (1 - b) / ((float64(servers) - load) + load*b)
	p.MeanWait = p.WaitProbability / spare
	p.QueueLength = p.MeanWait * arrival
	return p
}
