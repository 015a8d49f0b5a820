package trigger

// words is a column of a text attribute, as it is or folded. The text is read once: whole, from its start, from its end,
// and for words anywhere within it.
type words struct {
	attr          int
	fold, slash   bool
	base, missing []uint64
	bits          []spot // of base, if it has few
	exact         map[string]int32
	starts, ends  prefixes
	finder        *finder // of what may stand anywhere
	foundIDs      []int32 // of what it finds
	hits          hits
	ready         [][]uint64 // by number, if whole texts are all that is looked for
}

func (c *words) mask(sc *scratch) []uint64 {
	f := sc.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	if c.ready != nil {
		_, whole := c.texts(f)
		if id, ok := c.exact[whole]; ok {
			return c.ready[id]
		}
		return c.base
	}
	return c.hits.apply(sc, c.base, c.find(sc, f))
}

// texts are the visit's text and the same without a slash at its end, if that does not count.
func (c *words) texts(f *fact) (s, whole string) {
	s = f.str
	if c.fold {
		s = f.low
	}
	if c.slash {
		return s, bare(s)
	}
	return s, s
}

// find looks for all that slots ask for.
func (c *words) find(sc *scratch, f *fact) []int32 {
	s, whole := c.texts(f)
	found := sc.found[:0]
	if id, ok := c.exact[whole]; ok {
		found = append(found, id)
	}
	found = c.starts.find(s, found)
	found = c.ends.find(whole, found)
	if c.finder != nil {
		n := len(found)
		found = c.finder.find(s, found)
		for i := n; i < len(found); i++ {
			found[i] = c.foundIDs[found[i]]
		}
	}
	sc.found = found
	return found
}

func (c *words) leaves() int { return ones(c.base) }
