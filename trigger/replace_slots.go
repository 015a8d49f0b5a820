package trigger

import "slices"

// extra is a slot that no column knows, because its rule was replaced after the index was made. Its
// literals are asked one by one.
type extra struct {
	slot           int32
	timed, untimed []literal // those that the clock can change, and the others
}

// slots gives a replaced rule its slots in a copy of what the index says of slots. They take the
// numbers of those before, and more where they are more. It is false where they are too many.
func (re *replacement) slots(fresh *rule) bool {
	b, to := re.b, re.b.set
	ix := &to.index
	*ix = re.from.index
	to.terms = slices.Clone(re.from.terms)
	was := to.terms[re.i]
	to.terms[re.i] = fresh.term()
	if len(fresh.choices) > 0 {
		to.stands = min(to.stands, to.terms[re.i].stands)
	}
	re.bury(was)
	var conjs [][]literal
	whole := false
	if !fresh.off {
		conjs, whole = fresh.conjunctions(b)
	}
	to.again.slots += len(conjs) - int(was.slots)
	if to.again.slots > to.config.MaxSlots {
		return false
	}
	ix.slots, ix.timed = slices.Clone(ix.slots), slices.Clip(ix.timed)
	first := re.makeRoom(was, len(conjs))
	to.terms[re.i].slot, to.terms[re.i].slots = first, uint8(len(conjs))
	for k, lits := range conjs {
		id := first + int32(k)
		ix.slots[id] = fresh.slot(re.i, whole)
		b.awaits(&ix.slots[id], lits)
		re.add(id, lits)
	}
	return true
}

// bury takes the slots of the rule before out of the columns, or out of those beside them.
func (re *replacement) bury(was term) {
	ix := &re.b.set.index
	old := func(id int32) bool { return id >= was.slot && id < was.slot+int32(was.slots) }
	ix.extra = slices.DeleteFunc(slices.Clone(ix.extra), func(x extra) bool { return old(x.slot) })
	ix.batchable, ix.dead = slices.Clone(ix.batchable), slices.Clone(ix.dead)
	if ix.dead == nil {
		ix.dead = make([]uint64, ix.words)
	}
	for bit, id := range ix.ofBit {
		if old(id) {
			setBit(ix.dead, bit)
		}
	}
	for id := was.slot; old(id); id++ {
		clearBit(ix.batchable, int(id))
	}
}

// makeRoom returns the first of n numbers for slots: those of the slots before, if they are enough,
// or new ones, which put up the numbers of all slots behind them.
func (re *replacement) makeRoom(was term, n int) int32 {
	to := re.b.set
	ix, at, more := &to.index, was.slot+int32(was.slots), int32(n)-int32(was.slots)
	if more <= 0 {
		return was.slot
	}
	if was.slots == 0 { // it was switched off
		at = re.firstBehind()
		was.slot = at
	}
	ix.slots = slices.Insert(ix.slots, int(at), make([]slot, more)...)
	ix.inOrder, ix.ofBit = false, slices.Clone(ix.ofBit)
	for bit, id := range ix.ofBit {
		if id >= at {
			ix.ofBit[bit] += more
		}
	}
	for i := range ix.extra {
		if ix.extra[i].slot >= at {
			ix.extra[i].slot += more
		}
	}
	for i := re.i + 1; i < len(to.terms); i++ {
		if to.terms[i].slots > 0 {
			to.terms[i].slot += more
		}
	}
	ix.batchable = shifted(ix.batchable, int(at), int(more), len(ix.slots))
	return was.slot
}

// firstBehind returns the number of the first slot of a later rule.
func (re *replacement) firstBehind() int32 {
	to := re.b.set
	for _, t := range to.terms[re.i+1:] {
		if t.slots > 0 {
			return t.slot
		}
	}
	return int32(len(to.index.slots))
}

// shifted returns a mask of so many slots in which all from one on have moved up.
func shifted(m []uint64, from, by, slots int) []uint64 {
	out := make([]uint64, max(len(m), (slots+255)/256*4))
	for word, w := range m {
		for bit := word << 6; w != 0; bit, w = bit+1, w>>1 {
			if to := bit; w&1 != 0 {
				if to >= from {
					to += by
				}
				setBit(out, to)
			}
		}
	}
	return out
}

// asked ranks what a slot beside the columns asks: first what most visits do not meet and costs
// little, last what costs more.
func (l *leaf) asked() int {
	switch {
	case l.kind != String:
		return 1
	case l.op == Eq || l.op == In || l.op == Prefix:
		return 0
	}
	return 2
}

// add puts a slot beside the columns. A pattern stays open, as it does behind them.
func (re *replacement) add(id int32, lits []literal) {
	to, x := re.b.set, extra{slot: id}
	ix := &to.index
	s := &ix.slots[id]
	var patterns []literal
	for _, l := range lits {
		switch lf := &to.leaves[l.leaf]; {
		case lf.re != nil:
			patterns = append(patterns, l)
		case lf.timed:
			x.timed = append(x.timed, l)
		default:
			x.untimed = append(x.untimed, l)
		}
	}
	slices.SortStableFunc(x.untimed, func(a, b literal) int {
		return to.leaves[a.leaf].asked() - to.leaves[b.leaf].asked()
	})
	if len(patterns) > 0 && s.open == nothingOpen {
		s.open = int32(len(ix.openLiterals))
		ix.openLiterals = append(slices.Clip(ix.openLiterals), patterns)
	}
	if s.direct && s.open == nothingOpen && to.terms[re.i].batchable() {
		setBit(ix.batchable, int(id))
	}
	ix.extra = append(ix.extra, x)
}
