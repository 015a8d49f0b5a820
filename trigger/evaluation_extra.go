package trigger

// beside looks at the slots that no column knows, and takes dead ones out of live. Those to be
// considered lie in extra afterwards; those that only the clock keeps back are waiting.
func (ix *index) beside(ev *evaluation) {
	n := 0
	for _, c := range ev.live {
		if c.left &^= ix.dead[c.word]; c.left != 0 {
			ev.live[n] = c
			n++
		}
	}
	ev.live, ev.extra = ev.live[:n], ev.extra[:0]
	for i := range ix.extra {
		x := &ix.extra[i]
		if !hold(x.untimed, ev) || !mayHold(x.timed, ev) {
			continue
		}
		// Vetoes and rules with a hold are considered also when the clock rules them out.
		switch s := &ix.slots[x.slot]; {
		case !s.direct || hold(x.timed, ev):
			ev.extra = append(ev.extra, x.slot)
		case s.clock:
			ev.waiting = append(ev.waiting, x.slot)
		}
	}
}

// mayHold reports whether the clock can make literals true. A length of time whose anchor is
// missing stays as it is.
func mayHold(timed []literal, ev *evaluation) bool {
	for _, l := range timed {
		f := &ev.set.leaves[l.leaf]
		if f.kind == Duration && !ev.fact(f.attr).ok && f.test(&fact{}, 0) == l.neg {
			return false
		}
	}
	return true
}

// hold reports whether literals are all true now.
func hold(lits []literal, ev *evaluation) bool {
	for _, l := range lits {
		if !ev.literal(int(l.leaf), l.neg, ev.now) {
			return false
		}
	}
	return true
}
