package trigger

// node is a compiled condition. Every "not" is pushed down to the leaves, except in the copy that
// explanations show, which is as written. The nodes of a Set lie in one slice. The zero node is
// always true.
type node struct {
	kind nodeKind
	neg  bool  // of a single one: the leaf's opposite
	at   int32 // of a single one: its leaf; else the place of its first kid
	n    int32 // number of kids
}

// always reports whether a condition is empty, which holds in every visit.
func (n *node) always() bool { return *n == node{} }

// kids returns the parts of a node, which lie next to each other.
func (s *Set) kids(n *node) []node {
	if n.kind == single {
		return nil
	}
	return s.nodes[n.at:][:n.n]
}

// hang puts kids next to each other and returns a node above them.
func (s *Set) hang(kind nodeKind, kids ...node) node {
	n := s.room(kind, len(kids))
	copy(s.nodes[n.at:], kids)
	return n
}

// room is hang for kids that are filled in later.
func (s *Set) room(kind nodeKind, kids int) node {
	n := node{kind: kind, at: int32(len(s.nodes)), n: int32(kids)}
	s.nodes = append(s.nodes, make([]node, kids)...)
	return n
}

// nodeKind is how the truth of a node follows from its kids.
type nodeKind uint8

const (
	allOf nodeKind = iota
	anyOf
	single
	notOf // only in the copy that is as written
)

// truth reports whether a condition is true at an instant.
func (ev *evaluation) truth(n *node, t int64) bool {
	if n.kind == single {
		return ev.literal(int(n.at), n.neg, t)
	}
	kids := ev.set.kids(n)
	for i := range kids {
		// The first kid that is true decides an "any", and the first that is false an "all".
		if ev.truth(&kids[i], t) == (n.kind == anyOf) {
			return n.kind == anyOf
		}
	}
	return n.kind == allOf
}

// literal tests a leaf, or its opposite, at an instant. A pattern for which no budget is left makes
// both of them false, and in a veto both of them true: the visitor sees too little rather than too
// much.
func (ev *evaluation) literal(leaf int, neg bool, t int64) bool {
	l := &ev.set.leaves[leaf]
	if l.re == nil {
		return ev.test(l, t) != neg
	}
	switch ev.pattern(l) {
	case yes:
		return !neg
	case no:
		return neg
	}
	return ev.veto
}

// test compares at an instant, which may lie after now.
func (ev *evaluation) test(l *leaf, t int64) bool {
	switch a := &ev.set.attrs[l.attr]; {
	case !l.timed:
	case a.source == fromHours:
		return a.hours.Open(instantAt(t)) == l.want
	case a.source == fromNow:
		return l.test(&fact{ok: true, at: t}, t)
	}
	return l.test(ev.fact(l.attr), t)
}

// verdict is what a pattern said in this evaluation. It is unknown where no budget was left.
type verdict uint8

const (
	unknown verdict = iota
	no
	yes
)

// memo keeps a verdict. It counts in the evaluation of its epoch only.
type memo struct {
	epoch   uint32
	verdict verdict
}

// pattern returns the verdict of a pattern. Each one runs at most once in an evaluation, and only
// while the budget lasts.
func (ev *evaluation) pattern(l *leaf) verdict {
	m := &ev.memo[l.memo]
	if m.epoch == ev.epoch {
		return m.verdict
	}
	// Without a text there is nothing that the pattern could match, and nothing is spent.
	m.epoch, m.verdict = ev.epoch, no
	f := ev.fact(l.attr)
	switch {
	case !f.ok:
	case !ev.budget.spend(l, f.str):
		m.verdict = unknown
	case l.test(f, ev.now):
		m.verdict = yes
	}
	return m.verdict
}
