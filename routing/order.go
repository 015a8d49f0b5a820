package routing

import "strings"

// order is a strategy as the lanes use it: a level, which is what the strategy
// looks at first in as far as it is a small number, and a total order.
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

// lanes is the number of levels in use.
func (o order) lanes() int {
	if o.strategy == nil {
		switch o.builtin {
		case LeastLoaded, MostSpare, Packing:
			return levels
		}
	}
	return 1
}

// level of an agent who has room. If a's level is lower than b's, a goes
// first; if they are the same and both are alone in that, idle time decides.
func (o order) level(a *agent) (level int, alone bool) {
	if o.strategy != nil {
		return 0, false
	}
	switch o.builtin {
	case LeastLoaded:
		return ratioLevel(a.used, a.capacity), a.capacity <= exactCap
	case Packing:
		return levels - 1 - ratioLevel(a.used, a.capacity), a.capacity <= exactCap
	case MostSpare:
		free := a.capacity - a.used
		return levels - min(levels, free), free < levels
	}
	return 0, o.builtin == LongestIdle
}

// before is the total order of the class's strategy.
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

// merits are the agent's numbers with proposals in flight counted.
func (s *seat) merits() merits {
	a := s.agent
	return merits{used: a.used, capacity: a.capacity, busy: a.fact.Busy, skill: int(s.skill), turn: a.turn}
}

// idler is the last word between two agents: longest idle, then, of those whose
// load changed at the same instant, the longest ago chosen, then the id.
func (a *agent) idler(b *agent) bool {
	if a.idle != b.idle {
		return a.idle < b.idle
	}
	if a.turn != b.turn {
		return a.turn < b.turn
	}
	return strings.Compare(a.fact.ID, b.fact.ID) < 0
}
