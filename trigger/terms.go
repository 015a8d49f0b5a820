package trigger

// terms is what decides about nearly every candidate, next to each other in memory: most never touch their rule.
type terms struct {
	from, until int64
	only        *choice // what it does, if there is no choice
	gid         int32
	shows       bool
	shared      bool // a rollout or variants
	bare        bool // without history nothing but its group can keep it back
}

func (r *rule) terms() terms {
	t := terms{from: r.from, until: r.until, gid: int32(r.gid), shows: r.shows, shared: r.share != nil, bare: r.quiet == quiet{}}
	for _, l := range r.limits {
		t.bare = t.bare && l.scope == ofRule
	}
	if len(r.choices) == 1 {
		t.only = &r.choices[0]
	}
	return t
}
