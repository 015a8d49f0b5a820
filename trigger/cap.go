package trigger

import "time"

// window is how a Limit counts.
type window uint8

const (
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

type scope uint8

const (
	ofRule scope = iota
	inGroup
	overall
)

// stands is how long a prompt without an Expire keeps its group, unless it ends or the page changes before.
const stands = 15 * time.Minute

// gap is the least time between two firings of one rule.
const gap = time.Second

// allows returns the first instant at which a limit allows one more firing, given those there were and the extra ones of
// this very evaluation; never if only an event can bring it about.
func (l *limit) allows(sc *scratch, fired []time.Time, extra int) int64 {
	last := len(fired) + extra - l.max // the firing that has to leave the window
	if last < 0 {
		return 0
	}
	at := sc.now // extra firings are of this instant
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
		return nextDay(at, l.zone)
	case perVisit:
		if at < sc.started {
			return 0
		}
	}
	return never
}

// quietUntil is the end of the rule's quiet periods; never for a prompt that was dismissed for good.
func (r *rule) quietUntil(sc *scratch, seen *Seen) int64 {
	h, until := &sc.history, int64(0)
	if seen != nil && seen.Fate == Dismissed && r.quiet.dismissed == 0 {
		return never
	}
	until = max(until, since(h.Dismissed, r.quiet.dismissed))
	until = max(until, since(h.Accepted, r.quiet.engaged), since(h.ChatStarted, r.quiet.engaged))
	return max(until, since(h.ChatEnded, r.quiet.chatEnded))
}

// since is an anchor plus a length of time; 0 if either is missing.
func since(anchor time.Time, d int64) int64 {
	if d == 0 || anchor.IsZero() {
		return 0
	}
	if ns, ok := nanos(anchor); ok {
		return ns + d
	}
	return 0
}

// busyUntil says how long what a rule last did stands in the way of its group.
func (sc *scratch) busyUntil(s *Seen) int64 {
	if len(s.At) == 0 || s.Fate != "" && s.Fate != Shown {
		return 0
	}
	at, ok := nanos(s.At[len(s.At)-1])
	if !ok {
		return 0
	}
	if s.Fate == "" {
		return at + int64(gap)
	}
	if at < sc.entered {
		return 0 // that was on another page
	}
	if end, ok := nanos(s.Expires); ok {
		return end
	}
	return at + int64(stands)
}

// capped returns the first instant at which all limits allow the rule, and the one that is last to.
func (r *rule) capped(sc *scratch, seen *Seen, extra int) (until int64, by int) {
	by = -1
	for i := range r.limits {
		l := &r.limits[i]
		fired, more := sc.fired(l, seen, extra)
		if at := l.allows(sc, fired, more); at > until {
			until, by = at, i
		}
	}
	return until, by
}

// fired returns the firings a limit counts: those of the history, and how many more this evaluation added.
func (sc *scratch) fired(l *limit, seen *Seen, extra int) ([]time.Time, int) {
	switch l.scope {
	case inGroup:
		g := sc.group(l.group)
		return g.seen.firings(), g.extra
	case overall:
		return sc.all.firings(), sc.extra
	}
	return seen.firings(), extra
}

func (s *Seen) firings() []time.Time {
	if s == nil {
		return nil
	}
	return s.At
}
