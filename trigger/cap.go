package trigger

import "time"

// window is how a Limit counts.
type window uint8

const (
	// A sliding window counts the firings of the last so many hours; perDay counts those since the
	// day began in the limit's zone.
	lifetime window = iota
	sliding
	perVisit
	perDay
)

// limit is a compiled Limit.
type limit struct {
	max    int
	window window
	per    int64
	zone   *time.Location
	scope  scope
	group  int // of scope inGroup
}

// scope is whose firings a limit counts.
type scope uint8

const (
	ofRule scope = iota
	inGroup
	overall
)

// stands is how long a prompt without an Expire keeps the other rules of its group from firing,
// unless it ends or the page changes before.
//
// Long enough to be read and answered, short enough that a visitor who ignores it is not left
// alone for the rest of the visit.
const stands = 15 * time.Minute

// gap is the least time between two firings of one rule.
//
// Two looks of one page may come in the same instant, from two tabs or a retried request.
const gap = time.Second

// allows returns the first instant at which a limit allows one more firing, after those in fired
// and extra more in this very evaluation. It is never where only an event can bring it about, such
// as a new visit.
func (l *limit) allows(ev *evaluation, fired []time.Time, extra int) int64 {
	last := len(fired) + extra - l.max // the firing that has to leave the window
	// There are fewer firings than the limit allows, wherever they lie.
	if last < 0 {
		return 0
	}
	at := ev.now // extra firings are of this instant
	if last < len(fired) {
		ns, ok := nanos(fired[last])
		if !ok {
			return never
		}
		at = ns
	}
	switch l.window {
	case sliding:
		return at + l.per
	case perDay:
		// The day of the firing has to be over in the limit's zone, however long that day is.
		return nextDay(at, l.zone)
	case perVisit:
		// That was in an earlier visit. If it was in this one, only a new visit can help.
		if at < ev.started {
			return 0
		}
	}
	return never
}

// quietUntil returns the end of the rule's quiet periods; never for a prompt that was answered for
// good.
func (r *rule) quietUntil(ev *evaluation, seen *Seen) int64 {
	h, q := &ev.history, &r.quiet
	if seen != nil && seen.Fate == Dismissed && (q.dismissed == 0 || q.answered) {
		return never
	}
	if seen != nil && q.answered && seen.Fate == Accepted {
		return never
	}
	dismissed, accepted := h.Dismissed, h.Accepted
	if q.scope != overall {
		dismissed, accepted = q.answers(ev, seen)
	}
	until := max(since(dismissed, q.dismissed), since(accepted, q.engaged))
	return max(until, since(h.ChatStarted, q.engaged), since(h.ChatEnded, q.chatEnded))
}

// answers returns when prompts of a rule or a group were last dismissed and accepted.
func (q *quiet) answers(ev *evaluation, seen *Seen) (dismissed, accepted time.Time) {
	if q.scope == inGroup {
		seen = ev.group(q.group).seen
	}
	if seen == nil {
		return time.Time{}, time.Time{}
	}
	return seen.Dismissed, seen.Accepted
}

// since returns an anchor plus a length of time, or 0 if either is missing.
func since(anchor time.Time, d int64) int64 {
	if d == 0 || anchor.IsZero() {
		return 0
	}
	if ns, ok := nanos(anchor); ok {
		return ns + d
	}
	return 0
}

// busyUntil returns until when the last firing of a rule stands: keeps the other rules of its group
// from firing.
func (ev *evaluation) busyUntil(s *Seen) int64 {
	// A prompt that has ended stands no more.
	if len(s.At) == 0 || s.Fate != "" && s.Fate != Shown {
		return 0
	}
	at, ok := nanos(s.At[len(s.At)-1])
	if !ok {
		return 0
	}
	if s.Fate == "" && s.Expires.IsZero() {
		return at + int64(gap) // not a prompt
	}
	if at < ev.entered {
		return 0 // that was on another page
	}
	if end, ok := nanos(s.Expires); ok {
		return end
	}
	return at + int64(stands)
}

// capped returns the first instant at which all limits allow the rule, and which limit is the last
// to.
func (r *rule) capped(ev *evaluation, seen *Seen, extra int) (until int64, by int) {
	// No limit keeps it back so far.
	by = -1
	for i := range r.limits {
		l := &r.limits[i]
		fired, more := ev.fired(l, seen, extra)
		if at := l.allows(ev, fired, more); at > until {
			until, by = at, i
		}
	}
	return until, by
}

// fired returns the firings that a limit counts: those in the history, and how many this evaluation
// added.
func (ev *evaluation) fired(l *limit, seen *Seen, extra int) ([]time.Time, int) {
	switch l.scope {
	case inGroup:
		g := ev.group(l.group)
		return g.seen.firings(), g.firedNow
	case overall:
		return ev.all.firings(), ev.shownNow
	}
	return seen.firings(), extra
}

// firings are those of a scope, the earliest first; none of a scope that the history does not
// have.
func (s *Seen) firings() []time.Time {
	if s == nil {
		return nil
	}
	return s.At
}
