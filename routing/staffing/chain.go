package staffing

import "fmt"

// Fill is how a router fills agents who can take several chats.
type Fill uint8

// The ways.
const (
	// SpreadOut gives a chat to the agent with the fewest.
	SpreadOut Fill = iota
	// PackTight gives a chat to the agent with the most who still has room.
	PackTight
)

// maxExact bounds the states of an exact chain: it takes their cube in time.
const maxExact = 400

// Exact returns the long run of the exact Markov chain: its states are how many agents have 0, 1, …
// chats, and how many visitors wait. It needs a Limit, and a team small enough for 400 states.
// ServiceLevel is NaN.
func (c Chat) Exact(f Fill) (Performance, error) {
	if err := c.check(); err != nil {
		return Performance{}, err
	}
	if c.Limit == 0 || c.Agents == 0 || c.Arrival == 0 {
		return Performance{}, fmt.Errorf("%w: Limit, Agents, Arrival: an exact chain needs all three", ErrTarget)
	}
	states, index := c.states()
	if len(states) > maxExact {
		return Performance{}, fmt.Errorf("%w: Agents: more than %d states", ErrTarget, maxExact)
	}
	q := make([][]float64, len(states))
	for i, s := range states {
		q[i] = make([]float64, len(states))
		for _, m := range c.moves(s, f) {
			q[i][index[m.to.key()]] += m.rate
		}
	}
	return c.total(states, stationary(q)), nil
}

// state is how many agents have i chats, and how many visitors wait.
type state struct {
	agents  []int
	waiting int
}

func (s state) key() string { return fmt.Sprint(s.agents, s.waiting) }

// move is a transition and its rate.
type move struct {
	to   state
	rate float64
}

// states lists those that can be reached from an empty team.
func (c Chat) states() ([]state, map[string]int) {
	empty := state{agents: make([]int, c.Concurrency+1)}
	empty.agents[0] = c.Agents
	all, index := []state{empty}, map[string]int{empty.key(): 0}
	for i := 0; i < len(all) && len(all) <= maxExact; i++ {
		for _, f := range []Fill{SpreadOut, PackTight} {
			for _, m := range c.moves(all[i], f) {
				if _, known := index[m.to.key()]; !known {
					index[m.to.key()] = len(all)
					all = append(all, m.to)
				}
			}
		}
	}
	return all, index
}

// moves lists the transitions out of a state.
func (c Chat) moves(s state, f Fill) []move {
	var ms []move
	if to, ok := c.arrive(s, f); ok {
		ms = append(ms, move{to, c.Arrival})
	}
	for i := 1; i <= c.Concurrency; i++ {
		if s.agents[i] == 0 {
			continue
		}
		to := s
		if s.waiting > 0 { // the next one takes the place
			to.waiting--
		} else {
			to = s.shift(i, i-1)
		}
		ms = append(ms, move{to, float64(s.agents[i]) * c.at(i)})
	}
	if s.waiting > 0 && c.Abandonment > 0 {
		to := s
		to.waiting--
		ms = append(ms, move{to, float64(s.waiting) * c.Abandonment})
	}
	return ms
}

func (c Chat) arrive(s state, f Fill) (state, bool) {
	for n := range c.Concurrency {
		i := n
		if f == PackTight {
			i = c.Concurrency - 1 - n
		}
		if s.agents[i] > 0 {
			return s.shift(i, i+1), true
		}
	}
	to := s
	to.waiting++
	return to, to.waiting <= c.Limit
}

// shift has one agent go from i chats to j.
func (s state) shift(i, j int) state {
	s.agents = append([]int(nil), s.agents...)
	s.agents[i]--
	s.agents[j]++
	return s
}

// stationary solves a chain without subtractions: Grassmann, Taksar and Heyman, “Regenerative
// Analysis and Steady State Distributions for Markov Chains”, 1985.
func stationary(q [][]float64) []float64 {
	n := len(q)
	for k := n - 1; k > 0; k-- {
		out := 0.0
		for j := range k {
			out += q[k][j]
		}
		for i := range k {
			q[i][k] /= out
			for j := range k {
				q[i][j] += q[i][k] * q[k][j]
			}
		}
	}
	p, sum := make([]float64, n), 1.0
	p[0] = 1
	for k := 1; k < n; k++ {
		for i := range k {
			p[k] += p[i] * q[i][k]
		}
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// total adds up what the states mean.
func (c Chat) total(states []state, probability []float64) Performance {
	p := Performance{arrival: c.Arrival}
	for i, s := range states {
		x := probability[i]
		busy := 0
		for chats, n := range s.agents {
			busy += chats * n
		}
		p.QueueLength += x * float64(s.waiting)
		p.Occupancy += x * float64(busy) / float64(c.Agents*c.Concurrency)
		if s.waiting == c.Limit {
			p.Blocked += x
		} else if busy == c.Agents*c.Concurrency {
			p.WaitProbability += x
		}
	}
	p.Abandonment = c.Abandonment * p.QueueLength / c.Arrival
	p.MeanWait = p.QueueLength / (c.Arrival * (1 - p.Blocked))
	return p
}
