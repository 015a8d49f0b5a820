package trigger

import "slices"

// hit is what finding one text does to a mask: it lets slots in that ask for the text, and shuts
// out slots that ask for its absence.
type hit struct{ in, out spots }

// spots are some bits of a mask: a list of the words that have any, or, where that is long, a mask.
type spots struct {
	few  []spot
	mask []uint64
}

// spot is one word of a mask, and the bits that are meant in it.
type spot struct {
	bits uint64
	word int32
}

// hits is a column's table of hits, by the number of the text that was found.
//
// A text column with the conditions "path is /a" of slot 3 and "path is not /a" of slot 5 begins
// with a mask without 3 and with 5. Finding "/a" lets 3 in and shuts 5 out. A visit on any other
// page finds nothing, and the mask stays as it was.
type hits struct {
	table []hit
	words int
	slot  int // the evaluation's buffer that the mask is made in
}

// add makes the text with this number let a bit in, or shut it out. For each number, bits must
// ascend.
func (h *hits) add(id, bit int, in bool) {
	for len(h.table) <= id {
		h.table = append(h.table, hit{})
	}
	if t := &h.table[id]; in {
		t.in.add(bit)
	} else {
		t.out.add(bit)
	}
}

// add puts a bit into the list. Because bits ascend, its word is the last one or a new one.
func (s *spots) add(bit int) {
	word, n := int32(bit>>6), len(s.few)
	if n == 0 || s.few[n-1].word != word {
		s.few = append(s.few, spot{word: word})
		n++
	}
	s.few[n-1].bits |= 1 << (bit & 63)
}

// seal ends the building. It turns lists of more than half of all words into masks, which are
// faster then.
func (h *hits) seal() {
	for i := range h.table {
		h.table[i].in.seal(h.words)
		h.table[i].out.seal(h.words)
	}
}

// seal turns a long list into a mask, and gives back the memory that a short one does not need.
func (s *spots) seal(words int) {
	if len(s.few) <= words/2 {
		s.few = slices.Clip(s.few)
		return
	}
	s.mask = make([]uint64, words)
	for _, f := range s.few {
		s.mask[f.word] = f.bits
	}
	s.few = nil
}

func (s *spots) none() bool { return s.few == nil && s.mask == nil }

// apply returns the mask after some texts were found: base, with what they let in, without what
// they shut out.
func (h *hits) apply(ev *evaluation, base []uint64, found []int32) []uint64 {
	if len(found) == 0 {
		return base
	}
	m := ev.buffers[h.slot]
	copy(m, base)
	h.mark(m, found)
	return m
}

// masks returns, for each text, the mask after it alone was found.
func (h *hits) masks(base []uint64) [][]uint64 {
	out := make([][]uint64, len(h.table))
	for id := range out {
		out[id] = slices.Clone(base)
		h.mark(out[id], []int32{int32(id)})
	}
	return out
}

// mark does to a mask what the found texts do.
//
// What shuts out comes last: a slot that one text lets in and another shuts out asks for both, and
// is false.
func (h *hits) mark(m []uint64, found []int32) {
	shut := false
	for _, id := range found {
		t := &h.table[id]
		for _, s := range t.in.few {
			m[s.word] |= s.bits
		}
		for i, w := range t.in.mask {
			m[i] |= w
		}
		shut = shut || !t.out.none()
	}
	if shut {
		h.shut(m, found)
	}
}

// shut takes off the bits that the found texts shut out.
func (h *hits) shut(m []uint64, found []int32) {
	for _, id := range found {
		t := &h.table[id]
		for _, s := range t.out.few {
			m[s.word] &^= s.bits
		}
		for i, w := range t.out.mask {
			m[i] &^= w
		}
	}
}

// newHits returns an empty table, with the number of the buffer in which an evaluation makes its
// mask.
func (b *builder) newHits() hits {
	b.set.index.buffers++
	return hits{words: b.set.index.words, slot: b.set.index.buffers - 1}
}
