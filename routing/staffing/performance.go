package staffing

import "math"

// Performance is what visitors of a model meet, in the long run.
type Performance struct {
	// WaitProbability that an arrival does not get an agent at once.
	WaitProbability float64
	// Abandonment is the part of the arrivals that give up.
	Abandonment float64
	// Blocked is the part that finds the queue full; 0 without a limit.
	Blocked float64
	// MeanWait of all arrivals that get in, including those who give up.
	MeanWait float64
	// QueueLength is the mean number waiting.
	QueueLength float64
	// Occupancy is the part of the capacity in use, from 0 to 1.
	Occupancy float64

	servers                       int
	arrival, service, abandonment float64
	free                          float64   // probability that somebody is free
	tail                          []float64 // probability of servers+k present, k = 0, 1, …
}

func invalid() Performance {
	n := math.NaN()
	return Performance{WaitProbability: n, Abandonment: n, Blocked: n, MeanWait: n, QueueLength: n, Occupancy: n, arrival: n}
}

// ServiceLevel returns the part of the arrivals that get an agent within a time: those who gave up
// or found the queue full did not. It is NaN for a negative time and for models that do not know
// it.
func (p Performance) ServiceLevel(within float64) float64 {
	if math.IsNaN(p.arrival) || !(within >= 0) || p.service == 0 {
		return math.NaN()
	}
	if p.arrival == 0 {
		return 1
	}
	if p.tail == nil {
		if math.IsInf(p.MeanWait, 1) {
			return 0
		}
		spare := float64(p.servers)*p.service - p.arrival
		return p.free - p.WaitProbability*math.Expm1(-spare*within)
	}
	served := p.free
	late := waits(float64(p.servers)*p.service, p.abandonment, within, len(p.tail))
	for k, probability := range p.tail {
		served += probability * late[k]
	}
	return served
}
