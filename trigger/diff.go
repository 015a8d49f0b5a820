package trigger

import "encoding/json"

// What a change of rules would have done is found by playing recorded visits through both Sets and
// comparing rule by rule. Most of what a person then looks for is in rules that nobody touched:
// one that fires less because a new one takes its group or the cap that both share.

// Change is how one rule, or what became of it in a backtest, differs between two Sets.
type Change struct {
	Rule   string `json:"rule"`
	Was    *Tally `json:"was,omitempty"` // nil: the rule is new
	Is     *Tally `json:"is,omitempty"`  // nil: the rule is gone
	Edited bool   `json:"edited"`        // the rule itself differs
}

// Diff compares two backtests over the same records, rule by rule: the rules that were edited, and
// those that came out differently though they were not, because another took their place or a cap
// they share. Rules that are new or gone are always in it. The order is that of firing in the newer
// Set, then of the older.
func Diff(was, is *Backtest) []Change {
	before, after := was.Report(), is.Report()
	var changes []Change
	for i := range after.Rules {
		t := &after.Rules[i]
		c := Change{Rule: t.Rule, Is: t}
		if j, ok := was.Set.byID[t.Rule]; ok {
			c.Was = &before.Rules[j]
			c.Edited = !same(was.Set.ruleAt(int(j)), is.Set.ruleAt(i))
		}
		if c.Was == nil || c.Edited || !t.equal(c.Was) {
			changes = append(changes, c)
		}
	}
	for i := range before.Rules {
		if t := &before.Rules[i]; !is.Set.has(t.Rule) {
			changes = append(changes, Change{Rule: t.Rule, Was: t})
		}
	}
	return changes
}

// has reports whether a Set has a rule, on or off.
func (s *Set) has(id string) bool {
	_, ok := s.orNone().byID[id]
	return ok
}

// same compares two rules by what is written of them: a list that is nil and one that is empty are
// no difference to a person.
func same(a, b Rule) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// equal compares what two rules came to, all counts of it. Rates of chats are among them: they
// change where AcceptRate does.
func (t *Tally) equal(u *Tally) bool {
	a, b := *t, *u
	// Who they were does not matter, only how many.
	a.seen, b.seen = nil, nil
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
