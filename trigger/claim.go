package trigger

import (
	"fmt"
	"slices"
	"time"
)

// Claim records that a rule fires for a visitor, and returns the history to be written in the same
// commit as the showing, conditioned on the history that was read. Whoever loses that race reads
// again and claims again, and is told ErrCapped or ErrQuiet: caps, quiet periods and the rest of
// the group are all checked here once more. ErrNoRule: the rule is not in the Set or switched off.
// The event's Held says that the visitor is in the holdout group: write it, show nothing.
func (s *Set) Claim(v Visit, h History, rule string, now time.Time) (History, Event, error) {
	s = s.orNone()
	i, err := s.find(rule)
	if err != nil {
		return h, Event{}, err
	}
	r := s.rules[i]
	if r.off || r.Type == Suppress {
		return h, Event{}, fmt.Errorf("%w: %s is switched off or a suppress rule", ErrNoRule, quote(rule))
	}
	ev := s.beginEvaluation(v, h, now)
	defer s.endEvaluation(ev)
	if err := ev.claimable(i, r); err != nil {
		return h, Event{}, err
	}
	return ev.claim(i, now), ev.event(i, now), nil
}

// claimable returns why a rule may not fire now: a cap, a quiet period, or its group.
func (ev *evaluation) claimable(i int, r *rule) error {
	seen := ev.seen(i)
	if until, by := r.capped(ev, seen, 0); until > ev.now {
		return fmt.Errorf("%w: %s, limit %d, until %s", ErrCapped, quote(r.ID), by, whenever(until))
	}
	if until := r.quietUntil(ev, seen); until > ev.now {
		return fmt.Errorf("%w: %s, until %s", ErrQuiet, quote(r.ID), whenever(until))
	}
	// What is left of that instant is the group, since caps and quiet time are asked above. A rule
	// whose dates have not begun is let through: dates are conditions, and Claim asks none.
	if until := ev.earliest(i, false); until > ev.now && until > r.from {
		return fmt.Errorf("%w: %s, its group is taken until %s", ErrCapped, quote(r.ID), whenever(until))
	}
	return nil
}

// whenever writes an instant for an error. For never it says that only an event can change it.
func whenever(t int64) string {
	if t == never {
		return "only an event can change it"
	}
	return instantAt(t).Format(time.RFC3339Nano)
}

// event returns the event of rule i's firing.
func (ev *evaluation) event(i int, now time.Time) Event {
	r := ev.set.rules[i]
	return Event{Fate: Shown, Rule: r.ID, Variant: r.choices[ev.choose(i)].Variant, Visitor: ev.visit.Visitor, Held: r.shows && ev.inHoldout(), At: now}
}

// claim returns the history with this firing in each scope that a limit may count.
func (ev *evaluation) claim(i int, now time.Time) History {
	r := ev.set.rules[i]
	h := ev.history
	// A copy, because the caller needs the history that was read for its condition.
	h.Seen = slices.Clone(h.Seen)
	c := &r.choices[ev.choose(i)]
	// Each scope keeps as many firings as the largest limit that reads it, and no more.
	mark := h.add(ruleScope+r.ID, ev.set.keep.rule(r), now)
	mark.Group, mark.Variant, mark.Fate, mark.Ended, mark.Expires = r.Group, c.Variant, "", time.Time{}, time.Time{}
	if c.prompts {
		mark.Expires = now.Add(time.Duration(c.stands)) // also of one that is held back, so that it stands as it would have
	}
	if c.prompts && !ev.inHoldout() {
		mark.Fate = Shown
		h.Last, h.Shown = Shown, now
	}
	// Also where no limit counts the group today: one may tomorrow, and is then right at once.
	if r.gid >= 0 {
		h.add("group:"+r.Group, ev.set.keep.groups[r.gid], now)
	}
	if r.shows {
		h.add("all", ev.set.keep.all, now)
	}
	return h
}

// add appends a firing to a scope, and drops the oldest ones beyond keep.
func (h *History) add(scope string, keep int, now time.Time) *Seen {
	i, ok := h.find(scope)
	if !ok {
		// A history is a record of a store and has a bound. What is forgotten is what can do the
		// least: never a prompt that its visitor answered.
		if len(h.Seen) >= MaxSeen {
			i = h.forget(i)
		}
		h.Seen = slices.Insert(h.Seen, i, Seen{Scope: scope})
	}
	s := &h.Seen[i]
	// A clock that was put back must not make the list descend: limits read its ends.
	if n := len(s.At); n > 0 && now.Before(s.At[n-1]) {
		now = s.At[n-1]
	}
	s.At = append(slices.Clone(s.At[max(0, len(s.At)-keep+1):]), now)
	return s
}

// forget drops the rule that fired longest ago, to make room. i is the place for a new scope; it
// returns that place after the drop.
func (h *History) forget(i int) int {
	oldest := -1
	for j, s := range h.Seen {
		if len(s.Scope) > len(ruleScope) && s.Scope[:len(ruleScope)] == ruleScope && s.Fate != Dismissed && s.Fate != Accepted &&
			(oldest < 0 || s.last().Before(h.Seen[oldest].last())) {
			oldest = j
		}
	}
	oldest = max(oldest, 0)
	h.Seen = slices.Delete(h.Seen, oldest, oldest+1)
	if oldest < i {
		i--
	}
	return i
}

// last returns the latest firing; zero if there is none.
func (s *Seen) last() time.Time {
	if len(s.At) == 0 {
		return time.Time{}
	}
	return s.At[len(s.At)-1]
}
