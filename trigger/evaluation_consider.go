package trigger

import (
	"slices"
	"time"
)

// Eval says which rules fire for a visit, in order, and when to look again. It changes nothing: a
// fire counts when it is claimed ([Set.Claim]).
//
// A rule fires when its condition holds (for the length of Hold), one of its moments is there, the
// time is within From and Until, the visitor is in its rollout, no veto holds (a Suppress rule,
// Config.Never, an open chat), it is not quiet, all its limits allow it, and nothing stands in its
// group: what a rule of the group did stands until its prompt ends or expires or another page is
// entered, for a second if it was not a prompt. A rule without a group is a group of its own. Of
// several in a group the first in order fires.
//
// Next is exact for what the clock alone can do; it may come early (the answer there is then a
// later Next), never late. Eval allocates only for what fires, ends or is held; see [Set.EvalTo].
func (s *Set) Eval(v Visit, h History, now time.Time) Result {
	var r Result
	s.EvalTo(&r, v, h, now)
	return r
}

// EvalTo is [Set.Eval] into a Result whose memory is used again. It allocates nothing, with two
// exceptions: folding a text that has capitals, and reading an address that is escaped or that a
// veto has to look at closely.
func (s *Set) EvalTo(r *Result, v Visit, h History, now time.Time) {
	s = s.orNone()
	r.reset()
	ev := s.openEvaluation(v, h, now)
	ev.candidates(r)
	ev.endings(r, now)
	if ev.next != never && ev.next <= ev.horizon {
		r.Next = instantAt(ev.next)
	}
	r.Overrun = ev.budget.over
	s.endEvaluation(ev)
}

// consider decides about the rule of one slot: fire it, or take the instant at which it could fire
// into next. The slot is one that no column rules out, or that belongs to a veto or to a rule with
// a hold. consider reports whether the rule is decided, so that its other slots need not be
// considered; false means that this alternative of its condition is not true now.
func (ev *evaluation) consider(s *slot, res *Result) bool {
	i := int(s.rule)
	switch {
	case !s.direct:
		if r := ev.set.rules[i]; r.Type == Suppress {
			ev.suppress(i, r)
		} else {
			ev.considerHold(i, r, res)
		}
	case s.open != nothingOpen && !ev.confirm(s):
		return false
	// Decided: no other slot of the rule can make it fire either.
	case !ev.eligible(i):
	case !ev.vetoed(i) && ev.earliest(i, false) <= ev.now:
		ev.fire(i, res)
		ev.firing = append(ev.firing, s.rule)
		ev.flushed++
	// The condition holds and something else keeps it back, which time may lift.
	case s.clock:
		ev.awaitRule(i, false)
	}
	return true
}

// confirm tests what the columns left open about a slot.
func (ev *evaluation) confirm(s *slot) bool {
	if s.open == wholeRule {
		return ev.confirmRule(ev.set.rules[s.rule])
	}
	for _, l := range ev.set.index.openLiterals[s.open] {
		if !ev.literal(int(l.leaf), l.neg, ev.now) {
			return false
		}
	}
	return true
}

// confirmUntimed is confirm without the literals that the clock can change.
func (ev *evaluation) confirmUntimed(s *slot) bool {
	for _, l := range ev.set.index.openLiterals[s.open] {
		if !ev.set.leaves[l.leaf].timed && !ev.literal(int(l.leaf), l.neg, ev.now) {
			return false
		}
	}
	return true
}

// confirmRule tests the whole condition of a rule, and its moments.
func (ev *evaluation) confirmRule(r *rule) bool { return ev.truth(&r.root, ev.now) && ev.moment(r) }

// suppress takes in a Suppress rule: what it silences if its condition holds now, and that it may
// come to hold later.
func (ev *evaluation) suppress(i int, r *rule) {
	ev.veto = true
	active := ev.vetoing(r, ev.now)
	if over := r.until <= ev.now && len(ev.holds) > 0; active || over || r.timed || r.from > ev.now {
		ev.vetoes = append(ev.vetoes, i)
	}
	ev.veto = false
	if !active {
		return
	}
	ev.blocked = ev.blocked || r.vetoes == nil
	for _, g := range r.vetoes {
		ev.group(g).blocked = true
	}
}

// vetoing reports whether a Suppress rule holds at an instant.
func (ev *evaluation) vetoing(r *rule, t int64) bool {
	return t >= r.from && t < r.until && ev.truth(&r.root, t)
}

// vetoed reports whether a veto that holds silences rule i.
func (ev *evaluation) vetoed(i int) bool {
	gid := ev.set.terms[i].gid
	return ev.blocked || gid >= 0 && ev.group(int(gid)).blocked
}

