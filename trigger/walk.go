package trigger

import "math/bits"

// cell is a word of the mask of slots left over, with the slots of it that no clock rules out either.
type cell struct {
	left, ripe uint64
	word       int32
}

// candidates considers every slot that no column rules out, in the order of firing. What only an event changes comes first:
// slots left by that alone are waiting for the clock.
func (sc *scratch) candidates(res *Result) {
	sc.narrow()
	if len(sc.live) == 0 {
		return
	}
	sc.ripen()
	sc.readHistory()
	slots, done := sc.set.index.slots, int32(-1)
	for _, c := range sc.live {
		for ; c.left != 0; c.left &= c.left - 1 {
			bit := bits.TrailingZeros64(c.left)
			id := int(c.word)<<6 + bit
			s := &slots[id]
			if s.rule == done {
				continue
			}
			if sc.consider(s, c.ripe>>bit&1 == 1, res) {
				done = s.rule
			} else if s.clock {
				sc.waiting = append(sc.waiting, int32(id))
			}
		}
	}
	sc.waits()
}

// narrow finds the words in which the columns leave a slot. Once few are left only those are looked at, and no more columns
// are asked than it takes to leave none; as long as there are many, three columns at a time are met in one pass.
func (sc *scratch) narrow() {
	ix := &sc.set.index
	left, rest := ix.all, ix.columns
	if len(rest) > 0 {
		left, rest = rest[0].mask(sc), rest[1:]
	}
	sc.gather(left)
	if len(sc.live) > max(ix.words/2, 8) && len(rest) >= 3 {
		copy(sc.left, left)
		for ; len(rest) >= 3; rest = rest[3:] {
			meet(sc.left, rest[0].mask(sc), rest[1].mask(sc), rest[2].mask(sc))
		}
		sc.gather(sc.left)
	}
	sc.sift(rest)
}

func (sc *scratch) gather(m []uint64) {
	live, n := sc.live[:len(m)], 0
	for i, w := range m {
		if live[n] = (cell{left: w, word: int32(i)}); w != 0 {
			n++
		}
	}
	sc.live = live[:n]
}

func meet(m, a, b, c []uint64) {
	a, b, c = a[:len(m)], b[:len(m)], c[:len(m)]
	for i := range m {
		m[i] &= a[i] & b[i] & c[i]
	}
}

// sift drops cells of which the columns leave nothing.
func (sc *scratch) sift(columns []column) {
	for _, c := range columns {
		if len(sc.live) == 0 {
			return
		}
		m, n := c.mask(sc), 0
		for _, x := range sc.live {
			if x.left &= m[x.word]; x.left != 0 {
				sc.live[n] = x
				n++
			}
		}
		sc.live = sc.live[:n]
	}
}

// ripen notes which slots the clock does not rule out.
func (sc *scratch) ripen() {
	for i := range sc.live {
		sc.live[i].ripe = sc.live[i].left
	}
	for _, c := range sc.set.index.clocks {
		m := c.mask(sc)
		for i := range sc.live {
			sc.live[i].ripe &= m[sc.live[i].word]
		}
	}
}

// due is the instant before which a waiting slot cannot be true.
func (sc *scratch) due(s *slot) int64 {
	if s.anchor < 0 {
		return sc.now
	}
	return sc.fact(int(s.anchor)).at + s.d
}
