package chat

import "time"

// Charge is the units of an agent's capacity that a session holds.
type Charge struct {
	Agent  AgentID
	Weight int
}

// Charges returns what the session holds of whose capacity in its present state: an offer is charged when it is made, the
// owner while the session runs, and part of it while held or wrapping as the policy says. An agent's load is the sum of the
// charges of all sessions; a batch that changes a session changes the ledgers by the difference. Each agent appears once.
func (s Session) Charges() []Charge {
	var cs []Charge
	for _, o := range s.Offers {
		cs = append(cs, Charge{o.Agent, s.Weight})
	}
	if w := s.held(); s.State.Owned() && w > 0 {
		cs = append(cs, Charge{s.Agent, w})
	}
	return cs
}

// held returns the units the owner is charged.
func (s Session) held() int {
	switch s.State {
	case Active:
		if !s.Idle {
			return s.Weight
		}
	case Held:
		return max(0, min(s.Policy.HeldWeight, s.Weight))
	case Wrapping:
		if s.Policy.WrapWeight == 0 {
			return s.Weight
		}
		return max(0, min(s.Policy.WrapWeight, s.Weight))
	}
	return 0
}

// settle marks the promise broken when the wait was longer than told; a negative wait is one that never ended in an answer.
func (p *Promise) settle(wait time.Duration) {
	if p != nil && p.Wait > 0 && (wait < 0 || wait > p.Wait) {
		p.Broken = true
	}
}
