package hours

import (
	"slices"
	"time"
)

// Schedule is when a place is open. It is immutable and safe for concurrent use by any number of
// goroutines; it must not be copied. Make one with New, by decoding its JSON, or with Union,
// Intersect, Minus or FirstOpen. The zero Schedule never opens, and neither does a nil one.
//
// Every query depends on the instant alone, not on the time's Location or monotonic reading, and
// answers in the Location it was asked in. Far years are folded onto the 400-year cycle of the
// calendar, so that no instant is out of reach.
//
// What it costs: a query is a few array reads, and Add and Sub need some binary searches. No query
// allocates, and none waits for another one. The first query to reach some days compiles them, for
// a year of weekly hours in tens of microseconds and 20 KB. Between, Add and Sub over years not yet
// added up do so once, some microseconds a year, and keep 8 bytes for every 128 days. NextOpen,
// NextClose, PrevClose and At look through at most 60 years beyond the last dated rule and 2100 (or
// before the first and 1800), once: they remember that they found nothing.
type Schedule struct {
	timeline
	config   Config
	parts    []*Schedule // of a combination; nil for rules
	kind     combination
	labels   []string
	lastCall time.Duration
	grace    time.Duration
}

// orClosed returns the zero Schedule for a nil one.
func (s *Schedule) orClosed() *Schedule {
	if s == nil {
		return new(Schedule)
	}
	return s
}

// adopt makes the schedule answer from a source.
func (s *Schedule) adopt(from source) {
	s.source = from
	s.from, s.to = from.irregular()
	s.known.Store(nil)
	s.ledger.Store(nil)
	first, last := from.changes()
	s.before.Store(first)
	s.after.Store(last)
}

// Location returns the zone of the rules' wall clock; of a combination, that of its first schedule.
// The zero Schedule's is UTC.
func (s *Schedule) Location() *time.Location {
	s = s.orClosed()
	if w, ok := s.source.(*wall); ok {
		return w.location
	}
	if len(s.parts) > 0 {
		return s.parts[0].Location()
	}
	return time.UTC
}

// Config returns what the schedule was made of, so that it can be changed and built anew. ok is
// false for a combination, which has parts instead.
func (s *Schedule) Config() (config Config, ok bool) {
	s = s.orClosed()
	config = s.config
	config.Rules, config.Holidays = slices.Clone(config.Rules), slices.Clone(config.Holidays)
	return config, s.kind == noCombination
}

// LastCall returns how long before each closing last call begins.
func (s *Schedule) LastCall() time.Duration {
	return s.orClosed().lastCall
}

// Grace returns how long after each closing grace lasts.
func (s *Schedule) Grace() time.Duration {
	return s.orClosed().grace
}

// Open reports whether t lies in an interval: the instant of opening does, the instant of closing
// does not.
func (s *Schedule) Open(t time.Time) bool {
	s = s.orClosed()
	sec := t.Unix()
	if !near(sec) {
		sec, _ = fold(sec)
	}
	p, rem := s.at(sec)
	return p.entries[p.find(rem)].mark.open()
}

// NextOpen returns the first opening after t: where t is open or is an opening itself, that of the
// next period. ok is false when there is none, ever.
func (s *Schedule) NextOpen(t time.Time) (opening time.Time, ok bool) {
	return s.orClosed().nextTurn(t, true)
}

// NextClose returns the first closing after t. ok is false when there is none, ever.
func (s *Schedule) NextClose(t time.Time) (closing time.Time, ok bool) {
	return s.orClosed().nextTurn(t, false)
}

func (s *Schedule) nextTurn(t time.Time, open bool) (time.Time, bool) {
	p := s.locate(t.Unix())
	if p.mark().open() == open && !s.next(&p) {
		return time.Time{}, false
	}
	return p.time(t, s.next(&p))
}

// PrevClose returns the last closing at or before t. ok is false when there is none. Every closing
// is thus either PrevClose's or NextClose's, never both.
func (s *Schedule) PrevClose(t time.Time) (closing time.Time, ok bool) {
	s = s.orClosed()
	p := s.locate(t.Unix())
	if p.mark().open() {
		if !s.prev(&p) {
			return time.Time{}, false
		}
		s.back(&p)
	}
	return p.time(t, s.prev(&p))
}

// turn returns the first opening or closing after t.
func (s *Schedule) turn(t time.Time) (time.Time, bool) {
	p := s.locate(t.Unix())
	return p.time(t, s.next(&p))
}

// lastTurn returns the last opening or closing at or before t.
func (s *Schedule) lastTurn(t time.Time) (time.Time, bool) {
	p := s.locate(t.Unix())
	return p.time(t, s.prev(&p))
}

// time returns when the entry begins, in the location of another time, if there is such an entry.
func (p *position) time(like time.Time, ok bool) (time.Time, bool) {
	if !ok {
		return time.Time{}, false
	}
	return unix(p.unix(), 0, like), true
}

// unix returns the time of an instant, in the location of another time.
func unix(sec, nsec int64, like time.Time) time.Time { return time.Unix(sec, nsec).In(like.Location()) }

// label returns the text of a mark's reason. The zero Schedule has no reasons.
func (s *Schedule) label(m mark) string {
	if int(m.label()) < len(s.labels) {
		return s.labels[m.label()]
	}
	return ""
}
