package trigger

// spread is mask, but of what lets few slots in it makes the words that have a bit the live ones, without looking at the
// others, and returns nil.
func (c *words) spread(sc *scratch) []uint64 {
	f := sc.fact(c.attr)
	if c.bits == nil || !f.ok {
		return c.mask(sc)
	}
	found := c.find(sc, f)
	shut := false
	for _, id := range found {
		t := &c.hits.table[id]
		if t.in.mask != nil {
			return c.hits.apply(sc, c.base, found)
		}
		shut = shut || !t.out.none()
	}
	sc.live, sc.rising = sc.live[:0], false
	sc.lay(c.bits)
	for _, id := range found {
		sc.lay(c.hits.table[id].in.few)
	}
	if shut {
		c.hits.shut(sc.blank, found)
	}
	sc.pick()
	return nil
}

// lay puts bits onto the blank mask, and notes each word that had none.
func (sc *scratch) lay(bits []spot) {
	for _, s := range bits {
		if sc.blank[s.word] == 0 {
			sc.live = append(sc.live, cell{word: s.word})
		}
		sc.blank[s.word] |= s.bits
	}
}

// pick takes the bits off the mask again, and drops words of which nothing is left.
func (sc *scratch) pick() {
	n := 0
	for k := range sc.live {
		word := sc.live[k].word
		left := sc.blank[word]
		sc.blank[word] = 0
		if sc.live[n].left, sc.live[n].word = left, word; left != 0 {
			n++
		}
	}
	sc.live = sc.live[:n]
}
