package trigger

// textColumn is the column of a text attribute, as it is or folded. The visit's text is looked up
// whole, from its start, from its end, and for words anywhere within it. Each text found lets slots
// in or shuts them out, starting from base.
type textColumn struct {
	attr          int
	fold, slash   bool
	url           bool
	base, missing []uint64
	bits          []spot // the bits of base, if they are few
	exact         map[string]int32
	starts, ends  prefixes
	finder        *finder // finds what may stand anywhere
	foundIDs      []int32 // by the finder's number: the column's number
	hits          hits
	ready         [][]uint64 // by number: the finished mask, where only whole texts are looked for
}

// mask returns a mask that was made beforehand, where whole texts are all that slots ask for: a
// text has one whole form, so at most one of the masks applies. Otherwise it makes one of what it
// finds.
func (c *textColumn) mask(ev *evaluation) []uint64 {
	f := ev.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	if c.ready != nil {
		_, _, whole := c.texts(f)
		if id, ok := c.exact[whole]; ok {
			return c.ready[id]
		}
		return c.base
	}
	return c.hits.apply(ev, c.base, c.find(ev, f))
}

// texts returns the visit's text, the form in which ends are looked up: without a slash at its end,
// where that does not count, and the one in which whole texts are.
func (c *textColumn) texts(f *fact) (s, end, whole string) {
	s = f.str
	if c.fold {
		s = f.low
	}
	end = s
	if c.slash {
		end = trimSlash(s)
	}
	whole = end
	// Whole addresses have a form of their own, see sameURL.
	if c.url {
		if whole = f.page; c.fold {
			whole = fold(whole)
		}
	}
	return s, end, whole
}

// find returns the numbers of everything in the visit's text that slots ask for.
func (c *textColumn) find(ev *evaluation, f *fact) []int32 {
	s, end, whole := c.texts(f)
	found := ev.found[:0]
	if id, ok := c.exact[whole]; ok {
		found = append(found, id)
	}
	found = c.starts.find(s, found)
	found = c.ends.find(end, found)
	if c.finder != nil {
		n := len(found)
		found = c.finder.find(s, found)
		for i := n; i < len(found); i++ {
			// The finder counts by itself; the column has its own numbers.
			found[i] = c.foundIDs[found[i]]
		}
	}
	ev.found = found
	return found
}

// leaves goes by a text that nothing asks for, as most are.
func (c *textColumn) leaves() int { return ones(c.base) }
