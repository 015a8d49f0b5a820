package routing

import "strings"

// order is a strategy as groups use it: which lane an agent belongs to, and the total order within
// a lane.
type order struct {
	builtin  Builtin
	strategy Strategy // a host's own; nil for a built-in one
}

func orderOf(s Strategy) order {
	if b, ok := s.(Builtin); ok && b < builtins {
		return order{builtin: b}
	}
	return order{strategy: s}
}

// lanes returns how many lanes a group needs.
func (o order) lanes() int {
	if o.strategy == nil {
		switch o.builtin {
		case LeastLoaded, MostSpare, Packing:
			return maxLanes
		}
	}
	return 1
}

// laneOf returns the lane of an agent who has room. An agent in a lower lane goes before one in a
// higher lane. byIdle says that all agents with this load are equal to the strategy, so that idle
// time decides among them.
func (o order) lane(a *agent) (lane int, byIdle bool) {
	if o.strategy != nil {
		return 0, false
	}
	switch o.builtin {
	case LeastLoaded:
		return ratioLane(a.used, a.capacity), a.capacity <= exactCap
	case Packing:
		return maxLanes - 1 - ratioLane(a.used, a.capacity), a.capacity <= exactCap
	case MostSpare:
		free := a.capacity - a.used
		return maxLanes - min(maxLanes, free), free < maxLanes
	}
	return 0, o.builtin == LongestIdle
}

// before reports whether s goes before t by the class's strategy. It is a total order.
func (s *seat) before(t *seat) bool {
	a, b := s.agent, t.agent
	o := &s.class.order
	if o.strategy != nil {
		va, vb := a.view(), b.view()
		if o.strategy.Less(s.class.need, va, vb) {
			return true
		}
		if o.strategy.Less(s.class.need, vb, va) {
			return false
		}
		return a.idler(b)
	}
	if d := o.builtin.compare(s.merits(), t.merits()); d != 0 {
		return d < 0
	}
	return a.idler(b)
}

// merits returns the agent's numbers with proposals in flight counted.
func (s *seat) merits() merits {
	a := s.agent
	return merits{used: a.used, capacity: a.capacity, busy: a.fact.Busy, skill: int(s.skill), turn: a.turn}
}

// idler decides between agents who are equal to the strategy: the one idle for longer goes first;
// if their loads changed at the same instant, the one chosen longer ago; then the lower id.
func (a *agent) idler(b *agent) bool {
	if a.idle != b.idle {
		return a.idle < b.idle
	}
	if a.turn != b.turn {
		return a.turn < b.turn
	}
	return strings.Compare(a.fact.ID, b.fact.ID) < 0
}
