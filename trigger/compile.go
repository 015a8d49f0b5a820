package trigger

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
)

// Set is an immutable, compiled set of rules, safe for concurrent use. To change a rule, make
// another Set of all of them and swap it, for instance in an atomic.Pointer; 10,000 rules take tens
// of milliseconds, a part of that with [Set.Recompile], and less than one with [Set.Replace]. A nil
// Set, and the zero one, has no rules.
type Set struct {
	config   Config
	rules    []*rule // in the order of firing: vetoes, then by priority and ID
	byID     map[string]int32
	terms    []term // of each rule
	keep     keep
	attrs    []attr
	leaves   []leaf
	nodes    []node
	groups   map[string]int
	memos    int
	stands   int64 // the least time after which a rule that fired may fire again
	holdout  *share
	index    index
	warnings Faults
	pool     sync.Pool
	again    again
	late     func() Faults // makes the warnings, where that takes long; nil: they are made
}

// attr is an attribute that some rule of the Set uses.
type attr struct {
	name string
	origin
	key   string
	hours Hours
	fold  bool // some leaf compares the folded text
	whole bool // some leaf of page.url compares whole addresses
	page  *pageCheck
}

// Compile checks rules and builds the Set. All faults are reported at once, as [Faults] whose
// pointers are places in the list of rules. A rule that can never fire, and a comparison with a
// value that the attribute can hardly have, are let through with a warning: see [Set.Warnings]. It
// keeps no reference to its input.
func Compile(rules []Rule, c Config) (*Set, error) {
	b := newBuilder(c)
	b.config()
	b.set.again.config = slices.Clone(b.warnings)
	b.set.rules, b.set.byID = make([]*rule, 0, len(rules)+2), make(map[string]int32, len(rules)+2)
	b.rows = make(rows, 0, len(rules)+2)
	b.set.nodes = make([]node, 0, 8*len(rules))
	b.set.leaves = make([]leaf, 0, len(rules)/2)
	for i := range rules {
		b.rule(&rules[i], i)
	}
	own := len(b.warnings)
	b.configVetoes()
	b.set.again.vetoes = slices.Clone(b.warnings[own:])
	spare := 4 * mostReplaced(len(rules)) // for Replace
	b.set.leaves = append(make([]leaf, 0, len(b.set.leaves)+spare), b.set.leaves...)
	return b.set.finish(b, rules)
}

// finish makes the Set of rules that its builder has taken one by one.
func (s *Set) finish(b *builder, rules []Rule) (*Set, error) {
	b.references(rules)
	if err := b.faults.err(); err != nil {
		return nil, err
	}
	s.again.holds, s.again.leaves = b.holds, len(s.leaves)
	silences{b, rules}.warn()
	s.again.attrID, s.again.nodes = b.attrID, len(s.nodes)
	s.order()
	for i := range s.rules {
		s.byID[s.rules[i].ID] = int32(i)
	}
	s.gatherTerms()
	s.keep = newKeep(s.rules, len(s.groups))
	b.build()
	if err := b.faults.err(); err != nil {
		return nil, err
	}
	s.warnings = b.warnings
	s.pool.New = func() any { return newEvaluation(s) }
	return s, nil
}

// CompileJSON is [Parse] and then [Compile].
func CompileJSON(rules []byte, c Config) (*Set, error) {
	rs, err := Parse(rules)
	if err != nil {
		return nil, err
	}
	return Compile(rs, c)
}

// order sorts the rules into the order of firing.
func (s *Set) order() {
	places := make([]int32, len(s.rules))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int { return firingOrder(s.rules[a], s.rules[b]) })
	sorted := make([]*rule, len(s.rules))
	for i, place := range places {
		sorted[i] = s.rules[place]
	}
	s.rules, s.again.places = sorted, places
}

// firingOrder compares two rules. Vetoes come first, so that an evaluation knows all of them before
// it decides about any other rule.
func firingOrder(a, b *rule) int {
	if av, bv := a.Type == Suppress, b.Type == Suppress; av != bv {
		if av {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.ID, b.ID))
}

// Rules returns the IDs of all rules in the order of firing, vetoes first, disabled ones included.
func (s *Set) Rules() []string {
	s = s.orNone()
	ids := make([]string, len(s.rules))
	for i := range s.rules {
		ids[i] = s.rules[i].ID
	}
	return ids
}

// Rule returns a rule by its ID, written out from what was compiled: equal to the one that was, but
// that an empty All may come back as the zero Cond. What it holds must not be changed.
func (s *Set) Rule(id string) (Rule, bool) {
	s = s.orNone()
	i, ok := s.byID[id]
	if !ok {
		return Rule{}, false
	}
	return s.ruleAt(int(i)), true
}

// Warnings lists what is allowed but probably not meant, or costly: a condition that can never
// hold, that holds only where suppress rules do, or for which no visit was found, a value that the
// attribute can hardly have, such as a path with a query, a pattern no text index can help, a group
// nobody is in. Their pointers are as those of faults.
func (s *Set) Warnings() Faults {
	if s = s.orNone(); s.late != nil {
		return slices.Clone(s.late())
	}
	return slices.Clone(s.warnings)
}

// orNone returns a Set without rules for a nil or zero one.
func (s *Set) orNone() *Set {
	if s != nil && s.byID != nil {
		return s
	}
	none, err := Compile(nil, Config{})
	if err != nil {
		panic(err) // it has nothing that could be wrong
	}
	return none
}

// find returns the place in the set of the rule with this id, or ErrNoRule.
func (s *Set) find(id string) (int, error) {
	i, ok := s.byID[id]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrNoRule, quote(id))
	}
	return int(i), nil
}
