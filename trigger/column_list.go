package trigger

// listColumn is the column of a list attribute. Starting from base, each item of the visit's list
// lets slots in that ask for it, and shuts out slots that ask for its absence.
//
// A slot may ask more of a list than letting in can say, since any one item lets it in. So only
// the first "any of" of a slot works by letting in; further ones, and "all of", stay open literals.
type listColumn struct {
	attr          int
	base, missing []uint64
	items         map[string]int32
	hits          hits
}

// mask leaves the slots whose words the list has, and those that ask for none of its words.
func (c *listColumn) mask(ev *evaluation) []uint64 {
	f := ev.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	found := ev.found[:0]
	for _, s := range f.list {
		if id, ok := c.items[s]; ok {
			found = append(found, id)
		}
	}
	ev.found = found
	// The same item twice in a visit's list is found twice, which changes no mask.
	return c.hits.apply(ev, c.base, found)
}

// leaves goes by a list that has none of the words, as most have.
func (c *listColumn) leaves() int { return ones(c.base) }

// newListColumn builds the column from what the slots ask of the list.
func (b *builder) newListColumn(attr int, asks []ask) column {
	c := &listColumn{attr: attr, base: b.set.index.full(), missing: b.missing(asks), items: map[string]int32{}, hits: b.newHits()}
	for _, a := range asks {
		letIn := false
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			// "Not none of" is "any of", and "not any of" is "none of".
			any := lf.op == AnyOf && !l.neg || lf.op == NoneOf && l.neg
			switch {
			case lf.op == Exists:
				// Items are about what is in the list. That there is none at all is base without
				// the slot.
				if lf.want == l.neg {
					clearBit(c.base, a.slot)
					b.leaveOpen(a.slot, l) // another literal of the slot could let it in again
				}
			case lf.op == AllOf || any && letIn:
				b.leaveOpen(a.slot, l)
			default:
				if any {
					letIn = true
					clearBit(c.base, a.slot)
				}
				for _, s := range lf.list {
					c.hits.add(numberOf(c.items, s), a.slot, any)
				}
			}
		}
	}
	c.hits.seal()
	return c
}

// numberOf returns the number of a text within a column, the next one if it is new.
func numberOf(ids map[string]int32, s string) int {
	id, ok := ids[s]
	if !ok {
		id = int32(len(ids))
		ids[s] = id
	}
	return int(id)
}
