package routing

// rank orders agents for a class before the strategy does: by tier, then by the priority that the
// agent gives the queue. Lower ranks are chosen first.
type rank struct{ tier, priority int }

// before reports whether agents of this rank are asked first.
func (r rank) before(o rank) bool {
	if r.tier != o.tier {
		return r.tier < o.tier
	}
	return r.priority < o.priority
}
