package trigger

// ruleAt writes a rule out again.
//
// What comes out compiles to the same rule again. Its condition is the tree as it was written, in
// which each "not" stands in its own place, and not the one that is evaluated. Its lists are those
// of the Set.
func (s *Set) ruleAt(i int) Rule {
	r := s.rules[i]
	out := Rule{
		ID: r.ID, Note: r.Note, Disabled: r.Disabled, Type: r.Type, Priority: int(r.Priority), Group: r.Group, Groups: r.Groups,
		On: r.On, When: s.cond(&r.written), Hold: r.Hold, From: r.From, Until: r.Until,
		Rollout: r.Rollout, Variants: r.Variants, Limits: r.Limits, Uncapped: r.Uncapped,
		Quiet: r.Quiet, Do: r.Do,
	}
	// A rule without variants keeps what it does in its only choice; special.Do is for the actions
	// that variants without any of their own fall back to.
	if len(r.Variants) == 0 && len(r.choices) > 0 {
		out.Do = r.choices[0].Do
	}
	return out
}

// cond writes a tree out.
func (s *Set) cond(n *node) Cond {
	if n.kind == single {
		return s.condOf(&s.leaves[n.at])
	}
	var parts []Cond
	for i := range s.kids(n) {
		parts = append(parts, s.cond(&s.kids(n)[i]))
	}
	switch n.kind {
	case anyOf:
		return Cond{Any: parts}
	case notOf:
		return Cond{Not: &parts[0]}
	}
	return Cond{All: parts}
}

// condOf writes a leaf out, with the value as it was written and not in its normal form. The
// moments of a rule are a leaf too, which an explanation shows under the name "moment".
func (s *Set) condOf(l *leaf) Cond {
	name := s.attrs[l.attr].name
	if name == onAttr {
		name = "moment"
	}
	return Cond{Attr: name, Op: l.op, Value: l.value, Fold: l.folds}
}
