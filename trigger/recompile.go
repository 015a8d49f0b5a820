package trigger

import (
	"maps"
	"slices"
)

// again is what a Set keeps so that another one can be made of it: see Set.Recompile.
type again struct {
	attrID map[string]int    // the attributes by name; see builder.attrID
	nodes  int               // so many nodes are of rules; the others are of the index
	unused int               // rules whose nodes and leaves are still there, and which are not
	config Faults            // warnings of the Config
	vetoes Faults            // warnings of what the Config makes vetoes of
	rules  map[string]Faults // warnings of rules by ID, with pointers below the rule
}

// remember keeps the warnings of a rule.
func (a *again) remember(id string, warnings Faults) {
	if a.rules == nil {
		a.rules = map[string]Faults{}
	}
	a.rules[id] = slices.Clone(warnings)
}

// Recompile is [Compile] with the Config of s, for rules most of which are in s already: it compiles
// only those that have changed, and makes a new index of all. Changed reports whether the rule at
// a place in the list may be another one than that of s with its ID; it is asked once for each rule
// whose ID s has. The answer is that of Compile in every respect. One of 10,000 rules takes about a
// third of the time. Where many have changed, at once or since everything was compiled, all are
// compiled anew.
func (s *Set) Recompile(rules []Rule, changed func(place int) bool) (*Set, error) {
	s = s.orNone()
	if b := newBuilder(s.config); b.reuse(s, rules, changed) {
		if next, err := b.compiled(rules); err == nil {
			return next, nil
		}
	}
	return Compile(rules, s.config)
}

// mostUnused bounds what a Set keeps of rules that it no longer has: so many of them, and a quarter
// of those it has.
const mostUnused = 64

// reuse takes over from a Set what has not changed, and compiles the rest beside it. Nodes, leaves,
// attributes and groups keep their numbers, so what a rule knows of them stays right. It is false
// where that is no use, or a fault was found, which Compile then tells as it does.
func (b *builder) reuse(s *Set, rules []Rule, changed func(place int) bool) bool {
	b.inherit(s, len(rules))
	gone, fresh, most := len(s.rules), 0, mostUnused+len(rules)/4
	for i := range rules {
		id := rules[i].ID
		j, there := s.byID[id]
		if !there || changed(i) {
			b.rule(&rules[i], i)
			if fresh++; fresh > most || len(b.faults) > 0 {
				return false
			}
			continue
		}
		if _, twice := b.set.byID[id]; twice {
			return false
		}
		gone--
		b.take(&s.rules[j])
		b.recall(s.again.rules[id], id, i)
	}
	for _, id := range []string{neverHere, onlyHere} {
		if j, there := s.byID[id]; there {
			gone--
			b.take(&s.rules[j])
		}
	}
	b.warnings = append(b.warnings, s.again.vetoes...)
	b.set.again.unused += gone
	return b.holds <= MaxHolds && b.set.again.unused <= most
}

// inherit begins with what a Set is made of, except for its rules.
func (b *builder) inherit(s *Set, n int) {
	to := b.set
	to.rules, to.byID = make([]rule, 0, n+2), make(map[string]int32, n+2)
	to.nodes = append(make([]node, 0, len(s.nodes)+64), s.nodes[:s.again.nodes]...)
	to.leaves = append(make([]leaf, 0, len(s.leaves)+16), s.leaves...)
	to.attrs, to.groups = slices.Clone(s.attrs), maps.Clone(s.groups)
	to.memos, to.holdout = s.memos, s.holdout
	to.again.unused, to.again.config, to.again.vetoes = s.again.unused, s.again.config, s.again.vetoes
	b.attrID = maps.Clone(s.again.attrID)
	b.warnings = slices.Clone(s.again.config)
}

// take takes over a rule that has not changed.
func (b *builder) take(r *rule) {
	if r.hold > 0 {
		b.holds++
	}
	b.set.byID[r.ID] = int32(len(b.set.rules))
	b.set.rules = append(b.set.rules, *r)
}

// recall tells the warnings of a rule that has not changed, with its place in the list.
func (b *builder) recall(warnings Faults, id string, at int) {
	if len(warnings) == 0 {
		return
	}
	b.set.again.remember(id, warnings)
	for _, w := range warnings {
		w.Pointer = item("", at) + w.Pointer
		b.warnings = append(b.warnings, w)
	}
}
