package trigger

// Part is what [Check] finds of one rule.
type Part struct {
	// Faults are what [Compile] would not let through, with pointers below the rule ("/when/op").
	// Default: nil, none.
	Faults Faults
	// Slots is what the rule takes of Config.MaxSlots.
	Slots int
	// Holds is what the rule takes of [MaxHolds]: 1 or 0.
	Holds int
}

// Check looks at each rule alone, with the eyes of [Compile], and makes nothing of them. So of many
// rules only those that changed need a look: Compile takes a list whose rules have no faults and
// different IDs, if their parts add up to no more than the limits and [Compile] takes c without any
// rule. A Config takes a slot itself for Never, and one for Only. The answer has a Part for each
// rule, in order; the cost is about half of that of Compile.
func Check(rules []Rule, c Config) []Part {
	parts := make([]Part, len(rules))
	ch := newChecker(c)
	for i := range rules {
		if parts[i] = ch.part(&rules[i]); parts[i].Faults != nil {
			ch = newChecker(c) // what rules share may have faults, which are told only once
		}
	}
	return parts
}

// checker has a builder that looks at rules, of which no Set is made.
type checker struct{ b *builder }

func newChecker(c Config) checker {
	b := newBuilder(c)
	b.set.byID = map[string]int32{}
	return checker{b}
}

// part checks a rule and forgets it, except for what other rules may say alike.
func (ch checker) part(src *Rule) (p Part) {
	b := ch.b
	nodes := len(b.set.nodes)
	b.holds, b.faults, b.warnings = 0, nil, nil
	clear(b.set.byID)
	if b.checked(src); b.faults == nil {
		p.Holds, p.Slots = b.holds, ch.slots(b.set.rules[0])
	}
	p.Faults = b.faults
	b.set.rules, b.rows, b.set.nodes = b.set.rules[:0], b.rows[:0], b.set.nodes[:nodes]
	return p
}

// slots returns how many slots builder.slotsOf would give a rule.
func (ch checker) slots(r *rule) int {
	if r.off {
		return 0
	}
	if conjunctions, ok := ch.b.alternatives(&r.root); ok {
		return len(conjunctions)
	}
	return 1
}
