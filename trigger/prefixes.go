package trigger

import (
	"slices"
	"strings"
)

// prefixes finds those of many texts that another text starts with, or, if reversed, ends with.
type prefixes struct {
	texts    []string // sorted; read from the end if reversed
	ids      []int32
	parents  []int32 // the longest of the texts that this one starts with, or -1
	reversed bool
}

func newPrefixes(ids map[string]int32, reversed bool) prefixes {
	p := prefixes{reversed: reversed}
	for s := range ids {
		p.texts = append(p.texts, s)
	}
	slices.SortFunc(p.texts, p.compare)
	for i, s := range p.texts {
		p.ids = append(p.ids, ids[s])
		up := int32(i - 1)
		for up >= 0 && !p.starts(s, p.texts[up]) {
			up = p.parents[up]
		}
		p.parents = append(p.parents, up)
	}
	return p
}

func (p *prefixes) starts(s, with string) bool {
	if p.reversed {
		return strings.HasSuffix(s, with)
	}
	return strings.HasPrefix(s, with)
}

func (p *prefixes) compare(a, b string) int {
	if !p.reversed {
		return strings.Compare(a, b)
	}
	for i := 1; i <= min(len(a), len(b)); i++ {
		if x, y := a[len(a)-i], b[len(b)-i]; x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

// find appends the numbers of all texts that s starts with. They are found by binary search for the
// last text that is not after s, and from there from parent to parent.
func (p *prefixes) find(s string, hits []int32) []int32 {
	lo, hi := 0, len(p.texts)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if p.compare(p.texts[mid], s) <= 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for i := int32(lo - 1); i >= 0; i = p.parents[i] {
		if p.starts(s, p.texts[i]) {
			hits = append(hits, p.ids[i])
		}
	}
	return hits
}