// eligible reports whether rule i can fire for this visit at all, now or later: it is not past its
// Until, no open chat forbids it, and the visitor is in its rollout.
func (ev *evaluation) eligible(i int) bool {
	t := &ev.set.terms[i]
	if t.dated && ev.now >= ev.set.rules[i].until || t.shows && ev.history.ChatOpen && !ev.set.config.DuringChat {
		return false
	}
	if !t.shared {
		return true
	}
	r := ev.set.rules[i]
	f := ev.fact(r.share.attr)
	if !f.ok {
		return r.Rollout == nil
	}
	in, _ := r.share.in(f.str)
	return in
}

// moment reports whether one of the moments that the rule asks for is there.
func (ev *evaluation) moment(r *rule) bool { return r.on < 0 || ev.literal(int(r.on), false, ev.now) }

// earliest returns the first instant from now on at which From, caps, quiet periods and the group
// of rule i allow it to fire. again says that it fired in this evaluation, which counts too.
func (ev *evaluation) earliest(i int, again bool) int64 {
	t := &ev.set.terms[i]
	at := ev.now
	if t.dated {
		at = max(at, ev.set.rules[i].from)
	}
	if t.gid >= 0 {
		at = max(at, ev.group(int(t.gid)).busy)
	}
	seen := ev.seen(i)
	if seen == nil && !again && t.unhindered {
		return at
	}
	r := ev.set.rules[i]
	if at = max(at, r.quietUntil(ev, seen)); seen != nil {
		at = max(at, ev.busyUntil(seen))
	}
	extra := 0
	if again {
		extra = 1
		at = max(at, ev.now+r.choices[ev.choose(i)].stands)
	}
	until, _ := r.capped(ev, seen, extra)
	return max(at, until)
}

// awaitSlot lowers next to the first instant at which a waiting slot could make its rule fire. due
// is the instant before which the slot cannot be true. Most slots are true at due, because nothing
// but their anchor holds them back; what the columns decided need not be tested again.
func (ev *evaluation) awaitSlot(s *slot, due int64) {
	i := int(s.rule)
	switch {
	case s.open == wholeRule || len(ev.vetoes) > 0:
		ev.awaitRule(i, false)
		return
	case s.open != nothingOpen && !ev.confirmUntimed(s):
		return
	}
	t := max(due, ev.earliest(i, false))
	// Other literals of the slot change with the clock, too. Only if due could matter are they
	// asked.
	if t < ev.next && s.timed != anchorOnly {
		t = ev.instant(&ev.set.index.timed[s.timed], t, true)
	}
	if t < ev.set.rules[i].until && t <= ev.horizon {
		ev.next = min(ev.next, t)
	}
}

// awaitRule lowers next to the first instant at which time alone could fire rule i. fired says that
// it fired in this evaluation.
func (ev *evaluation) awaitRule(i int, fired bool) {
	if fired && ev.next <= ev.now+ev.set.terms[i].stands {
		return
	}
	t := ev.earliest(i, fired)
	if t >= ev.next {
		return
	}
	if t = ev.firstTrue(ev.set.rules[i], t); t > ev.now { // otherwise another slot of the rule is true now, and will be considered
		ev.next = min(ev.next, t)
	}
}

// firstTrue returns the first instant from t on at which a rule's condition holds and no veto
// silences it.
func (ev *evaluation) firstTrue(r *rule, t int64) int64 {
	// The condition may hold from an instant at which a veto holds, too, and be over when the veto
	// is. So the two are asked in turn until neither moves t.
	for range maxLeaps {
		from := t
		if t = ev.instant(&r.root, t, true); t >= r.until || t > ev.horizon {
			return never
		}
		for _, i := range ev.vetoes {
			v := ev.set.rules[i]
			if v.covers(r) {
				t = max(t, ev.vetoEnd(v, t))
			}
		}
		if t == from {
			break
		}
	}
	return t
}

// covers reports whether a Suppress rule silences another rule.
func (r *rule) covers(other *rule) bool {
	return r.vetoes == nil || slices.Contains(r.vetoes, int(other.gid))
}

// vetoEnd returns the first instant from t on at which a veto does not hold.
func (ev *evaluation) vetoEnd(v *rule, t int64) int64 {
	if t < v.from || t >= v.until {
		return t
	}
	ev.veto = true
	t = min(ev.instant(&v.root, t, false), v.until)
	ev.veto = false
	return t
}

// vetoStart returns the first instant from t on at which a veto holds.
func (ev *evaluation) vetoStart(v *rule, t int64) int64 {
	ev.veto = true
	t = ev.instant(&v.root, max(t, v.from), true)
	ev.veto = false
	if t >= v.until {
		return never
	}
	return t
}
