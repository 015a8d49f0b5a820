package trigger

// spread is mask for the first column that is asked. Where the text lets only few slots in, it
// makes live of their words directly, without a pass over the whole mask, and returns nil.
func (c *textColumn) spread(ev *evaluation) []uint64 {
	f := ev.fact(c.attr)
	if c.bits == nil || !f.ok {
		return c.mask(ev)
	}
	found := c.find(ev, f)
	shut := false
	for _, id := range found {
		t := &c.hits.table[id]
		// This text lets many slots in: a pass over the whole mask is no more work then.
		if t.in.mask != nil {
			return c.hits.apply(ev, c.base, found)
		}
		shut = shut || !t.out.none()
	}
	ev.live, ev.rising = ev.live[:0], false
	ev.lay(c.bits)
	for _, id := range found {
		ev.lay(c.hits.table[id].in.few)
	}
	if shut {
		c.hits.shut(ev.blank, found)
	}
	ev.pick()
	return nil
}

// lay sets bits in the blank mask, and appends each word that had none to live.
//
// The words come in the order in which they are found, so live does not ascend afterwards.
func (ev *evaluation) lay(bits []spot) {
	for _, s := range bits {
		if ev.blank[s.word] == 0 {
			ev.live = append(ev.live, cell{word: s.word})
		}
		ev.blank[s.word] |= s.bits
	}
}

// pick moves the bits from the blank mask into live, and drops words in which nothing is left. The
// mask is blank again.
func (ev *evaluation) pick() {
	n := 0
	for k := range ev.live {
		word := ev.live[k].word
		left := ev.blank[word]
		ev.blank[word] = 0
		if ev.live[n].left, ev.live[n].word = left, word; left != 0 {
			n++
		}
	}
	ev.live = ev.live[:n]
}
