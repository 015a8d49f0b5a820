package trigger

import (
	"math/bits"
	"slices"
	"time"
)

// batchable reports whether only the history and vetoes can keep the rule from firing once its
// condition is true: it has no group, dates, rollout, variants, quiet periods or shared caps. Such
// rules are fired many at a time.
func (t *term) batchable() bool {
	return t.unhindered && t.gid < 0 && !t.dated && !t.shared && t.outcome != nil
}

// collectBatch takes slots of a word in turn, up to the first that is not batchable or whose rule
// the history mentions. It appends their rules to firing, and leaves them to fireBatch. It returns
// the slots that remain, and the rule decided last.
func (ev *evaluation) collectBatch(word int32, slots uint64, done int32) (uint64, int32) {
	ix := &ev.set.index
	other := slots&^ix.batchable[word] | slots&ev.knownSlots[word]
	run := slots & (other&-other - 1) // the slots below the lowest of the others
	if run == 0 || !ev.mayBatch || ev.blocked {
		return slots, done
	}
	all, rules := ix.slots[word<<6:], ev.firing
	for rest := run; rest != 0; rest &= rest - 1 {
		if rule := all[bits.TrailingZeros64(rest)].rule; rule != done {
			done = rule
			rules = append(rules, rule)
		}
	}
	ev.firing = rules
	return slots &^ run, done
}

// fireBatch puts the rules that collectBatch took into the result: what consider does for one rule,
// for many at once.
func (ev *evaluation) fireBatch(res *Result) {
	rules := ev.firing[ev.flushed:]
	ev.flushed = len(ev.firing)
	fires := slices.Grow(res.Fires, len(rules))
	more, terms, done, epoch := fires[len(fires):][:len(rules)], ev.set.terms, ev.done, ev.epoch
	expires, last, extra := time.Time{}, int64(0), 0
	for i, rule := range rules {
		// Rules of one batch share next to nothing, so what consider does between two rules is done
		// once.
		done[rule] = epoch
		t := &terms[rule]
		if t.shows {
			extra++
		}
		if t.stands != last {
			last, expires = t.stands, ev.expiry(t.stands)
		}
		if more[i].outcome = t.outcome; t.prompts {
			more[i].Expires = expires
		} else {
			more[i].Expires = time.Time{}
		}
	}
	ev.shownNow += extra
	res.Fires = fires[:len(fires)+len(more)]
}
