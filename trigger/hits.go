package trigger

import "slices"

// hit is what finding one word does to a mask: it lets slots in that ask for it, and shuts out those that ask for its
// absence. Many slots are a mask of their own, few are a list.
type hit struct {
	in, out         []int32
	inMask, outMask []uint64
}

// densely is from how many slots per word of a mask on a mask is faster than a list.
const densely = 2

// hits is a column's table of hits by the number of what was found.
type hits struct {
	table []hit
	words int
	slot  int // of the scratch buffer that the mask is made in
}

func (h *hits) add(id, slot int, in bool) {
	for len(h.table) <= id {
		h.table = append(h.table, hit{})
	}
	if t := &h.table[id]; in {
		t.in = append(t.in, int32(slot))
	} else {
		t.out = append(t.out, int32(slot))
	}
}

// seal turns long lists into masks.
func (h *hits) seal() {
	for i := range h.table {
		t := &h.table[i]
		t.in, t.inMask = h.dense(t.in)
		t.out, t.outMask = h.dense(t.out)
	}
}

func (h *hits) dense(slots []int32) ([]int32, []uint64) {
	if len(slots) < densely*h.words {
		return slots, nil
	}
	m := make([]uint64, h.words)
	for _, s := range slots {
		setBit(m, int(s))
	}
	return nil, m
}

// apply makes the mask of a base and what was found: first what lets in, then what shuts out.
func (h *hits) apply(sc *scratch, base []uint64, found []int32) []uint64 {
	if len(found) == 0 {
		return base
	}
	m := sc.buffers[h.slot]
	copy(m, base)
	h.mark(m, found)
	return m
}

// masks makes the mask of each single find.
func (h *hits) masks(base []uint64) [][]uint64 {
	out := make([][]uint64, len(h.table))
	for id := range out {
		out[id] = slices.Clone(base)
		h.mark(out[id], []int32{int32(id)})
	}
	return out
}

func (h *hits) mark(m []uint64, found []int32) {
	shut := false
	for _, id := range found {
		t := &h.table[id]
		for _, s := range t.in {
			setBit(m, int(s))
		}
		for i, w := range t.inMask {
			m[i] |= w
		}
		shut = shut || t.out != nil || t.outMask != nil
	}
	if !shut {
		return
	}
	for _, id := range found {
		t := &h.table[id]
		for _, s := range t.out {
			clearBit(m, int(s))
		}
		for i, w := range t.outMask {
			m[i] &^= w
		}
	}
}

func (b *builder) newHits() hits {
	b.set.index.buffers++
	return hits{words: b.set.index.words, slot: b.set.index.buffers - 1}
}
