package trigger

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
)

// index finds the rules a visit may concern without looking at the others. Every alternative of every rule is a slot, one
// bit; slots are in the order of firing, bits as [builder.arrange] has them. For each attribute a column gives, for the value
// at hand, the bits of all slots that value does not rule out; the AND of the columns leaves the candidates.
type index struct {
	slots   []slot
	ofBit   []int32  // the slot of each bit
	inOrder bool     // which is its own
	words   int      // of a mask, a multiple of four
	columns []column // what only an event changes
	clocks  []column // what the clock changes
	anchors []*steps // of these, what turns at a time after an anchor
	special []uint64 // bits of vetoes and held rules
	plain   []uint64 // by slot: simple ones, exact, of plain rules
	buffers int
	extras  [][]literal
	timed   []node
	all     []uint64
}

// What a slot may need beyond its extras: nothing, or its rule's whole condition; and its anchor alone.
const (
	exact = -1
	whole = -2
	alone = -1
)

// column gives the mask of the slots that an attribute's value in this visit does not rule out. leaves
// is how many slots it leaves as a rule: those that leave the fewest are asked first.
type column interface {
	mask(sc *scratch) []uint64
	leaves() int
}

// slot is one alternative of a rule, kept small because many are looked at. An exact one needs no second look: when its bit
// is left it is true. Others have extras to be checked, or all of their rule. It cannot be true before d has passed since its
// anchor (the latest of its literals of that kind).
type slot struct {
	d      int64
	rule   int32
	anchor int16 // an attribute, or -1
	extra  int32 // what the columns leave open: index.extras; or exact, or whole
	timed  int32 // the literals that the clock changes, index.timed; or alone, if that is the anchor's one
	simple bool  // of a rule that is neither a veto nor held
	clock  bool  // the clock alone can make it fire
}

// ask is what one slot, by its bit, asks of one column.
type ask struct {
	slot int
	lits []literal
}

func (b *builder) build() {
	s := b.set
	most := len(s.rules) * 3 / 2        // as a rule
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
	s.index.slots, s.index.timed = slices.Clone(s.index.slots), slices.Clone(s.index.timed)
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

// kinds notes which slots are special, and which plain.
func (b *builder) kinds() {
	ix := &b.set.index
	ix.special, ix.plain = make([]uint64, ix.words), make([]uint64, ix.words)
	for bit, id := range ix.ofBit {
		switch s := &ix.slots[id]; {
		case !s.simple:
			setBit(ix.special, bit)
		case s.extra == exact && b.set.terms[s.rule].plain():
			setBit(ix.plain, int(id))
		}
	}
}

func ones(m []uint64) int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// slotsOf gives a rule its slots, and appends the literals of each, by attribute.
func (b *builder) slotsOf(i int, conjs [][]literal) [][]literal {
	s, r := b.set, &b.set.rules[i]
	own, ok := b.alternatives(&r.root)
	if !ok {
		own = [][]literal{s.necessary(&r.root)}
	}
	s.terms[i].slot, s.terms[i].slots = int32(len(s.index.slots)), uint8(len(own))
	for _, lits := range own {
		if r.on >= 0 && r.hold == 0 {
			lits = append(lits, literal{leaf: r.on})
		}
		slices.SortStableFunc(lits, func(x, y literal) int { return s.leaves[x.leaf].attr - s.leaves[y.leaf].attr })
		sl := slot{rule: int32(i), extra: exact, simple: r.hold == 0 && r.Type != Suppress, anchor: -1, clock: r.on < 0}
		if !ok {
			sl.extra = whole
		}
		b.awaits(&sl, lits)
		s.index.slots = append(s.index.slots, sl)
		conjs = append(conjs, lits)
	}
	return conjs
}

// awaits finds what a slot waits for.
func (b *builder) awaits(sl *slot, lits []literal) {
	timed := make([]node, 0, 8) // on the stack, as a rule
	for _, l := range lits {
		lf := &b.set.leaves[l.leaf]
		if lf.timed {
			timed = append(timed, node{kind: single, neg: l.neg, at: l.leaf})
		}
		if lf.timed && lf.kind == Duration && (lf.op == Ge) != l.neg && lf.at > sl.d {
			sl.anchor, sl.d = int16(lf.attr), lf.at
		}
	}
	if sl.timed = alone; len(timed) != 1 || sl.anchor < 0 {
		sl.timed = int32(len(b.set.index.timed))
		b.set.index.timed = append(b.set.index.timed, b.set.hang(allOf, timed...))
	}
}

// asks notes what each slot asks of which attribute.
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

// askers counts the slots that ask something of each attribute, or more where one does so twice.
func (b *builder) askers(conjs [][]literal) []int {
	n := make([]int, len(b.set.attrs))
	for _, lits := range conjs {
		for _, l := range lits {
			n[b.set.leaves[l.leaf].attr]++
		}
	}
	return n
}

// columnsOf builds what the index knows about one attribute.
func (b *builder) columnsOf(attr int, asks []ask) {
	ix := &b.set.index
	switch a := &b.set.attrs[attr]; {
	case a.source == fromHours:
		ix.clocks = append(ix.clocks, b.truthColumn(attr, asks))
	case a.source == fromNow:
		ix.clocks = append(ix.clocks, b.stepColumn(attr, asks))
	case a.kind == Duration:
		ix.columns = append(ix.columns, b.presenceColumn(attr, asks))
		ix.anchors = append(ix.anchors, b.stepColumn(attr, asks))
		ix.clocks = append(ix.clocks, ix.anchors[len(ix.anchors)-1])
	case a.kind == Number, a.kind == Instant:
		ix.columns = append(ix.columns, b.stepColumn(attr, asks))
	case a.kind == Bool:
		ix.columns = append(ix.columns, b.truthColumn(attr, asks))
	case a.kind == List:
		ix.columns = append(ix.columns, b.listColumn(attr, asks))
	case a.kind == String:
		b.textColumns(attr, asks)
	default:
		ix.columns = append(ix.columns, b.presenceColumn(attr, asks))
	}
}

// full returns a mask of all slots.
func (ix *index) full() []uint64 {
	m, n := make([]uint64, ix.words), len(ix.slots)
	for i := range n / 64 {
		m[i] = ^uint64(0)
	}
	if n%64 > 0 {
		m[n/64] = 1<<(n%64) - 1
	}
	return m
}

func (ix *index) slot(bit int) *slot { return &ix.slots[ix.ofBit[bit]] }

func clearBit(m []uint64, slot int) { m[slot>>6] &^= 1 << (slot & 63) }
func setBit(m []uint64, slot int)   { m[slot>>6] |= 1 << (slot & 63) }

// missing clears the slots that cannot be true without the attribute.
func (b *builder) missing(asks []ask) []uint64 {
	m := b.set.index.full()
	for _, a := range asks {
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			if lf.test(&fact{}, 0) == l.neg {
				clearBit(m, a.slot)
			}
		}
	}
	return m
}

// open notes literals that a column does not settle for the slot of a bit.
func (b *builder) open(bit int, lits ...literal) {
	ix := &b.set.index
	switch s := ix.slot(bit); s.extra {
	case whole:
	case exact:
		s.extra = int32(len(ix.extras))
		ix.extras = append(ix.extras, slices.Clone(lits))
	default:
		ix.extras[s.extra] = append(ix.extras[s.extra], lits...)
	}
}
