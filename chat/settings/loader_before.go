package settings

// rulesBefore finds the rules that were in force before. They are mostly asked for in their own
// order, and then found at once.
type rulesBefore struct {
	*InForce
	checked bool           // with what they would be checked with now
	next    int            // where the next one is expected
	places  map[string]int // of all rules by id; nil until one is not where it is expected
}

// find returns a rule that was in force before, and what is known of it.
func (b *rulesBefore) find(id string) (r *Rule, known checkedRule, ok bool) {
	i := b.next
	if i >= len(b.Rules) || b.Rules[i].Rule.ID != id {
		if b.places == nil {
			b.places = make(map[string]int, len(b.Rules))
			for i := range b.Rules {
				b.places[b.Rules[i].Rule.ID] = i
			}
		}
		if i, ok = b.places[id]; !ok {
			return r, known, false
		}
	}
	b.next = i + 1
	if known = b.prompts.rules[i]; !b.checked {
		known.part = nil
	}
	return &b.Rules[i], known, true
}

// readAgain returns rules as they were read before, where they are in force as they stood then, and
// the others as if they had been read.
func (s *InForce) readAgain(rules []Rule) []*Read[Rule] {
	out := make([]*Read[Rule], len(rules))
	same := func(x, y *Rule) bool {
		return x.Revision != 0 && x.Revision == y.Revision && x.Rule.ID == y.Rule.ID
	}
	for i := range rules { // they are large
		x := &rules[i]
		if i < len(s.Rules) && same(x, &s.Rules[i]) {
			if out[i] = s.prompts.rules[i].read; out[i] != nil {
				continue
			}
		}
		out[i] = &Read[Rule]{Key: "rules/" + x.Rule.ID, ID: x.Rule.ID, Revision: x.Revision, Value: *x}
	}
	return out
}
