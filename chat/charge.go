package chat

// Charge is the units of an agent's capacity that a session takes.
type Charge struct {
	Agent  AgentID
	Weight int
}

// Charges returns the capacity units that the session takes from each agent in its present state.
// An offer is charged from the moment it is made. The owner is charged while the session is active,
// and partly while it is held or wrapping, as the policy says. An agent's load is the sum of the
// charges of all sessions, so a batch that changes a session changes the ledgers by the difference.
// Each agent appears once.
func (s Session) Charges() []Charge {
	var cs []Charge
	for _, o := range s.Offers {
		cs = append(cs, Charge{o.Agent, s.Weight})
	}
	if w := s.ownerCharge(); s.State.Owned() && w > 0 {
		cs = append(cs, Charge{s.Agent, w})
	}
	return cs
}

// ownerCharge returns the units that the owner is charged.
func (s Session) ownerCharge() int {
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
