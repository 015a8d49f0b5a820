package trigger

import "math/bits"

// cell is a word of the mask of slots left over, with those of them that no clock rules out either.
type cell struct {
	left, ripe uint64
	wait, rest uint64 // see scratch.ahead
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
	sc.queue()
	sc.plain = !sc.history.ChatOpen && !sc.held()
	for done := int32(-1); ; {
		word, slots := sc.ripe.pop()
		if slots == 0 {
			break
		}
		for ; slots != 0; slots &= slots - 1 {
			if slots, done = sc.firePlain(word, slots, done, res); slots == 0 {
				break
			}
			id := word<<6 + int32(bits.TrailingZeros64(slots))
			switch s := &sc.set.index.slots[id]; {
			case s.rule == done:
			case sc.consider(s, res):
				done = s.rule
				sc.done[done] = sc.epoch
			case s.clock:
				sc.waiting = append(sc.waiting, id)
			}
		}
	}
	sc.waits()
}

// queue brings the slots to be considered into the order of firing.
func (sc *scratch) queue() {
	ix := &sc.set.index
	for k := range sc.live {
		c := &sc.live[k]
		now := c.ripe | c.left&ix.special[c.word]
		if ix.inOrder {
			sc.ripe.put(c.word, now)
			continue
		}
		for ; now != 0; now &= now - 1 {
			sc.ripe.add(ix.ofBit[c.word<<6+int32(bits.TrailingZeros64(now))])
		}
	}
}

// narrow finds the words in which the columns leave a slot. Once few are left only those are looked at, and no more columns
// are asked than it takes to leave none; as long as there are many, three columns at a time are met in one pass.
func (sc *scratch) narrow() {
	ix := &sc.set.index
	left, rest := ix.all, ix.columns
	if len(rest) > 0 {
		if lead, ok := rest[0].(*words); ok {
			left = lead.spread(sc)
		} else {
			left = rest[0].mask(sc)
		}
		rest = rest[1:]
	}
	if left == nil {
		sc.sift(rest)
		return
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

// gather takes the words that have a bit. Where few have one, four at a time are passed over.
func (sc *scratch) gather(m []uint64) {
	live, n := sc.live[:len(m)], 0
	for i := 0; i+4 <= len(m); i += 4 {
		four := (*[4]uint64)(m[i:])
		if four[0]|four[1]|four[2]|four[3] == 0 {
			continue
		}
		for k, w := range four {
			if live[n].left, live[n].word = w, int32(i+k); w != 0 {
				n++
			}
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
		for k := range sc.live {
			word := sc.live[k].word
			left := sc.live[k].left & m[word]
			if sc.live[n].left, sc.live[n].word = left, word; left != 0 {
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
