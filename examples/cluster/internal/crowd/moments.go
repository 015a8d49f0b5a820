package crowd

import (
	"slices"
	"time"
)

// Moments are when something happened, over and over.
type Moments []time.Time

// Silence is the longest time between two of them, and after the last, from begin to end.
func (m Moments) Silence(begin, end time.Time) time.Duration {
	from, to := m.Quiet(begin, end)
	return to.Sub(from)
}

// Quiet is when that was.
func (m Moments) Quiet(begin, end time.Time) (from, to time.Time) {
	last, from, to := begin, begin, begin
	for _, t := range append(slices.Clone(m), end) {
		if t.After(begin) && !t.After(end) {
			if t.Sub(last) > to.Sub(from) {
				from, to = last, t
			}
			last = t
		}
	}
	return from, to
}

// After is how long after an instant the first of them was; -1 if none was.
func (m Moments) After(t time.Time) time.Duration {
	for _, at := range m {
		if at.After(t) {
			return at.Sub(t)
		}
	}
	return -1
}

// Accepts are when messages were accepted.
func (b *Books) Accepts() Moments {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append(Moments(nil), b.accepts...)
}

// Assigns are when sessions were assigned, as the feed told.
func (b *Books) Assigns() Moments {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append(Moments(nil), b.assigns...)
}

// Between is how long it took until messages were accepted, and until the other side had them, that were sent between two
// instants. Those that a session begins with are in neither.
func (b *Books) Between(from, to time.Time) (answered, heard Gap) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var accepts, hears Gaps
	for _, l := range b.letters {
		if l.sent.Before(from) || l.sent.After(to) {
			continue
		}
		if !l.accepted.IsZero() {
			accepts.add(l.accepted.Sub(l.sent))
		}
		if !l.heard.IsZero() {
			hears.add(l.heard.Sub(l.sent))
		}
	}
	return accepts.figures(), hears.figures()
}
