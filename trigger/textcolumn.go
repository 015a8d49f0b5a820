package trigger

// words is a column of a text attribute, as it is or folded. The text is read once: whole, from its start, from its end,
// and for words anywhere within it.
type words struct {
	attr          int
	fold, slash   bool
	base, missing []uint64
	exact         map[string]int32
	starts, ends  prefixes
	inside        *finder
	insideIDs     []int32
	hits          hits
	ready         [][]uint64 // by number, if whole texts are all that is looked for
}

func (c *words) mask(sc *scratch) []uint64 {
	f := sc.fact(c.attr)
	if !f.ok {
		return c.missing
	}
	s := f.str
	if c.fold {
		s = f.low
	}
	whole := s
	if c.slash {
		whole = bare(s)
	}
	if c.ready != nil {
		if id, ok := c.exact[whole]; ok {
			return c.ready[id]
		}
		return c.base
	}
	found := sc.found[:0]
	if id, ok := c.exact[whole]; ok {
		found = append(found, id)
	}
	found = c.starts.find(s, found)
	found = c.ends.find(whole, found)
	if c.inside != nil {
		n := len(found)
		found = c.inside.find(s, found)
		for i := n; i < len(found); i++ {
			found[i] = c.insideIDs[found[i]]
		}
	}
	sc.found = found
	return c.hits.apply(sc, c.base, found)
}

func (c *words) leaves() int { return ones(c.base) }
