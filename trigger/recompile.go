package trigger

import (
	"maps"
	"slices"
	"sync/atomic"
)

// again is what a Set keeps so that another one can be made of it: see Set.Recompile and
// Set.Replace.
type again struct {
	attrID map[string]int    // the attributes by name; see builder.attrID
	nodes  int               // so many nodes are of rules; the others are of the index
	leaves int               // so many leaves; those behind them are of replaced rules
	slots  int               // so many slots count for Config.MaxSlots
	holds  int               // rules with a hold
	places []int32           // of each rule, in the order of firing: its place in the list
	unused int               // rules whose nodes and leaves are still there, and which are not
	config Faults            // warnings of the Config
	vetoes Faults            // warnings of what the Config makes vetoes of
	rules  map[string]Faults // warnings of rules by ID, with pointers below the rule

	replaced map[string]bool // rules that were replaced since the index was made
	times    int             // how often: what they were before is still in nodes and leaves
	followed atomic.Bool     // another Set has put its own behind the nodes and leaves
}

// remember keeps the warnings of a rule.
func (a *again) remember(id string, warnings Faults) {
	if a.rules == nil {
		a.rules = map[string]Faults{}
	}
	a.rules[id] = slices.Clone(warnings)
}

// Recompile is [Compile] with the Config of s, for rules most of which are in s already: it
// compiles only those that have changed, and makes a new index of all. Changed reports whether the
// rule at a place in the list may be another one than that of s with its ID; it is asked in the
// order of the list, once for each rule whose ID s has. The answer is that of Compile in every
// respect. One of 10,000 rules takes two fifths of the time. Where many have changed, at once or
// since everything was compiled, all are compiled anew.
func (s *Set) Recompile(rules []Rule, changed func(place int) bool) (*Set, error) {
	s = s.orNone()
	re := reuse{from: s, b: newBuilder(s.config), most: mostUnused + len(rules)/4}
	if re.all(rules, changed) {
		if next, err := re.b.set.finish(re.b, rules); err == nil {
			return next, nil
		}
	}
	return Compile(rules, s.config)
}

// mostUnused bounds what a Set keeps of rules that it no longer has: so many of them, and a quarter
// of those it has.
const mostUnused = 64

// reuse takes over from a Set what has not changed, and compiles the rest beside it. Nodes, leaves,
// attributes and groups keep their numbers, so what a rule knows of them stays right.
type reuse struct {
	from *Set
	b    *builder
	most int // rules that may be compiled, and that may be unused
}

// all takes the rules of a list. It is false where that is no use, or a fault was found, which
// Compile then tells as it does.
func (re *reuse) all(rules []Rule, changed func(place int) bool) bool {
	re.begin(len(rules))
	b, s := re.b, re.from
	gone, fresh := len(s.rules), 0
	for i := range rules {
		id := rules[i].ID
		j, there := s.byID[id]
		if !there || changed(i) || s.again.replaced[id] {
			b.rule(&rules[i], i)
			if fresh++; fresh > re.most || len(b.faults) > 0 {
				return false
			}
			continue
		}
		if _, twice := b.set.byID[id]; twice {
			return false
		}
		gone--
		re.take(s.rules[j])
		if warnings := s.again.rules[id]; len(warnings) > 0 {
			b.set.again.remember(id, warnings)
			b.warnings = s.again.recall(b.warnings, id, i)
		}
	}
	for _, id := range []string{neverHere, onlyHere} {
		if j, there := s.byID[id]; there {
			gone--
			re.take(s.rules[j])
		}
	}
	b.warnings = append(b.warnings, s.again.vetoes...)
	b.set.again.unused += gone
	return b.holds <= MaxHolds && b.set.again.unused <= re.most
}

// begin takes over all that a Set is made of, except for its rules.
func (re *reuse) begin(n int) {
	to, s := re.b.set, re.from
	to.rules, to.byID = make([]*rule, 0, n+2), make(map[string]int32, n+2)
	to.nodes = append(make([]node, 0, len(s.nodes)+64), s.nodes[:s.again.nodes]...)
	spare := 16 + 4*mostReplaced(n)
	to.leaves = append(make([]leaf, 0, s.again.leaves+spare), s.leaves[:s.again.leaves]...)
	to.attrs, to.groups = slices.Clone(s.attrs), maps.Clone(s.groups)
	to.memos, to.holdout = s.memos, s.holdout
	to.again.unused, to.again.config, to.again.vetoes = s.again.unused, s.again.config, s.again.vetoes
	re.b.attrID = maps.Clone(s.again.attrID)
	re.b.warnings = slices.Clone(s.again.config)
}

// take takes over a rule that has not changed.
func (re *reuse) take(r *rule) {
	to := re.b.set
	if r.hold > 0 {
		re.b.holds++
	}
	to.byID[r.ID] = int32(len(to.rules))
	to.rules = append(to.rules, r)
}

// recall adds the warnings of a rule, with its place in the list.
func (a *again) recall(to Faults, id string, at int) Faults {
	for _, w := range a.rules[id] {
		w.Pointer = item("", at) + w.Pointer
		to = append(to, w)
	}
	return to
}
