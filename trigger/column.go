package trigger

// presence is a column that only knows whether the attribute is there.
type presence struct {
	attr             int
	present, missing []uint64
}

func (c *presence) mask(sc *scratch) []uint64 {
	if sc.fact(c.attr).ok {
		return c.present
	}
	return c.missing
}

func (c *presence) leaves() int { return max(ones(c.missing), ones(c.present)) }

func (b *builder) presenceColumn(attr int, asks []ask) column {
	c := &presence{attr: attr, present: b.set.index.full(), missing: b.missing(asks)}
	for _, a := range asks {
		for _, l := range a.lits {
			switch lf := &b.set.leaves[l.leaf]; {
			case lf.op == Exists:
				if lf.want == l.neg {
					clearBit(c.present, a.slot)
				}
			case !lf.timed:
				b.open(a.slot, l)
			}
		}
	}
	return c
}

// truths is a column of a yes-or-no attribute.
type truths struct {
	attr             int
	yes, no, missing []uint64
}

func (c *truths) mask(sc *scratch) []uint64 {
	switch f := sc.fact(c.attr); {
	case !f.ok:
		return c.missing
	case f.num == 1:
		return c.yes
	}
	return c.no
}

func (c *truths) leaves() int { return (ones(c.yes) + ones(c.no)) / 2 }

func (b *builder) truthColumn(attr int, asks []ask) column {
	c := &truths{attr: attr, yes: b.set.index.full(), no: b.set.index.full(), missing: b.missing(asks)}
	for _, a := range asks {
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			if lf.test(&fact{ok: true, num: 1}, 0) == l.neg {
				clearBit(c.yes, a.slot)
			}
			if lf.test(&fact{ok: true}, 0) == l.neg {
				clearBit(c.no, a.slot)
			}
		}
	}
	return c
}
