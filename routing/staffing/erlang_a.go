package staffing

import "math"

// ErlangA is M/M/c+M: visitors whose patience is exponential give up at the rate abandonment each.
// With abandonment 0 it is [ErlangCPerformance]. Time and memory grow with the longest queue that
// matters. Fields are NaN for arguments that make no sense, and for queues of 200,000.
//
// C. Palm, 1957; Garnett, Mandelbaum, Reiman, “Designing a Call Center with Impatient Customers”,
// 2002.
func ErlangA(servers int, arrival, service, abandonment float64) Performance {
	if !(abandonment >= 0) || !(arrival >= 0) || !(service > 0) || servers < 0 {
		return invalid()
	}
	if abandonment == 0 {
		return ErlangCPerformance(servers, arrival, service)
	}
	p := Performance{servers: servers, arrival: arrival, service: service, abandonment: abandonment}
	if arrival == 0 {
		return p
	}
	full := float64(servers) * service
	tail := spread(func(k int) float64 { return arrival / (full + float64(k+1)*abandonment) })
	if tail == nil {
		return invalid()
	}
	// The states below c, relative to the state c, weigh 1/B - 1.
	below := tail[0] * (inverseB(servers, arrival/service) - 1)
	if servers == 0 {
		below = 0
	}
	waiting, queue := 0.0, 0.0
	for k := len(tail) - 1; k >= 0; k-- { // small terms first
		waiting += tail[k]
		queue += float64(k) * tail[k]
	}
	total := below + waiting
	for k := range tail {
		tail[k] /= total
	}
	p.tail, p.free = tail, below/total
	p.WaitProbability = waiting / total
	p.QueueLength = queue / total
	p.MeanWait = p.QueueLength / arrival
	p.Abandonment = abandonment * p.MeanWait
	if servers > 0 {
		p.Occupancy = arrival * (1 - p.Abandonment) / full
	}
	return p
}

// maxStates bounds the chains that are summed.
const maxStates = 200_000

// spread gives weights w(0), w(1), … with w(k+1) = w(k)·ratio(k), relative to the largest, up to
// where they no longer matter. The ratio must fall below 1. It is nil when that takes more than
// maxStates.
func spread(ratio func(k int) float64) []float64 {
	mode := 0
	for ratio(mode) > 1 {
		if mode++; mode > maxStates {
			return nil
		}
	}
	w := make([]float64, mode+1, 2*mode+64)
	w[mode] = 1
	for k := mode; k > 0; k-- {
		w[k-1] = w[k] / ratio(k-1)
	}
	for k := mode; w[k] > 1e-40; k++ {
		if k > maxStates {
			return nil
		}
		w = append(w, w[k]*ratio(k))
	}
	return w
}

// waits gives, for k ahead in the queue, the probability to be served within a time:
// full/(full+(k+1)θ) · I_X(k+1, full/θ+1) with X = 1-exp(-θt). The incomplete beta function is the
// tail of a negative binomial distribution, a sum of positive terms.
func waits(full, theta, within float64, n int) []float64 {
	out := make([]float64, n)
	if within == 0 || full == 0 {
		return out
	}
	x, b := -math.Expm1(-theta*within), full/theta+1
	nb := spread(func(k int) float64 {
		if theta == 0 { // nobody gives up: Poisson
			return full * within / float64(k+1)
		}
		return x * (float64(k) + b) / float64(k+1)
	})
	if nb == nil {
		for k := range out {
			out[k] = math.NaN()
		}
		return out
	}
	sum, above := 0.0, make([]float64, len(nb)+1)
	for k := len(nb) - 1; k >= 0; k-- {
		sum += nb[k]
		above[k] = sum // k or more
	}
	for k := range out {
		if k+1 < len(nb) {
			out[k] = full / (full + float64(k+1)*theta) * above[k+1] / sum
		}
	}
	return out
}
