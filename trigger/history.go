package trigger

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// History is all that must be remembered about a visitor between visits. It is usually a few
// hundred bytes of JSON, and under 128 KiB with any number of rules. The zero History is a visitor
// who has seen nothing. Methods return a new History and do not change the old one. What is dated
// more than an hour ahead of now, by a wrong clock, counts as long past: it silences nothing until
// that day, and what counts for the visitor's lifetime counts.
type History struct {
	Seen        []Seen    `json:"seen,omitempty"`      // by Scope, ascending
	Last        Fate      `json:"last,omitempty"`      // what became of the last prompt: the attribute prompt.last
	Shown       time.Time `json:"shown,omitzero"`      // when a prompt was last shown
	Accepted    time.Time `json:"accepted,omitzero"`   // when one was last accepted
	Dismissed   time.Time `json:"dismissed,omitzero"`  // when one was last dismissed
	Chats       int       `json:"chats,omitempty"`     // chats started so far
	ChatOpen    bool      `json:"chat_open,omitempty"` // whether one is going on
	ChatStarted time.Time `json:"chat_started,omitzero"`
	ChatEnded   time.Time `json:"chat_ended,omitzero"`
}

// Seen is what a cap counts in one scope ("rule:<id>", "group:<name>" or "all"), and the fate of a
// rule's last prompt.
type Seen struct {
	Scope   string      `json:"scope"`
	At      []time.Time `json:"at"` // the last firings, oldest first, as many as the largest cap counts, at most 32
	Group   string      `json:"group,omitempty"`
	Variant string      `json:"variant,omitempty"`
	Fate    Fate        `json:"fate,omitempty"` // of a rule's last prompt; "" for a rule without one
	Ended   time.Time   `json:"ended,omitzero"`
	Expires time.Time   `json:"expires,omitzero"` // of a prompt, also one that was held back

	Dismissed time.Time `json:"dismissed,omitzero"` // when one of this rule or group last was
	Accepted  time.Time `json:"accepted,omitzero"`
}

// Fate is what became of a prompt.
type Fate string

// The fates.
const (
	Shown     Fate = "shown" // and still open
	Accepted  Fate = "accepted"
	Dismissed Fate = "dismissed"
	Expired   Fate = "expired"
	Withdrawn Fate = "withdrawn"
)

// MaxSeen bounds the scopes that a History remembers. Beyond it, the rule that fired longest ago is
// forgotten.
const MaxSeen = 128

const ruleScope = "rule:"

// End records what became of the open prompt of a rule and returns the event for the funnel. An
// accepted prompt counts as engaged, a dismissed one never comes back unless the rule says when.
// ErrNoOpen: it is not open (any more). ErrExpired: it was accepted after its time; the History
// returned with it says so and should be written as well.
func (h History) End(visitor, rule string, fate Fate, now time.Time) (History, Event, error) {
	switch fate {
	case Accepted, Dismissed, Expired, Withdrawn:
	default:
		return h, Event{}, fmt.Errorf("%w: %s", ErrFate, quote(string(fate)))
	}
	h = h.sane(now)
	i, ok := h.find(ruleScope + rule)
	if !ok || h.Seen[i].Fate != Shown {
		return h, Event{}, fmt.Errorf("%w: %s", ErrNoOpen, quote(rule))
	}
	var err error
	if e := h.Seen[i].Expires; fate == Accepted && !e.IsZero() && !now.Before(e) {
		fate, err = Expired, fmt.Errorf("%w: %s, at %s", ErrExpired, quote(rule), e.Format(time.RFC3339))
	}
	h.Seen = slices.Clone(h.Seen)
	s := &h.Seen[i]
	s.Fate, s.Ended, h.Last = fate, now, fate
	h.answered(s, fate, now)
	if i, ok := h.find("group:" + s.Group); ok && s.Group != "" {
		h.answered(&h.Seen[i], fate, now)
	}
	return h, Event{Fate: fate, Rule: rule, Variant: s.Variant, Visitor: visitor, At: now}, err
}

// answered notes when a prompt was answered, for quiet periods of every scope.
func (h *History) answered(s *Seen, fate Fate, now time.Time) {
	switch fate {
	case Accepted:
		h.Accepted, s.Accepted = now, now
	case Dismissed:
		h.Dismissed, s.Dismissed = now, now
	}
}

// ChatStart records that a chat started.
func (h History) ChatStart(now time.Time) History {
	h.Chats++
	h.ChatOpen, h.ChatStarted = true, now
	return h
}

// ChatEnd records that the visitor's chat ended.
func (h History) ChatEnd(now time.Time) History {
	h.ChatOpen, h.ChatEnded = false, now
	return h
}

// OpenPrompts returns the rules whose prompt is shown, unanswered and not expired.
func (h History) OpenPrompts(now time.Time) []string {
	var open []string
	for _, s := range h.sane(now).Seen {
		if s.open(now) {
			open = append(open, strings.TrimPrefix(s.Scope, ruleScope))
		}
	}
	return open
}

// promptOpen reports whether some prompt is still open.
func (h *History) promptOpen(now time.Time) bool {
	return slices.ContainsFunc(h.Seen, func(s Seen) bool { return s.open(now) })
}

// open reports whether the rule's last prompt was neither answered nor ended, and is not due to
// end.
func (s *Seen) open(now time.Time) bool {
	return s.Fate == Shown && (s.Expires.IsZero() || now.Before(s.Expires))
}

// find returns the place of a scope in Seen, which is in the order of scopes, or where it would be.
func (h History) find(scope string) (int, bool) {
	return slices.BinarySearchFunc(h.Seen, scope, func(s Seen, scope string) int { return strings.Compare(s.Scope, scope) })
}

// UnmarshalJSON implements [json.Unmarshaler]. Members of a newer release are ignored; scopes out
// of order, doubled, or beyond the bounds are an [ErrVisit].
func (h *History) UnmarshalJSON(b []byte) error {
	type plain History
	var p plain
	if err := json.Unmarshal(b, &p); err != nil {
		return historyFaults(b)
	}
	if len(p.Seen) > MaxSeen {
		return fmt.Errorf("%w: seen has more than %d items", ErrVisit, MaxSeen)
	}
	for i, s := range p.Seen {
		if i > 0 && s.Scope <= p.Seen[i-1].Scope {
			return fmt.Errorf("%w: seen is not in the order of its scopes", ErrVisit)
		}
		if len(s.At) > maxRing || !slices.IsSortedFunc(s.At, time.Time.Compare) {
			return fmt.Errorf("%w: seen: %s: at has more than %d items or is not in order", ErrVisit, quote(s.Scope), maxRing)
		}
	}
	*h = History(p)
	return nil
}
