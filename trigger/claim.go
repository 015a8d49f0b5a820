package trigger

import (
	"fmt"
	"slices"
	"time"
)

// Claim records that a rule fires for a visitor, and returns the history to be written in the same commit as the showing,
// conditioned on the history that was read. Whoever loses that race reads again and claims again, and is told ErrCapped or
// ErrQuiet: caps, quiet periods and the rest of the group are all checked here once more. ErrNoRule: the rule is not in the
// Set or switched off. The event's Held says that the visitor is in the holdout group: write it, show nothing.
func (s *Set) Claim(v Visit, h History, rule string, now time.Time) (History, Event, error) {
	i, err := s.find(rule)
	if err != nil {
		return h, Event{}, err
	}
	r := &s.rules[i]
	if r.off || r.Type == Suppress {
		return h, Event{}, fmt.Errorf("%w: %s is switched off or a suppress rule", ErrNoRule, quote(rule))
	}
	sc := s.begin(v, h, now)
	defer s.end(sc)
	if err := sc.claimable(i, r); err != nil {
		return h, Event{}, err
	}
	return sc.claim(r, now), sc.event(r, now), nil
}

func (sc *scratch) claimable(i int, r *rule) error {
	seen := sc.seen(i)
	if until, by := r.capped(sc, seen, 0); until > sc.now {
		return fmt.Errorf("%w: %s, limit %d, until %s", ErrCapped, quote(r.ID), by, whenever(until))
	}
	if until := r.quietUntil(sc, seen); until > sc.now {
		return fmt.Errorf("%w: %s, until %s", ErrQuiet, quote(r.ID), whenever(until))
	}
	if until := sc.earliest(i, false); until > sc.now && until > r.from {
		return fmt.Errorf("%w: %s, its group is taken until %s", ErrCapped, quote(r.ID), whenever(until))
	}
	return nil
}

func whenever(t int64) string {
	if t == never {
		return "only an event can change it"
	}
	return instantAt(t).Format(time.RFC3339Nano)
}

func (sc *scratch) event(r *rule, now time.Time) Event {
	return Event{Fate: Shown, Rule: r.ID, Variant: r.choices[sc.choose(r)].Variant, Visitor: sc.visit.Visitor, Held: r.shows && sc.held(), At: now}
}

// claim writes the firing into each scope a limit may count.
func (sc *scratch) claim(r *rule, now time.Time) History {
	h := sc.history
	h.Seen = slices.Clone(h.Seen)
	c := &r.choices[sc.choose(r)]
	own := h.add(ruleScope+r.ID, sc.set.keep.rule(r), now)
	own.Group, own.Variant, own.Fate, own.Ended, own.Expires = r.Group, c.Variant, "", time.Time{}, time.Time{}
	if c.prompts && !sc.held() {
		own.Fate, own.Expires = Shown, now.Add(time.Duration(c.stands))
		h.Last, h.Shown = Shown, now
	}
	if r.gid >= 0 {
		h.add("group:"+r.Group, sc.set.keep.groups[r.gid], now)
	}
	if r.shows {
		h.add("all", sc.set.keep.all, now)
	}
	return h
}

// add appends a firing to a scope's ring.
func (h *History) add(scope string, keep int, now time.Time) *Seen {
	i, ok := h.find(scope)
	if !ok {
		if len(h.Seen) >= MaxSeen {
			i = h.forget(i)
		}
		h.Seen = slices.Insert(h.Seen, i, Seen{Scope: scope})
	}
	s := &h.Seen[i]
	if n := len(s.At); n > 0 && now.Before(s.At[n-1]) {
		now = s.At[n-1]
	}
	s.At = append(slices.Clone(s.At[max(0, len(s.At)-keep+1):]), now)
	return s
}

// forget drops the rule used longest ago and returns where i, a place for a new scope, is then.
func (h *History) forget(i int) int {
	oldest := -1
	for j, s := range h.Seen {
		if len(s.Scope) > len(ruleScope) && s.Scope[:len(ruleScope)] == ruleScope && s.Fate != Dismissed &&
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

func (s *Seen) last() time.Time {
	if len(s.At) == 0 {
		return time.Time{}
	}
	return s.At[len(s.At)-1]
}
