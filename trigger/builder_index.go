package trigger

import (
	"cmp"
	"slices"
	"strconv"
)

// ask is what one slot asks of one column: literals about the same attribute, all of which must
// hold.
type ask struct {
	slot int // its bit
	lits []literal
}

// build makes the index: the slots of every rule, their bits, and a column for each attribute that
// they ask about.
func (b *builder) build() {
	s := b.set
	// Every conjunction belongs to the slot of the same number.
	most := len(s.rules) * 3 / 2        // usually enough
	conjs := make([][]literal, 0, most) // of each slot
	s.index.slots, s.index.timed = make([]slot, 0, most), make([]node, 0, most)
	for i := range s.rules {
		if !s.rules[i].off {
			conjs = b.slotsOf(i, conjs)
		}
	}
	if n := len(s.index.slots); n > s.config.MaxSlots {
		b.faults.add("", "the rules come to "+strconv.Itoa(n)+" alternatives, more than Config.MaxSlots, "+strconv.Itoa(s.config.MaxSlots))
		return
	}
	s.again.slots = len(s.index.slots)
	// Copies of just their length: room was taken for half as many again.
	s.index.slots, s.index.timed = slices.Clone(s.index.slots), slices.Clone(s.index.timed)
	// Four words at a time, 256 slots: the AND goes over masks in such steps.
	s.index.words = (len(s.index.slots) + 255) / 256 * 4
	b.arrange(conjs)
	asks := b.asks(conjs)
	for id := range asks {
		if len(asks[id]) > 0 {
			b.columnsOf(id, asks[id])
		}
	}
	slices.SortStableFunc(s.index.columns, func(a, b column) int { return cmp.Compare(a.leaves(), b.leaves()) })
	s.index.all = s.index.full()
	b.kinds()
}

// kinds marks the slots that are special, and those that fireBatch may take.
func (b *builder) kinds() {
	ix := &b.set.index
	ix.special, ix.batchable = make([]uint64, ix.words), make([]uint64, ix.words)
	for bit, id := range ix.ofBit {
		switch s := &ix.slots[id]; {
		case !s.direct:
			setBit(ix.special, bit)
		case s.open == nothingOpen && b.set.terms[s.rule].batchable():
			setBit(ix.batchable, int(id))
		}
	}
}

// slotsOf gives a rule its slots, and appends the literals of each to conjs, sorted by attribute.
func (b *builder) slotsOf(i int, conjs [][]literal) [][]literal {
	s := b.set
	conjunctions, whole := s.rules[i].conjunctions(b)
	s.terms[i].slot, s.terms[i].slots = int32(len(s.index.slots)), uint8(len(conjunctions))
	for _, lits := range conjunctions {
		sl := s.rules[i].slot(i, whole)
		b.awaits(&sl, lits)
		s.index.slots = append(s.index.slots, sl)
	}
	return append(conjs, conjunctions...)
}

// conjunctions returns what each slot of a rule asks, sorted by attribute. With whole there is one,
// of what is necessary only.
func (r *rule) conjunctions(b *builder) (conjs [][]literal, whole bool) {
	conjs, ok := b.alternatives(&r.root)
	if !ok {
		conjs = [][]literal{b.set.necessary(&r.root)}
	}
	for i := range conjs {
		// The moments of a rule with a hold are asked when the hold is over: its condition must be
		// seen at any moment before.
		if r.on >= 0 && r.hold == 0 {
			conjs[i] = append(conjs[i], literal{leaf: r.on})
		}
		// So that the literals of one attribute stand together, as asks wants them.
		leaves := b.set.leaves
		slices.SortStableFunc(conjs[i], func(x, y literal) int {
			return leaves[x.leaf].attr - leaves[y.leaf].attr
		})
	}
	return conjs, !ok
}

// slot makes a slot of the rule, which is at place i. It does not know yet what it waits for.
func (r *rule) slot(i int, whole bool) slot {
	sl := slot{
		rule: int32(i), open: nothingOpen, direct: r.hold == 0 && r.Type != Suppress,
		anchor: -1, clock: r.on < 0,
	}
	if whole {
		// The columns see only what is necessary, so they cannot decide the slot.
		sl.open = wholeRule
	}
	return sl
}

