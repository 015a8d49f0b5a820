package trigger

import (
	"slices"
	"time"
)

// Eval says which rules fire for a visit, in order, and when to look again. It changes nothing: a fire counts when it is
// claimed ([Set.Claim]).
//
// A rule fires when its condition holds (for the length of Hold), one of its moments is there, the time is within From and
// Until, the visitor is in its rollout, no veto holds (a Suppress rule, Config.Never, an open chat), it is not quiet, all its
// limits allow it, and nothing stands in its group: what a rule of the group did stands until its prompt ends or expires or
// another page is entered, for a second if it was not a prompt. A rule without a group is a group of its own. Of several in
// a group the first in order fires.
//
// Next is exact for what the clock alone can do; it may come early (the answer there is then a later Next), never late.
// Eval allocates only for what fires, ends or is held; see [Set.EvalTo].
func (s *Set) Eval(v Visit, h History, now time.Time) Result {
	var r Result
	s.EvalTo(&r, v, h, now)
	return r
}

// EvalTo is [Set.Eval] into a Result whose memory is used again: it allocates nothing, but for folding a text with capitals
// and for reading an address that is escaped or, where a veto asks for the page, out of the ordinary.
func (s *Set) EvalTo(r *Result, v Visit, h History, now time.Time) {
	r.reset()
	sc := s.open(v, h, now)
	sc.candidates(r)
	sc.endings(r, now)
	if sc.next != never && sc.next <= sc.horizon {
		r.Next = instantAt(sc.next)
	}
	r.Overrun = sc.overrun
	s.end(sc)
}

// consider takes one slot that nothing rules out, or of a veto or a held rule. It reports whether the slot's rule needs no
// further slot.
func (sc *scratch) consider(s *slot, res *Result) bool {
	i := int(s.rule)
	switch {
	case !s.simple:
		if r := &sc.set.rules[i]; r.Type == Suppress {
			sc.suppress(i, r)
		} else {
			sc.holding(i, r, res)
		}
	case s.extra != exact && !sc.confirm(s):
		return false
	case !sc.eligible(i):
	case !sc.vetoed(i) && sc.earliest(i, false) <= sc.now:
		sc.fire(i, res)
		sc.again = append(sc.again, s.rule)
		sc.flushed++
	case s.clock:
		sc.look(i, false)
	}
	return true
}

// confirm checks what the columns have left open about a slot.
func (sc *scratch) confirm(s *slot) bool {
	if s.extra == whole {
		return sc.confirmRule(&sc.set.rules[s.rule])
	}
	for _, l := range sc.set.index.extras[s.extra] {
		if !sc.literal(int(l.leaf), l.neg, sc.now) {
			return false
		}
	}
	return true
}

// settled is confirm but for what the clock can change.
func (sc *scratch) settled(s *slot) bool {
	for _, l := range sc.set.index.extras[s.extra] {
		if !sc.set.leaves[l.leaf].timed && !sc.literal(int(l.leaf), l.neg, sc.now) {
			return false
		}
	}
	return true
}

func (sc *scratch) confirmRule(r *rule) bool { return sc.truth(&r.root, sc.now) && sc.moment(r) }

// suppress notes a veto that holds, or may come to hold.
func (sc *scratch) suppress(i int, r *rule) {
	sc.veto = true
	active := sc.vetoing(r, sc.now)
	if active || r.timed || r.from > sc.now {
		sc.vetoes = append(sc.vetoes, i)
	}
	sc.veto = false
	if !active {
		return
	}
	sc.blocked = sc.blocked || r.vetoes == nil
	for _, g := range r.vetoes {
		sc.group(g).blocked = true
	}
}

func (sc *scratch) vetoing(r *rule, t int64) bool {
	return t >= r.from && t < r.until && sc.truth(&r.root, t)
}

func (sc *scratch) vetoed(i int) bool {
	gid := sc.set.terms[i].gid
	return sc.blocked || gid >= 0 && sc.group(int(gid)).blocked
}

