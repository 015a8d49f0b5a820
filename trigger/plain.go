package trigger

import "math/bits"

// plain reports a rule that nothing of its own can keep back if the history does not know it.
func (t *terms) plain() bool {
	return t.bare && t.gid < 0 && !t.dated && !t.shared && t.only != nil
}

// firePlain does at once what consider would do with each plain slot of a word in turn, as most are. It stops at the first
// that needs a closer look, and returns the slots from there on.
func (sc *scratch) firePlain(word int32, slots uint64, done int32, res *Result) (uint64, int32) {
	if !sc.plain || sc.blocked {
		return slots, done
	}
	all := sc.set.index.slots[word<<6:]
	for ; slots != 0; slots &= slots - 1 {
		s := &all[bits.TrailingZeros64(slots)]
		if s.rule == done {
			continue
		}
		if !s.plain || sc.seen(int(s.rule)) != nil {
			break
		}
		done = s.rule
		sc.done[done] = sc.epoch
		if s.clock {
			sc.again = append(sc.again, done)
		}
		t := &sc.set.terms[done]
		if t.shows {
			sc.extra++
		}
		f := Fire{deed: &t.only.deed}
		if t.prompts {
			f.Expires = sc.expiry(t.stands)
		}
		res.Fires = append(res.Fires, f)
	}
	return slots, done
}
