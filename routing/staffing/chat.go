package staffing

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Chat is a team whose agents talk to several visitors at once. Rates[i] is how many chats per unit
// of time an agent completes who has i+1 of them. If it grew in proportion, the team would be
// Erlang A with Agents × Concurrency servers; real agents slow down, and that model then promises
// far too much.
type Chat struct {
	Agents      int
	Concurrency int       // chats per agent at most; at most len(Rates)
	Rates       []float64 // completions per unit of time at 1, 2, … chats
	Arrival     float64   // chats per unit of time
	Abandonment float64   // rate at which one who waits gives up
	Limit       int       // who find so many waiting are refused; 0: no limit
}

// Performance returns the long run under routing that spreads chats evenly: a birth and death chain
// on the number of chats, where n chats over N agents are completed at r·d(q+1) + (N-r)·d(q), n =
// qN+r. It lies within a few per cent of the exact chain of [Chat.Exact]; see Tezcan and Zhang,
// “Routing and Staffing in Customer Service Chat Systems with Impatient Customers”, 2014.
// ServiceLevel treats the full team as one that completes Agents·d(Concurrency).
func (c Chat) Performance() (Performance, error) {
	if err := c.check(); err != nil {
		return Performance{}, err
	}
	if c.Arrival == 0 {
		return Performance{service: 1, free: 1}, nil
	}
	slots := c.Agents * c.Concurrency
	full := c.rate(slots)
	if c.Limit == 0 && c.Abandonment == 0 && c.Arrival >= full {
		inf := math.Inf(1)
		return Performance{WaitProbability: 1, MeanWait: inf, QueueLength: inf, Occupancy: 1, arrival: c.Arrival}, nil
	}
	w := spread(func(n int) float64 {
		switch {
		case c.Limit > 0 && n >= slots+c.Limit:
			return 0
		case n < slots:
			return c.Arrival / c.rate(n+1)
		}
		return c.Arrival / (full + float64(n+1-slots)*c.Abandonment)
	})
	if w == nil {
		return invalid(), nil
	}
	return c.summarise(w, slots, full), nil
}

// rate returns what the team completes with n chats spread evenly.
func (c Chat) rate(n int) float64 {
	if c.Agents == 0 {
		return 0
	}
	q, r := n/c.Agents, n%c.Agents
	return float64(r)*c.at(q+1) + float64(c.Agents-r)*c.at(q)
}

// at is d(i), with d(0) = 0.
func (c Chat) at(i int) float64 {
	if i == 0 || i > c.Concurrency {
		return 0
	}
	return c.Rates[i-1]
}

// summarise turns the weights of 0, 1, … chats into a Performance.
func (c Chat) summarise(w []float64, slots int, full float64) Performance {
	total, queue, busy := 0.0, 0.0, 0.0
	for n := len(w) - 1; n >= 0; n-- {
		total += w[n]
		queue += w[n] * float64(max(0, n-slots))
		busy += w[n] * float64(min(n, slots))
	}
	p := Performance{servers: 1, arrival: c.Arrival, service: full, abandonment: c.Abandonment}
	if slots > 0 {
		p.Occupancy = busy / total / float64(slots)
	}
	for n := min(slots, len(w)) - 1; n >= 0; n-- {
		p.free += w[n] / total
	}
	for n := slots; n < len(w); n++ {
		p.tail = append(p.tail, w[n]/total)
	}
	for _, x := range slices.Backward(p.tail) {
		p.WaitProbability += x
	}
	if c.Limit > 0 && len(p.tail) > c.Limit {
		p.Blocked = p.tail[c.Limit]
		p.tail = p.tail[:c.Limit]
		p.WaitProbability -= p.Blocked
	}
	p.QueueLength = queue / total
	p.MeanWait = p.QueueLength / (c.Arrival * (1 - p.Blocked))
	p.Abandonment = c.Abandonment * p.QueueLength / c.Arrival
	return p
}

// Required returns the smallest number of agents that meets a target; the field Agents is ignored.
func (c Chat) Required(t Target) (int, error) {
	if err := errors.Join(c.check(), t.check()); err != nil {
		return 0, err
	}
	return smallest(func(n int) bool {
		c.Agents = n
		p, err := c.Performance()
		return err == nil && !(math.IsInf(p.MeanWait, 1)) && (n > 0 || c.Arrival == 0) && (c.Arrival == 0 || t.met(p))
	})
}

// BestConcurrency returns the number of chats at which an agent completes the most, the smallest if
// there are several: a busy team should not go beyond it. It is 0 without rates. It solves the
// static planning problem of Tezcan and Zhang: maximise Σ z(i)·d(i) over the agents' time shares z.
func BestConcurrency(rates []float64) int {
	best := 0
	for i, d := range rates {
		if best == 0 || d > rates[best-1] {
			best = i + 1
		}
	}
	return best
}

func (c Chat) check() error {
	var errs []error
	fault := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf("%w: "+format, append([]any{ErrTarget}, args...)...))
		}
	}
	fault(c.Agents < 0 || c.Agents > maxAgents, "Agents: %d is not within 0 to %d", c.Agents, maxAgents)
	fault(c.Concurrency < 1 || c.Concurrency > len(c.Rates), "Concurrency: %d is not within 1 to the %d rates", c.Concurrency, len(c.Rates))
	for i, d := range c.Rates {
		fault(!(d > 0) || math.IsInf(d, 1), "Rates[%d]: %v is not a rate above 0", i, d)
	}
	fault(!(c.Arrival >= 0) || math.IsInf(c.Arrival, 1), "Arrival: %v is not a rate", c.Arrival)
	fault(!(c.Abandonment >= 0) || math.IsInf(c.Abandonment, 1), "Abandonment: %v is not a rate", c.Abandonment)
	fault(c.Limit < 0, "Limit: %d is negative", c.Limit)
	return errors.Join(errs...)
}
