package trigger

import (
	"slices"
	"strings"
)

// prefixes finds those of many texts that another text starts with, or, if reversed, ends with.
//
// In sorted order every text that s starts with lies before s, and the longest of them is either
// the last text not after s or one that this text starts with, too. So find needs one binary
// search, and then follows parents: "/a" is the parent of "/a/b", and that of "/a/b/c".
type prefixes struct {
	texts    []string // sorted; read from the end if reversed
	ids      []int32
	parents  []int32 // the longest of the texts that this one starts with, or -1
	reversed bool
}

// newPrefixes takes texts with the numbers that find is to return for them.
func newPrefixes(ids map[string]int32, reversed bool) prefixes {
	p := prefixes{reversed: reversed}
	for s := range ids {
		p.texts = append(p.texts, s)
	}
	slices.SortFunc(p.texts, p.compare)
	for i, s := range p.texts {
		p.ids = append(p.ids, ids[s])
		// The parent is the text before, or its parent, or that one's: none other can begin this
		// text.
		up := int32(i - 1)
		for up >= 0 && !p.starts(s, p.texts[up]) {
			up = p.parents[up]
		}
		p.parents = append(p.parents, up)
	}
	return p
}

// starts reports whether s starts with a text, or ends with it if reversed.
func (p *prefixes) starts(s, with string) bool {
	if p.reversed {
		return strings.HasSuffix(s, with)
	}
	return strings.HasPrefix(s, with)
}

// compare orders texts byte by byte, from the end if reversed.
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
