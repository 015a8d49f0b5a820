package trigger

import "math/bits"

// cell is one word of the mask of remaining slots.
type cell struct {
	left uint64 // slots that no column of what only an event changes rules out
	ripe uint64 // of these, slots that the clock does not rule out either: they may be true now
	wait uint64 // see climb
	rest uint64 // see climb
	word int32  // its place in the mask
}

// candidates narrows the slots and considers those that may be true now, in the order of firing.
// Slots that only the clock rules out are waiting: they may be true later, and decide next.
//
// The history is read only when slots are left, because most visits leave none. Slots come in the
// order of firing, or through a queue that puts them into it.
func (ev *evaluation) candidates(res *Result) {
	ev.narrow()
	if ix := &ev.set.index; ix.dead != nil {
		ix.beside(ev)
	}
	if len(ev.live)+len(ev.extra)+len(ev.waiting) == 0 {
		return
	}
	// From here on there is a slot left at least, so what most visits do not need is read now.
	ev.ripen()
	ev.readHistory()
	ev.mayBatch = !ev.history.ChatOpen && !ev.inHoldout()
	done := int32(-1)
	if ev.set.index.inOrder && ev.rising && len(ev.extra) == 0 {
		for k := range ev.live {
			c := &ev.live[k]
			done = ev.considerWord(c.word, c.ripe|c.left&ev.set.index.special[c.word], done, res)
		}
	} else {
		ev.enqueueRipe()
		for word, slots := ev.queue.pop(); slots != 0; word, slots = ev.queue.pop() {
			done = ev.considerWord(word, slots, done, res)
		}
	}
	if ev.flushed < len(ev.firing) {
		ev.fireBatch(res)
	}
	ev.awaitClock()
}

// enqueueRipe puts the slots to be considered into queue, which returns them in the order of
// firing.
func (ev *evaluation) enqueueRipe() {
	ix := &ev.set.index
	for k := range ev.live {
		c := &ev.live[k]
		for now := c.ripe | c.left&ix.special[c.word]; now != 0; now &= now - 1 {
			ev.queue.add(ix.ofBit[c.word<<6+int32(bits.TrailingZeros64(now))])
		}
	}
	for _, id := range ev.extra {
		ev.queue.add(id)
	}
}

// considerWord considers slots of one word in turn. done is the rule that was decided last: its
// other slots are skipped. It returns the rule that is decided last after them.
func (ev *evaluation) considerWord(word int32, slots uint64, done int32, res *Result) int32 {
	ix := &ev.set.index
	for slots != 0 {
		// slots & -slots is the lowest bit alone.
		if slots&-slots&ix.batchable[word] != 0 {
			if rest, last := ev.collectBatch(word, slots, done); rest != slots {
				slots, done = rest, last
				continue
			}
		}
		id := word<<6 + int32(bits.TrailingZeros64(slots))
		s := &ix.slots[id]
		if slots &= slots - 1; s.rule == done {
			continue
		}
		if ev.flushed < len(ev.firing) {
			ev.fireBatch(res)
		}
		if ev.consider(s, res) {
			done = s.rule
			ev.done[done] = ev.epoch
		} else if s.clock {
			// Another slot of the rule may be true yet, so it is only noted here; awaitIfDue asks
			// done.
			ev.waiting = append(ev.waiting, id)
		}
	}
	return done
}

// narrow finds the words in which the columns leave a slot. Once few words are left, only those are
// read, and columns are asked only until none is left. While there are many, three columns at a
// time are combined in one pass over the mask.
func (ev *evaluation) narrow() {
	ix := &ev.set.index
	left, rest := ix.all, ix.columns
	if len(rest) > 0 {
		if lead, ok := rest[0].(*textColumn); ok {
			left = lead.spread(ev)
		} else {
			left = rest[0].mask(ev)
		}
		rest = rest[1:]
	}
	if left == nil {
		ev.sift(rest)
		return
	}
	ev.gather(left)
	// A pass over the whole mask is several times faster per word than following live.
	if len(ev.live) > max(ix.words/2, 8) && len(rest) >= 3 {
		copy(ev.left, left)
		for ; len(rest) >= 3; rest = rest[3:] {
			meet(ev.left, rest[0].mask(ev), rest[1].mask(ev), rest[2].mask(ev))
		}
		ev.gather(ev.left)
	}
	ev.sift(rest)
}

// gather makes live of the words of a mask that have a bit.
func (ev *evaluation) gather(m []uint64) {
	live, n := ev.live[:len(m)], 0
	for i, w := range m {
		if live[n].left, live[n].word = w, int32(i); w != 0 {
			n++
		}
	}
	ev.live, ev.rising = live[:n], true
}

// meet combines a mask with three others.
func meet(m, a, b, c []uint64) {
	a, b, c = a[:len(m)], b[:len(m)], c[:len(m)]
	for i := range m {
		m[i] &= a[i] & b[i] & c[i]
	}
}

// sift asks one column after the other, and drops the words of live in which nothing is left.
func (ev *evaluation) sift(columns []column) {
	live := ev.live
	for _, c := range columns {
		if len(live) == 0 {
			break
		}
		m, n := c.mask(ev), 0
		for k := range live {
			word := live[k].word
			left := live[k].left & m[word]
			if live[n].left, live[n].word = left, word; left != 0 {
				n++
			}
		}
		live = live[:n]
	}
	ev.live = live
}

// ripen finds the remaining slots that the clock does not rule out.
//
// A slot that is left and not ripe lacks only time: it is what wait looks at afterwards.
func (ev *evaluation) ripen() {
	live := ev.live
	for i := range live {
		live[i].ripe = live[i].left
	}
	for _, c := range ev.set.index.clocks {
		m := c.mask(ev)
		for i := range live {
			live[i].ripe &= m[live[i].word]
		}
	}
}
