package routing

import (
	"math"
	"time"
)

// ExpectedWait returns the wait of the one at a position, from 1, when agents complete rate
// requests a second and each who waits gives up at the rate abandonment a second: from the queue's
// length with abandonment (QL-A). Without a rate above 0 nothing is known. O(position).
//
// Mean Σ 1/(R+jθ) for j < p, P(V ≤ t) = I(1-e^(-θt); p, R/θ); Ibrahim and Whitt, “Real-Time Delay
// Estimation in Overloaded Multiserver Queues with Abandonments”, 2009.
func ExpectedWait(position int, rate, abandonment float64) Estimate {
	if !(rate > 0) || !(abandonment >= 0) || math.IsInf(rate, 1) || math.IsInf(abandonment, 1) {
		return Estimate{}
	}
	mean, variance := 0.0, 0.0
	for j := range max(position, 0) {
		stage := 1 / (rate + float64(j)*abandonment)
		mean += stage
		variance += stage * stage
	}
	e := Estimate{Mean: seconds(mean), Basis: BasisQLA}
	if mean == 0 {
		return e
	}
	quantile := func(share, z float64) time.Duration {
		if position > manyStages { // close to normal
			return seconds(mean + z*math.Sqrt(variance))
		}
		low, high := 0.0, mean+10*math.Sqrt(variance)
		for range 50 {
			if mid := (low + high) / 2; served(position, rate, abandonment, mid) < share {
				low = mid
			} else {
				high = mid
			}
		}
		return seconds(high)
	}
	e.P50, e.P90 = quantile(0.5, 0), quantile(0.9, 1.2815515655446004)
	return e
}

// manyStages is the number of exponential stages beyond which their sum counts as normally
// distributed.
const manyStages = 200

// served is P(V ≤ t): one minus the chance that fewer than p of the stages are over, a negative
// binomial sum, or a Poisson one when nobody gives up.
func served(p int, rate, abandonment, t float64) float64 {
	x := -math.Expm1(-abandonment * t)
	term, sum := math.Exp(-rate*t), 0.0
	for j := range p {
		sum += term
		if abandonment == 0 {
			term *= rate * t / float64(j+1)
		} else {
			term *= x * (float64(j) + rate/abandonment) / float64(j+1)
		}
	}
	return 1 - sum
}

func seconds(s float64) time.Duration {
	if s > math.MaxInt64/1e9 {
		return math.MaxInt64
	}
	return time.Duration(math.Round(s * 1e9))
}
