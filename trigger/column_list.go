package trigger

// members is a column of a list attribute: what each item lets in or shuts out.
type members struct {
	attr          int
	base, missing []uint64
	items         map[string]int32
	hits          hits
}

func (c *members) mask(sc *scratch) []uint64 {
	f := sc.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	found := sc.found[:0]
	for _, s := range f.list {
		if id, ok := c.items[s]; ok {
			found = append(found, id)
		}
	}
	sc.found = found
	return c.hits.apply(sc, c.base, found)
}

func (c *members) leaves() int { return ones(c.base) }

func (b *builder) listColumn(attr int, asks []ask) column {
	c := &members{attr: attr, base: b.set.index.full(), missing: b.missing(asks), items: map[string]int32{}, hits: b.newHits()}
	for _, a := range asks {
		letIn := false
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			any := lf.op == AnyOf && !l.neg || lf.op == NoneOf && l.neg
			switch {
			case lf.op == Exists:
				if lf.want == l.neg {
					clearBit(c.base, a.slot)
					b.open(a.slot, l) // what else it asks for could let it in again
				}
			case lf.op == AllOf || any && letIn:
				b.open(a.slot, l)
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

// numberOf gives each text of a column its number.
func numberOf(ids map[string]int32, s string) int {
	id, ok := ids[s]
	if !ok {
		id = int32(len(ids))
		ids[s] = id
	}
	return int(id)
}
