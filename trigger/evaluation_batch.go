package trigger

import (
	"math/bits"
	"slices"
	"time"
)

// plain reports a rule that nothing of its own can keep back if the history does not know it.
func (t *terms) plain() bool {
	return t.bare && t.gid < 0 && !t.dated && !t.shared && t.deed != nil
}

// collect takes the slots of a word in turn up to the first that is not plain or that the history knows, as few are, and notes
// their rules, which flush fires. It returns the slots from there on.
func (sc *scratch) collect(word int32, slots uint64, done int32) (uint64, int32) {
	ix := &sc.set.index
	other := slots&^ix.plain[word] | slots&sc.met[word]
	run := slots & (other&-other - 1) // those below the least of the others
	if run == 0 || !sc.plain || sc.blocked {
		return slots, done
	}
	all, rules := ix.slots[word<<6:], sc.again
	for rest := run; rest != 0; rest &= rest - 1 {
		if rule := all[bits.TrailingZeros64(rest)].rule; rule != done {
			done = rule
			rules = append(rules, rule)
		}
	}
	sc.again = rules
	return slots &^ run, done
}

// flush does at once what consider would have done with each of the rules collected.
func (sc *scratch) flush(res *Result) {
	rules := sc.again[sc.flushed:]
	sc.flushed = len(sc.again)
	fires := slices.Grow(res.Fires, len(rules))
	more, terms, done, epoch := fires[len(fires):][:len(rules)], sc.set.terms, sc.done, sc.epoch
	expires, last, extra := time.Time{}, int64(0), 0
	for i, rule := range rules {
		done[rule] = epoch
		t := &terms[rule]
		if t.shows {
			extra++
		}
		if t.stands != last {
			last, expires = t.stands, sc.expiry(t.stands)
		}
		if more[i].deed = t.deed; t.prompts {
			more[i].Expires = expires
		} else {
			more[i].Expires = time.Time{}
		}
	}
	sc.extra += extra
	res.Fires = fires[:len(fires)+len(more)]
}
