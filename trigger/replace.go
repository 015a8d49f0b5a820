package trigger

import (
	"maps"
	"slices"
	"sync"
)

// Replace is [Set.Recompile] for one rule that takes the place of that with its ID. With 10,000
// rules it costs less than a hundredth of Compile, and the answer is the same in every respect. It
// is false where that cannot be: s has no such rule, the rule has a fault, its type or its priority
// is another than before, s has only few rules, or many were replaced since its index was made.
// Then use Recompile.
func (s *Set) Replace(r Rule) (next *Set, ok bool) {
	s = s.orNone()
	i, there := s.byID[r.ID]
	if !there || !s.again.mayReplace(r.ID, len(s.rules)) {
		return nil, false
	}
	if old := s.rules[i]; old.Type != r.Type || int(old.Priority) != r.Priority {
		return nil, false // it would move in the order of firing
	}
	re := replacement{b: newBuilder(s.config), from: s, i: int(i)}
	if !re.make(&r) {
		return nil, false
	}
	return re.b.set, true
}

// mostReplaced is how many rules of so many may be replaced before the index is made anew. An
// evaluation asks each of them by itself, so there are few.
func mostReplaced(rules int) int { return min(32, rules/rulesPerReplaced) }

// mayReplace reports whether one of so many rules may be replaced once more.
func (a *again) mayReplace(id string, rules int) bool {
	most := mostReplaced(rules)
	return a.times < 8*most && (a.replaced[id] || len(a.replaced) < most)
}

// rulesPerReplaced is to how many rules there may be one that was replaced. Tests lower it.
var rulesPerReplaced = 256

// replacement makes a Set of another one in which rule i is replaced. All that the two have in
// common they share. The index stays as it is: the slots of the old rule are dead, and the new ones
// are extra, asked one by one beside the columns.
type replacement struct {
	b    *builder
	from *Set
	i    int
}

// make makes the Set in the builder. It is false if there is a fault.
func (re *replacement) make(r *Rule) bool {
	re.begin()
	b, old := re.b, re.from.rules[re.i]
	if old.hold > 0 {
		b.holds--
	}
	b.set.byID = map[string]int32{}
	if b.rule(r, 0); len(b.faults) > 0 {
		return false
	}
	fresh := b.set.rules[0]
	b.set.rules, b.set.byID = slices.Clone(re.from.rules), re.from.byID
	b.set.rules[re.i] = fresh
	fresh.settled = true
	re.keep(old, fresh)
	if !re.slots(fresh) {
		return false
	}
	re.end()
	return true
}

// begin takes over what a rule may add to. Behind the nodes and leaves of a Set one other may put
// its own, the first that is made of it; what is made later copies them.
func (re *replacement) begin() {
	to, s := re.b.set, re.from
	to.nodes, to.leaves = s.nodes, s.leaves
	if !s.again.followed.CompareAndSwap(false, true) {
		to.nodes, to.leaves = slices.Clip(s.nodes), slices.Clip(s.leaves)
	}
	to.attrs, re.b.attrID = slices.Clone(s.attrs), maps.Clone(s.again.attrID)
	to.groups, re.b.lent = s.groups, true
	to.memos, to.holdout, to.stands = s.memos, s.holdout, s.stands
	re.b.holds = s.again.holds
	a := &to.again
	a.nodes, a.leaves, a.unused = s.again.nodes, s.again.leaves, s.again.unused
	a.slots, a.places = s.again.slots, s.again.places
	a.config, a.vetoes = s.again.config, s.again.vetoes
}

// keep says anew how many firings each scope has to remember, where that may have changed.
func (re *replacement) keep(old, fresh *rule) {
	to := re.b.set
	to.keep = re.from.keep
	shared := old.caps != fresh.caps && (old.sharesCaps() || fresh.sharesCaps())
	if shared || len(to.groups) > len(to.keep.groups) {
		to.keep = newKeep(to.rules, len(to.groups))
	}
}

// sharesCaps reports whether a limit counts firings of other rules.
func (r *rule) sharesCaps() bool {
	return slices.ContainsFunc(r.limits, func(l limit) bool { return l.scope != ofRule })
}

// end keeps what is needed to go on from the new Set.
func (re *replacement) end() {
	to, id := re.b.set, re.b.set.rules[re.i].ID
	to.again.attrID, to.again.holds = re.b.attrID, re.b.holds
	to.again.replaced = maps.Clone(re.from.again.replaced)
	if to.again.replaced == nil {
		to.again.replaced = map[string]bool{}
	}
	to.again.replaced[id], to.again.times = true, re.from.again.times+1
	re.warn(id)
	to.pool.New = func() any { return newEvaluation(to) }
}

// warn keeps the warnings of the rule. Those of all rules are told when somebody asks.
func (re *replacement) warn(id string) {
	to := &re.b.set.again
	own := to.rules[id] // builder.rule has just kept them
	to.rules = re.from.again.rules
	if _, warned := to.rules[id]; warned || own != nil {
		to.rules = maps.Clone(to.rules)
		delete(to.rules, id)
	}
	if own != nil {
		to.remember(id, own)
	}
	re.b.set.late = sync.OnceValue(re.b.set.allWarnings)
}

// allWarnings are those that Compile has of the rules. A rule that was replaced may be silenced by
// any other, or silence it, so all are looked at; whoever asks for warnings can wait for that.
func (s *Set) allWarnings() Faults {
	rules, all := make([]Rule, len(s.rules)), 0
	for i, place := range s.again.places {
		if id := s.rules[i].ID; id != neverHere && id != onlyHere {
			rules[place] = s.ruleAt(i)
			all++
		}
	}
	whole, err := Compile(rules[:all], s.config)
	if err != nil {
		return nil // none of the rules has a fault: each was compiled before
	}
	return whole.warnings
}
