package trigger

import (
	"cmp"
	"slices"
)

// telling is how many texts rules must know of an attribute before slots that ask for one of them
// are worth grouping.
const telling = 16

// arrange gives each slot its bit. Slots that the same text leads to are put side by side, so that
// the slots which a visit's text leaves fill a few words of a mask instead of a bit in many.
// Otherwise bits are in the order of firing.
func (b *builder) arrange(conjs [][]literal) {
	ix := &b.set.index
	leads := b.leads()
	keys := make([]int32, len(conjs))
	ix.ofBit = make([]int32, len(conjs))
	for id, lits := range conjs {
		ix.ofBit[id] = int32(id)
		for _, l := range lits {
			if !l.neg {
				keys[id] = max(keys[id], leads[l.leaf])
			}
		}
	}
	slices.SortFunc(ix.ofBit, func(x, y int32) int {
		if keys[x] != keys[y] {
			return int(keys[x] - keys[y])
		}
		return int(x - y)
	})
	// With few texts there is nothing to arrange, and evaluations need no queue.
	ix.inOrder = slices.IsSorted(ix.ofBit)
}

// leads ranks the leaves by how few visits they may hold for; 0 is a leaf that may hold for many. A
// leaf that asks for one text is taken to hold for one visit in as many as the rules know texts of
// that attribute.
//
// A leaf that asks for any of several texts holds for as many times more visits.
func (b *builder) leads() []int32 {
	texts := b.vocabulary()
	var order []int32
	for i := range b.set.leaves {
		if l := &b.set.leaves[i]; len(texts[l.attr]) >= telling*max(1, len(l.keys())) && l.keys() != nil {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(x, y int32) int {
		l, m := &b.set.leaves[x], &b.set.leaves[y]
		return cmp.Or(
			cmp.Compare(len(texts[l.attr])*len(m.keys()), len(texts[m.attr])*len(l.keys())),
			cmp.Compare(l.attr, m.attr), slices.Compare(l.keys(), m.keys()), cmp.Compare(x, y),
		)
	})
	ranks := make([]int32, len(b.set.leaves))
	for rank, leaf := range order {
		ranks[leaf] = int32(rank + 1)
	}
	return ranks
}

// vocabulary returns, by attribute, the different texts that leaves ask for.
func (b *builder) vocabulary() []map[string]bool {
	all := make([]map[string]bool, len(b.set.attrs))
	for i := range b.set.leaves {
		l := &b.set.leaves[i]
		for _, s := range l.keys() {
			if all[l.attr] == nil {
				all[l.attr] = map[string]bool{}
			}
			all[l.attr][s] = true
		}
	}
	return all
}

// keys returns the texts of which the attribute must have one for the leaf to be true; nil if there
// is no such list.
func (l *leaf) keys() []string {
	switch l.op {
	case In, AnyOf:
		return l.list
	case Eq, Prefix, Suffix, Contains, Glob, Regexp:
		if l.kind == String && !l.slow() {
			return []string{l.str}
		}
	}
	return nil
}
