package trigger

import "math/bits"

// severalSteps is from how many waiting slots on the steps ahead are cheaper than each slot.
const severalSteps = 64

// waits takes what the clock can bring about into the next instant. Of many, slots whose turn an anchor brings are found by
// the steps ahead of it, so that all behind the next instant are passed over unseen.
func (sc *scratch) waits() {
	for _, id := range sc.waiting {
		sc.wait(id)
	}
	live, n := sc.live, 0
	for k := range live {
		c := &live[k]
		c.rest = c.left &^ c.ripe
		n += bits.OnesCount64(c.rest)
	}
	if n >= severalSteps {
		for _, c := range sc.set.index.anchors {
			sc.ahead(c)
		}
		sc.waitRest()
	} else if n > 0 && !sc.soonest() {
		sc.waitRest()
	}
	if sc.next <= sc.now+sc.set.stands {
		return // before anything that fired can fire again
	}
	for _, i := range sc.again {
		if sc.set.rules[i].on < 0 {
			sc.look(int(i), true)
		}
	}
}

// soonest takes the slot that is due first, and reports whether the others can be passed over, as a rule.
func (sc *scratch) soonest() bool {
	first, least := int32(-1), int64(never)
	for k := range sc.live {
		for c, rest := &sc.live[k], sc.live[k].rest; rest != 0; rest &= rest - 1 {
			id := sc.set.index.ofBit[c.word<<6+int32(bits.TrailingZeros64(rest))]
			if due := sc.due(&sc.set.index.slots[id]); due < least {
				first, least = id, due
			}
		}
	}
	if first >= 0 {
		sc.wait(first)
	}
	return sc.next <= least
}

// ahead goes up the steps of an anchor from where it is now, to the next instant at most. What one anchor keeps back need not
// be looked for elsewhere; the rest is what no anchor does.
func (sc *scratch) ahead(c *steps) {
	f := sc.fact(c.attr)
	if !f.ok {
		return
	}
	here := place(c.whole, sc.now-f.at)
	row := c.row(here)
	live := sc.live
	for k := range live {
		x := &live[k]
		x.wait = x.left &^ x.ripe &^ row[x.word]
		x.rest &= row[x.word]
	}
	for at := here + 1; at < len(c.rows); at++ {
		turn := f.at + c.whole[(at-1)/2]
		if turn >= sc.next {
			return
		}
		if c.rows[at] == c.rows[at-1] {
			continue
		}
		row = c.row(at)
		for k := range live {
			if x := &live[k]; x.wait&row[x.word] != 0 {
				sc.waitAll(x.word, x.wait&row[x.word])
				x.wait &^= row[x.word]
				if sc.next <= turn {
					return
				}
			}
		}
	}
}

func (sc *scratch) waitRest() {
	for k := range sc.live {
		sc.waitAll(sc.live[k].word, sc.live[k].rest)
	}
}

func (sc *scratch) waitAll(word int32, slots uint64) {
	for ; slots != 0; slots &= slots - 1 {
		sc.wait(sc.set.index.ofBit[word<<6+int32(bits.TrailingZeros64(slots))])
	}
}

func (sc *scratch) wait(id int32) {
	s := &sc.set.index.slots[id]
	if !s.clock || !s.simple || sc.done[s.rule] == sc.epoch {
		return
	}
	if due := sc.due(s); due < sc.next && sc.eligible(int(s.rule)) {
		sc.await(s, due)
	}
}

// due is the instant before which a waiting slot cannot be true.
func (sc *scratch) due(s *slot) int64 {
	if s.anchor < 0 {
		return sc.now
	}
	return sc.fact(int(s.anchor)).at + s.d
}
