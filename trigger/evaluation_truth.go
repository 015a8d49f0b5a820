package trigger

// node is a compiled condition with every not pushed down to the leaves, or one as it was written. The nodes of a Set lie in
// one slice. The zero node is always true.
type node struct {
	kind nodeKind
	neg  bool  // of a leaf
	at   int32 // the leaf, or where the first kid lies
	n    int32 // kids
}

func (n *node) always() bool { return *n == node{} }

func (s *Set) kids(n *node) []node {
	if n.kind == single {
		return nil
	}
	return s.nodes[n.at:][:n.n]
}

// hang puts kids next to each other and returns the node above them.
func (s *Set) hang(kind nodeKind, kids ...node) node {
	n := s.room(kind, len(kids))
	copy(s.nodes[n.at:], kids)
	return n
}

// room is hang with kids that come later.
func (s *Set) room(kind nodeKind, kids int) node {
	n := node{kind: kind, at: int32(len(s.nodes)), n: int32(kids)}
	s.nodes = append(s.nodes, make([]node, kids)...)
	return n
}

type nodeKind uint8

const (
	allOf nodeKind = iota
	anyOf
	single
	notOf // only of one as it was written
)

// truth walks the tree at an instant.
func (sc *scratch) truth(n *node, t int64) bool {
	if n.kind == single {
		return sc.literal(int(n.at), n.neg, t)
	}
	kids := sc.set.kids(n)
	for i := range kids {
		if sc.truth(&kids[i], t) == (n.kind == anyOf) {
			return n.kind == anyOf
		}
	}
	return n.kind == allOf
}

// literal tests one leaf. Over budget, a pattern is false in both polarities, and for a veto true in both.
func (sc *scratch) literal(leaf int, neg bool, t int64) bool {
	l := &sc.set.leaves[leaf]
	if l.re == nil {
		return sc.test(l, t) != neg
	}
	switch sc.pattern(l) {
	case yes:
		return !neg
	case no:
		return neg
	}
	return sc.veto
}

// test compares at an instant, which need not be that of the evaluation.
func (sc *scratch) test(l *leaf, t int64) bool {
	switch a := &sc.set.attrs[l.attr]; {
	case !l.timed:
	case a.source == fromHours:
		return a.hours.Open(instantAt(t)) == l.want
	case a.source == fromNow:
		return l.test(&fact{ok: true, at: t}, t)
	}
	return l.test(sc.fact(l.attr), t)
}

type verdict uint8

const (
	unknown verdict = iota
	no
	yes
)

type memo struct {
	epoch   uint32
	verdict verdict
}

// pattern runs each distinct pattern at most once per evaluation, and only while the budget lasts.
func (sc *scratch) pattern(l *leaf) verdict {
	m := &sc.memo[l.memo]
	if m.epoch == sc.epoch {
		return m.verdict
	}
	m.epoch, m.verdict = sc.epoch, no
	f := sc.fact(l.attr)
	switch cost := l.cost * (len(f.str) + 1); {
	case !f.ok:
	case cost > sc.budget:
		sc.overrun = true
		m.verdict = unknown
	default:
		sc.budget -= cost
		if l.test(f, sc.now) {
			m.verdict = yes
		}
	}
	return m.verdict
}
