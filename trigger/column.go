package trigger

// presenceColumn knows only whether the attribute is there. It serves networks, and the anchors of
// lengths of time.
type presenceColumn struct {
	attr             int
	present, missing []uint64
}

// mask leaves the slots that ask for the attribute to be there, or not to be, as it is in the visit.
func (c *presenceColumn) mask(ev *evaluation) []uint64 {
	if ev.fact(c.attr).ok {
		return c.present
	}
	return c.missing
}

// leaves takes the worse of the two answers: this column mostly tells little.
func (c *presenceColumn) leaves() int { return max(ones(c.missing), ones(c.present)) }

// newPresenceColumn builds the column. A comparison that time alone changes has a column of its own
// (see builder.columnsOf), and any other stays open.
func (b *builder) newPresenceColumn(attr int, asks []ask) column {
	c := &presenceColumn{attr: attr, present: b.set.index.full(), missing: b.missing(asks)}
	for _, a := range asks {
		for _, l := range a.lits {
			switch lf := &b.set.leaves[l.leaf]; {
			case lf.op == Exists:
				if lf.want == l.neg {
					clearBit(c.present, a.slot)
				}
			case !lf.timed:
				b.leaveOpen(a.slot, l)
			}
		}
	}
	return c
}

// boolColumn is the column of a yes-or-no attribute.
type boolColumn struct {
	attr             int
	yes, no, missing []uint64
}

// mask leaves the slots that ask for the truth that the attribute has, and those that ask nothing.
func (c *boolColumn) mask(ev *evaluation) []uint64 {
	switch f := ev.fact(c.attr); {
	case !f.ok:
		return c.missing
	case f.num == 1:
		return c.yes
	}
	return c.no
}

// leaves is the mean of the two answers.
func (c *boolColumn) leaves() int { return (ones(c.yes) + ones(c.no)) / 2 }

// newBoolColumn tries every literal with yes and with no. There are no other values, so nothing
// stays open.
func (b *builder) newBoolColumn(attr int, asks []ask) column {
	c := &boolColumn{attr: attr, yes: b.set.index.full(), no: b.set.index.full(), missing: b.missing(asks)}
	for _, a := range asks {
		for _, l := range a.lits {
			lf := &b.set.leaves[l.leaf]
			// 1 is yes and 0 is no, in a fact as in a value.
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