// awaits finds out what a slot waits for: its anchor, and the literals that the clock changes.
func (b *builder) awaits(sl *slot, lits []literal) {
	timed := make([]node, 0, 8) // small enough for the stack
	for _, l := range lits {
		lf := &b.set.leaves[l.leaf]
		if lf.timed {
			timed = append(timed, node{kind: single, neg: l.neg, at: l.leaf})
		}
		// "At least this long ago" keeps the slot back; "less than that" lets it go, and is no
		// anchor.
		if lf.timed && lf.kind == Duration && (lf.op == Ge) != l.neg && lf.at > sl.d {
			sl.anchor, sl.d = int16(lf.attr), lf.at
		}
	}
	if sl.timed = anchorOnly; len(timed) != 1 || sl.anchor < 0 {
		sl.timed = int32(len(b.set.index.timed))
		b.set.index.timed = append(b.set.index.timed, b.set.hang(allOf, timed...))
	}
}

// asks sorts what the slots ask by attribute.
//
// It goes by bits, so that each column hears of them in ascending order, as hits wants.
func (b *builder) asks(conjs [][]literal) [][]ask {
	asks := make([][]ask, len(b.set.attrs))
	for attr, n := range b.askers(conjs) {
		asks[attr] = make([]ask, 0, n)
	}
	for bit, id := range b.set.index.ofBit {
		lits := conjs[id]
		for len(lits) > 0 {
			attr, n := b.set.leaves[lits[0].leaf].attr, 1
			for n < len(lits) && b.set.leaves[lits[n].leaf].attr == attr {
				n++
			}
			asks[attr] = append(asks[attr], ask{bit, lits[:n:n]})
			lits = lits[n:]
		}
	}
	return asks
}

// askers counts the literals about each attribute. That bounds the asks from above.
func (b *builder) askers(conjs [][]literal) []int {
	n := make([]int, len(b.set.attrs))
	for _, lits := range conjs {
		for _, l := range lits {
			n[b.set.leaves[l.leaf].attr]++
		}
	}
	return n
}

// columnsOf builds the columns of one attribute. A length of time has two: whether its anchor is
// there, which only an event changes, and how long ago it was.
func (b *builder) columnsOf(attr int, asks []ask) {
	ix := &b.set.index
	switch a := &b.set.attrs[attr]; {
	case a.source == fromHours:
		ix.clocks = append(ix.clocks, b.newBoolColumn(attr, asks))
	case a.source == fromNow:
		ix.clocks = append(ix.clocks, b.newStepColumn(attr, asks))
	case a.kind == Duration:
		ix.columns = append(ix.columns, b.newPresenceColumn(attr, asks))
		ix.anchors = append(ix.anchors, b.newStepColumn(attr, asks))
		ix.clocks = append(ix.clocks, ix.anchors[len(ix.anchors)-1])
	case a.kind == Number, a.kind == Instant:
		ix.columns = append(ix.columns, b.newStepColumn(attr, asks))
	case a.kind == Bool:
		ix.columns = append(ix.columns, b.newBoolColumn(attr, asks))
	case a.kind == List:
		ix.columns = append(ix.columns, b.newListColumn(attr, asks))
	case a.kind == String:
		b.textColumns(attr, asks)
	default:
		ix.columns = append(ix.columns, b.newPresenceColumn(attr, asks))
	}
}

// missing returns the mask of the slots that can be true in a visit without the attribute.
func (b *builder) missing(asks []ask) []uint64 {
	m := b.set.index.full()
	for _, a := range asks {
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			// A fact that is not ok is what a missing attribute looks like to a leaf.
			if lf.test(&fact{}, 0) == l.neg {
				clearBit(m, a.slot)
			}
		}
	}
	return m
}

// leaveOpen adds literals that a column cannot decide to the open ones of a slot.
func (b *builder) leaveOpen(bit int, lits ...literal) {
	ix := &b.set.index
	switch s := ix.slot(bit); s.open {
	case wholeRule:
	case nothingOpen:
		s.open = int32(len(ix.openLiterals))
		ix.openLiterals = append(ix.openLiterals, slices.Clone(lits))
	default:
		ix.openLiterals[s.open] = append(ix.openLiterals[s.open], lits...)
	}
}
