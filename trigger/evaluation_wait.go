package trigger

import "math/bits"

// severalSteps is the number of waiting slots from which climbing the steps of the anchors costs
// less than asking each slot.
const severalSteps = 64

// awaitClock lowers next to the first instant at which the clock could make a waiting slot true, or
// a rule that fired fire again. Where many slots wait, it climbs the steps of their anchors: slots
// that turn true after next are never looked at.
func (ev *evaluation) awaitClock() {
	for _, id := range ev.waiting {
		ev.awaitIfDue(id)
	}
	live, n := ev.live, 0
	for k := range live {
		c := &live[k]
		c.rest = c.left &^ c.ripe
		n += bits.OnesCount64(c.rest)
	}
	// Below that number it looks at each, the one due first before the others: if nothing else can
	// come earlier, that was all.
	if n >= severalSteps {
		for _, c := range ev.set.index.anchors {
			ev.climb(c)
		}
		ev.awaitRest()
	} else if n > 0 && !ev.soonest() {
		ev.awaitRest()
	}
	if ev.next <= ev.now+ev.set.stands {
		return // what fired cannot fire again before that
	}
	for _, i := range ev.firing {
		if ev.set.rules[i].on < 0 {
			ev.awaitRule(int(i), true)
		}
	}
}

// soonest takes the slot that is due first into next. It reports whether the others cannot lower
// next any more.
func (ev *evaluation) soonest() bool {
	first, least := int32(-1), int64(never)
	for k := range ev.live {
		for c, rest := &ev.live[k], ev.live[k].rest; rest != 0; rest &= rest - 1 {
			id := ev.set.index.ofBit[c.word<<6+int32(bits.TrailingZeros64(rest))]
			if due := ev.due(&ev.set.index.slots[id]); due < least {
				first, least = id, due
			}
		}
	}
	if first >= 0 {
		ev.awaitIfDue(first)
	}
	return ev.next <= least
}

// climb goes up the steps of one anchor, from where the visit stands now to next at most, and takes
// in the slots that turn true on the way. In each word, wait holds the slots that this anchor keeps
// back now: no other anchor needs to look for them. rest holds the slots that no anchor keeps back.
func (ev *evaluation) climb(c *stepColumn) {
	f := ev.fact(c.attr)
	if !f.ok {
		return
	}
	here := place(c.whole, ev.now-f.at)
	row := c.row(here)
	live := ev.live
	for k := range live {
		x := &live[k]
		x.wait = x.left &^ x.ripe &^ row[x.word]
		x.rest &= row[x.word]
	}
	for at := here + 1; at < len(c.rows); at++ {
		// Places 2i+1 and 2i+2 begin at the i-th threshold: with it, and just behind it.
		turn := f.at + c.whole[(at-1)/2]
		if turn >= ev.next {
			return
		}
		// The same mask as before: no slot turns here.
		if c.rows[at] == c.rows[at-1] {
			continue
		}
		row = c.row(at)
		for k := range live {
			if x := &live[k]; x.wait&row[x.word] != 0 {
				ev.awaitWord(x.word, x.wait&row[x.word])
				x.wait &^= row[x.word]
				if ev.next <= turn {
					return
				}
			}
		}
	}
}

// awaitRest takes the slots that no anchor keeps back into next.
func (ev *evaluation) awaitRest() {
	for k := range ev.live {
		ev.awaitWord(ev.live[k].word, ev.live[k].rest)
	}
}

// awaitWord takes slots of one word into next.
func (ev *evaluation) awaitWord(word int32, slots uint64) {
	for ; slots != 0; slots &= slots - 1 {
		ev.awaitIfDue(ev.set.index.ofBit[word<<6+int32(bits.TrailingZeros64(slots))])
	}
}

// awaitIfDue takes one slot into next, if its rule is not decided yet and the slot is due before.
func (ev *evaluation) awaitIfDue(id int32) {
	s := &ev.set.index.slots[id]
	if !s.clock || !s.direct || ev.done[s.rule] == ev.epoch {
		return
	}
	if due := ev.due(s); due < ev.next && ev.eligible(int(s.rule)) {
		ev.awaitSlot(s, due)
	}
}

// due returns the instant before which a waiting slot cannot be true.
func (ev *evaluation) due(s *slot) int64 {
	if s.anchor < 0 {
		return ev.now
	}
	return ev.fact(int(s.anchor)).at + s.d
}
