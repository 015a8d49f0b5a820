package routing

// LevelsAgree reports whether the lanes of a strategy keep to its definition
// for two agents: a lower level means that x goes before y, and a tie of two
// whom idle time alone orders is a tie by definition.
func LevelsAgree(b Builtin, x, y AgentView) bool {
	o := order{builtin: b}
	lx, tiesX := o.lane(&agent{standing: standing{used: x.Used, capacity: x.Capacity}})
	ly, tiesY := o.lane(&agent{standing: standing{used: y.Used, capacity: y.Capacity}})
	d := b.compare(x.merits(b, Requirement{}), y.merits(b, Requirement{}))
	switch {
	case max(lx, ly) >= o.lanes():
		return false
	case lx != ly:
		return (lx < ly) == (d < 0) && d != 0
	}
	return !tiesX || !tiesY || d == 0
}

// Agents returns how many agents a Router keeps, also such as were deleted.
func (r *Router) Agents() int { return len(r.agents) }
