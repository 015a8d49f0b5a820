package trigger

import (
	"slices"
	"time"
)

// A History is written by many clocks, and one of them may have been wrong by a month. What it
// dated ahead did happen, at an instant that nobody knows; taken at its word, it would silence
// rules until that day comes. So it counts as long past: what counts for a visitor's lifetime still
// counts, and no window, quiet time or open prompt hangs on it. [Set.Claim] writes it so, and the
// date is gone.

// clocksDiffer is how far apart the clocks of a host may be. What is dated ahead by less counts as
// it stands, and so keeps a rule back for that much longer at most.
const clocksDiffer = time.Hour

// longPast is an instant before that of every visit: one without a start counts from 1970. The time
// since then still fits 64 bits of nanoseconds.
var longPast = time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC)

// sane returns the history without dates that are far ahead of now. It copies only where there is
// one.
func (h History) sane(now time.Time) History {
	limit := now.Add(clocksDiffer)
	for _, t := range [...]*time.Time{
		&h.Shown, &h.Accepted, &h.Dismissed, &h.ChatStarted, &h.ChatEnded,
	} {
		if t.After(limit) {
			*t = longPast
		}
	}
	copied := false
	for i := range h.Seen {
		if !h.Seen[i].ahead(limit) {
			continue
		}
		if !copied {
			h.Seen, copied = slices.Clone(h.Seen), true
		}
		h.Seen[i].mend(limit)
	}
	return h
}

// ahead reports whether anything is dated after an instant. Nearly always nothing is, and then the
// history need not be copied.
func (h *History) ahead(limit time.Time) bool {
	if h.Shown.After(limit) || h.Accepted.After(limit) || h.Dismissed.After(limit) ||
		h.ChatStarted.After(limit) || h.ChatEnded.After(limit) {
		return true
	}
	for i := range h.Seen {
		if h.Seen[i].ahead(limit) {
			return true
		}
	}
	return false
}

// ahead reports whether something is dated after an instant. An end that a prompt will have lies
// ahead rightly, unless its firing does.
func (s *Seen) ahead(limit time.Time) bool {
	return s.last().After(limit) || s.Ended.After(limit) ||
		s.Dismissed.After(limit) || s.Accepted.After(limit)
}

// mend dates back what is dated after an instant. The firings stay in order.
func (s *Seen) mend(limit time.Time) {
	if s.last().After(limit) && !s.Expires.IsZero() {
		s.Expires = longPast
	}
	for _, t := range [...]*time.Time{&s.Ended, &s.Dismissed, &s.Accepted} {
		if t.After(limit) {
			*t = longPast
		}
	}
	n := len(s.At)
	for n > 0 && s.At[n-1].After(limit) {
		n--
	}
	at := slices.Repeat([]time.Time{longPast}, len(s.At)-n)
	s.At = append(at, s.At[:n]...)
}
