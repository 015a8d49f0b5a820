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
	sc.plain = !sc.history.ChatOpen && !sc.held()
	done := int32(-1)
	if sc.set.index.inOrder && sc.rising {
		for k := range sc.live {
			c := &sc.live[k]
			done = sc.take(c.word, c.ripe|c.left&sc.set.index.special[c.word], done, res)
		}
	} else {
		sc.queue()
		for word, slots := sc.ripe.pop(); slots != 0; word, slots = sc.ripe.pop() {
			done = sc.take(word, slots, done, res)
		}
	}
	if sc.flushed < len(sc.again) {
		sc.flush(res)
	}
	sc.waits()
}

// queue brings the slots to be considered into the order of firing.
func (sc *scratch) queue() {
	ix := &sc.set.index
	for k := range sc.live {
		c := &sc.live[k]
		for now := c.ripe | c.left&ix.special[c.word]; now != 0; now &= now - 1 {
			sc.ripe.add(ix.ofBit[c.word<<6+int32(bits.TrailingZeros64(now))])
		}
	}
}

// take considers slots of a word in turn. The rule that is done, the last that was, needs no further slot.
func (sc *scratch) take(word int32, slots uint64, done int32, res *Result) int32 {
	ix := &sc.set.index
	for slots != 0 {
		if slots&-slots&ix.plain[word] != 0 {
			if rest, last := sc.collect(word, slots, done); rest != slots {
				slots, done = rest, last
				continue
			}
		}
		id := word<<6 + int32(bits.TrailingZeros64(slots))
		s := &ix.slots[id]
		if slots &= slots - 1; s.rule == done {
			continue
		}
		if sc.flushed < len(sc.again) {
			sc.flush(res)
		}
		if sc.consider(s, res) {
			done = s.rule
			sc.done[done] = sc.epoch
		} else if s.clock {
			sc.waiting = append(sc.waiting, id)
		}
	}
	return done
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

// gather takes the words that have a bit.
func (sc *scratch) gather(m []uint64) {
	live, n := sc.live[:len(m)], 0
	for i, w := range m {
		if live[n].left, live[n].word = w, int32(i); w != 0 {
			n++
		}
	}
	sc.live, sc.rising = live[:n], true
}

func meet(m, a, b, c []uint64) {
	a, b, c = a[:len(m)], b[:len(m)], c[:len(m)]
	for i := range m {
		m[i] &= a[i] & b[i] & c[i]
	}
}

// sift drops cells of which the columns leave nothing.
func (sc *scratch) sift(columns []column) {
	live := sc.live
	for _, c := range columns {
		if len(live) == 0 {
			break
		}
		m, n := c.mask(sc), 0
		for k := range live {
			word := live[k].word
			left := live[k].left & m[word]
			if live[n].left, live[n].word = left, word; left != 0 {
				n++
			}
		}
		live = live[:n]
	}
	sc.live = live
}

// ripen notes which slots the clock does not rule out.
func (sc *scratch) ripen() {
	live := sc.live
	for i := range live {
		live[i].ripe = live[i].left
	}
	for _, c := range sc.set.index.clocks {
		m := c.mask(sc)
		for i := range live {
			live[i].ripe &= m[live[i].word]
		}
	}
}