// eligible is what no clock changes for this visit: rollout, end of life, an open chat.
func (sc *scratch) eligible(i int) bool {
	t := &sc.set.terms[i]
	if t.dated && sc.now >= sc.set.rules[i].until || t.shows && sc.history.ChatOpen && !sc.set.config.DuringChat {
		return false
	}
	if !t.shared {
		return true
	}
	r := &sc.set.rules[i]
	f := sc.fact(r.share.attr)
	if !f.ok {
		return r.Rollout == nil
	}
	in, _ := r.share.in(f.str)
	return in
}

func (sc *scratch) moment(r *rule) bool { return r.on < 0 || sc.literal(int(r.on), false, sc.now) }

// earliest is the first instant at which dates, caps, quiet periods and the rest of the group allow a rule, if it has
// (again) not fired in this evaluation, or has.
func (sc *scratch) earliest(i int, again bool) int64 {
	t := &sc.set.terms[i]
	at := sc.now
	if t.dated {
		at = max(at, sc.set.rules[i].from)
	}
	if t.gid >= 0 {
		at = max(at, sc.group(int(t.gid)).busy)
	}
	seen := sc.seen(i)
	if seen == nil && !again && t.bare {
		return at
	}
	r := &sc.set.rules[i]
	if at = max(at, r.quietUntil(sc, seen)); seen != nil {
		at = max(at, sc.busyUntil(seen))
	}
	extra := 0
	if again {
		extra = 1
		at = max(at, sc.now+r.choices[sc.choose(r)].stands)
	}
	until, _ := r.capped(sc, seen, extra)
	return max(at, until)
}

// await takes a waiting slot into the next instant: most are true when their anchor is far enough back. What the columns have
// settled need not be looked at again.
func (sc *scratch) await(s *slot, due int64) {
	i := int(s.rule)
	switch {
	case s.extra == whole || len(sc.vetoes) > 0:
		sc.look(i, false)
		return
	case s.extra != exact && !sc.settled(s):
		return
	}
	t := max(due, sc.earliest(i, false))
	if t < sc.next && s.timed != alone {
		t = sc.instant(&sc.set.index.timed[s.timed], t, true)
	}
	if t < sc.set.rules[i].until && t <= sc.horizon {
		sc.next = min(sc.next, t)
	}
}

// look takes a rule that the clock can fire into the next instant.
func (sc *scratch) look(i int, fired bool) {
	if fired && sc.next <= sc.now+sc.set.terms[i].stands {
		return
	}
	t := sc.earliest(i, fired)
	if t >= sc.next {
		return
	}
	if t = sc.firstTrue(&sc.set.rules[i], t); t > sc.now { // else another slot of the rule is ripe
		sc.next = min(sc.next, t)
	}
}

// firstTrue is the first instant from t on at which a rule's condition holds and no veto does.
func (sc *scratch) firstTrue(r *rule, t int64) int64 {
	for range maxLeaps {
		from := t
		if t = sc.instant(&r.root, t, true); t >= r.until || t > sc.horizon {
			return never
		}
		for _, i := range sc.vetoes {
			v := &sc.set.rules[i]
			if v.covers(r) {
				t = max(t, sc.vetoEnd(v, t))
			}
		}
		if t == from {
			break
		}
	}
	return t
}

func (r *rule) covers(other *rule) bool {
	return r.vetoes == nil || slices.Contains(r.vetoes, int(other.gid))
}

// vetoEnd is the first instant from t on at which a veto does not hold.
func (sc *scratch) vetoEnd(v *rule, t int64) int64 {
	if t < v.from || t >= v.until {
		return t
	}
	sc.veto = true
	t = min(sc.instant(&v.root, t, false), v.until)
	sc.veto = false
	return t
}

// vetoStart is the first instant from t on at which a veto holds.
func (sc *scratch) vetoStart(v *rule, t int64) int64 {
	sc.veto = true
	t = sc.instant(&v.root, max(t, v.from), true)
	sc.veto = false
	if t >= v.until {
		return never
	}
	return t
}
