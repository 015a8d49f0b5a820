package trigger

// ruleAt writes a rule out again.
func (s *Set) ruleAt(i int) Rule {
	r := &s.rules[i]
	out := Rule{
		ID: r.ID, Note: r.Note, Disabled: r.Disabled, Type: r.Type, Priority: int(r.Priority), Group: r.Group, Groups: r.Groups,
		On: r.On, When: s.cond(&r.written), Hold: r.Hold, From: r.From, Until: r.Until,
		Rollout: r.Rollout, Variants: r.Variants, Limits: r.Limits, Uncapped: r.Uncapped,
		Quiet: r.Quiet, Do: r.Do,
	}
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

func (s *Set) condOf(l *leaf) Cond {
	name := s.attrs[l.attr].name
	if name == onAttr {
		name = "moment"
	}
	return Cond{Attr: name, Op: l.op, Value: l.value, Fold: l.folds}
}
