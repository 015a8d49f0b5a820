package trigger

import "slices"

// A text may be asked for in four ways: whole, by its beginning, by its end, and by what stands
// anywhere in it. A column of texts has a table for each, and all four lead to the same numbers:
// number n stands for "this text was found", whichever table found it, and hits knows which slots
// it lets in or shuts out.
//
// Letting in is the rule. A slot that asks for a text is out until the text is found, so that a
// visit to one page looks at the slots of that page alone, however many there are for others. Only
// one literal of a slot can do it; the others stay open, which costs little, because they are
// tested only when that one is found.

// textBuilder builds a textColumn: it gathers what the slots ask of a text.
type textBuilder struct {
	*textColumn
	b                  *builder
	ids                int
	start, end, inside map[string]int32
}

// textColumns builds a column for the text as it is, and one for the folded text, if slots ask for
// them.
func (b *builder) textColumns(attr int, asks []ask) {
	// A path is in small letters in any case, so it has one column.
	if a := &b.set.attrs[attr]; !a.fold || a.source == fromPath {
		b.set.index.columns = append(b.set.index.columns, b.textColumn(attr, asks, a.source == fromPath))
		return
	}
	for _, folded := range []bool{false, true} {
		var mine []ask
		for _, a := range asks {
			lits := slices.Clone(a.lits)
			lits = slices.DeleteFunc(lits, func(l literal) bool { return b.set.leaves[l.leaf].fold != folded })
			if len(lits) > 0 {
				mine = append(mine, ask{a.slot, lits})
			}
		}
		if len(mine) > 0 {
			b.set.index.columns = append(b.set.index.columns, b.textColumn(attr, mine, folded))
		}
	}
}

// textColumn builds a column of what slots ask of a text, folded or as it is.
func (b *builder) textColumn(attr int, asks []ask, folded bool) column {
	source := b.set.attrs[attr].source
	c := &textColumn{
		attr: attr, fold: folded, exact: map[string]int32{},
		base: b.set.index.full(), missing: b.missing(asks), hits: b.newHits(),
		url: source == fromURL, slash: source.form().slash(),
	}
	w := &textBuilder{
		textColumn: c, b: b,
		start: map[string]int32{}, end: map[string]int32{}, inside: map[string]int32{},
	}
	for _, a := range asks {
		w.ask(a)
	}
	w.search()
	c.hits.seal()
	c.bits = few(c.base)
	// Nothing but whole texts: each has a mask of its own, for which there is no work later.
	if len(c.exact) == len(c.hits.table) && len(c.exact) <= maxSteps {
		c.ready = c.hits.masks(c.base)
	}
	return c
}

// few returns the bits of a mask as a list, or nil if they are too many for a list to be faster.
func few(m []uint64) []spot {
	// Empty and not nil: no bits at all are few.
	bits := []spot{}
	for i, w := range m {
		if w != 0 {
			bits = append(bits, spot{w, int32(i)})
		}
	}
	if len(bits) > len(m)/8 {
		return nil
	}
	return bits
}

// maxStarts bounds how many bytes of prefixes a finder takes over.
const maxStarts = 1 << 14

// search prepares what finds the texts. If a finder reads the text anyway, it finds the prefixes on
// the way.
func (w *textBuilder) search() {
	inside, starts, size := sortedKeys(w.inside), sortedKeys(w.start), 0
	for _, s := range starts {
		size += len(s)
	}
	// A finder's table grows with all that it looks for, and reads every byte of the text. With
	// few words in it, or with very long beginnings, two searches are less than one.
	if len(inside) <= fewWords || size > maxStarts {
		w.starts, starts = newPrefixes(w.start, false), nil
	}
	w.ends = newPrefixes(w.end, true)
	if len(inside) == 0 {
		return
	}
	for _, s := range inside {
		w.foundIDs = append(w.foundIDs, w.inside[s])
	}
	for _, s := range starts {
		w.foundIDs = append(w.foundIDs, w.start[s])
	}
	w.finder = newFinder(inside, starts)
}

// ask takes in what one slot asks. Of the literals that must be true, the most telling one lets the
// slot in. Literals that must be false shut it out. All others stay open.
//
// A slot may ask "path begins with /shoes and contains red". If both texts let it in, either would
// be enough. So one of them does, and the other is tested when the slot is considered.
func (w *textBuilder) ask(a ask) {
	best, telling := -1, 0
	for i, l := range a.lits {
		if t := w.tells(l); t > telling {
			best, telling = i, t
		}
	}
	for i, l := range a.lits {
		lf := &w.b.set.leaves[l.leaf]
		op, neg := positive(lf.op, l.neg)
		switch {
		case op == Exists:
			if lf.want == neg {
				clearBit(w.base, a.slot)
				w.b.leaveOpen(a.slot, l) // another literal of the slot could let it in again
			}
		case i == best:
			clearBit(w.base, a.slot)
			w.find(lf, op, a.slot, true)
		case neg && lf.re == nil && !lf.doubled():
			w.find(lf, op, a.slot, false)
		default:
			w.b.leaveOpen(a.slot, l)
			continue
		}
		if lf.re != nil { // the column only knows that the word is there which the pattern needs
			w.b.leaveOpen(a.slot, l)
		}
	}
}

// positive returns an operator without a negation of its own: "not ne" is "eq".
func positive(op Op, neg bool) (Op, bool) {
	switch op {
	case Ne:
		return Eq, !neg
	case NotIn:
		return In, !neg
	}
	return op, neg
}

// tells ranks how few visits a literal lets its slot in for: the more, the fewer. 0 means that it
// cannot let it in.
func (w *textBuilder) tells(l literal) int {
	lf := &w.b.set.leaves[l.leaf]
	switch op, neg := positive(lf.op, l.neg); {
	case neg || op == Exists || lf.doubled():
		return 0
	case op == Eq || op == In:
		return 1 << 20
	case op == Prefix || op == Suffix:
		// The longer the text, the fewer visits have it. A whole one goes before all others.
		return 1<<16 + len(lf.str)
	default:
		return len(lf.str)
	}
}

// find makes the texts of a leaf let a slot in, or shut it out.
func (w *textBuilder) find(l *leaf, op Op, slot int, in bool) {
	switch op {
	case Eq:
		w.lead(w.exact, l.str, slot, in)
	case In:
		for _, s := range l.list {
			w.lead(w.exact, s, slot, in)
		}
	case Prefix:
		w.lead(w.start, l.str, slot, in)
		if l.form.slash() && slashEnd(l.str) {
			w.lead(w.exact, l.above, slot, in)
		}
	case Suffix:
		w.lead(w.end, l.str, slot, in)
	default:
		// A pattern comes here with the word that each of its matches has.
		w.lead(w.inside, l.str, slot, in)
		// The slash at the end of a path does not count: "shoes/" is found in ".../shoes" as well.
		if op == Contains && l.form.slash() && slashEnd(l.str) {
			w.lead(w.end, trimSlash(l.str), slot, in)
		}
	}
}

// lead makes one text let a slot in, or shut it out.
func (w *textBuilder) lead(ids map[string]int32, s string, slot int, in bool) {
	id, ok := ids[s]
	if !ok {
		id = int32(w.ids)
		w.ids++
		ids[s] = id
	}
	w.hits.add(int(id), slot, in)
}
