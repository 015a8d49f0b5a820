package report

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// AttendanceConfig says what is added up of one agent's log.
type AttendanceConfig struct {
	// From and To are the time that is looked at. Required, and To is after From.
	From, To time.Time
	// Now is until when the last line of the log holds. Default: To.
	Now time.Time
	// Zone is whose days these are. Default: UTC.
	Zone *time.Location
	// Shifts are when the agent was to work. Planned breaks are gaps in it. Default: no plan.
	Shifts *hours.Schedule
	// Stints are the times that the agent had sessions, in any order. Default: none is known.
	Stints []chat.Stint
}

// AgentDay is one day of an agent.
type AgentDay struct {
	// From and To are the day, cut to the time that is looked at.
	From, To time.Time
	// Available to Offline add up to the day, but for the time of which the log does not know.
	Available, Break, Draining, Lost, Offline time.Duration
	// Planned is how long the agent was to work, planned breaks left out.
	Planned time.Duration
	// Kept is how long of that they were available or finishing up.
	Kept time.Duration
	// Outside is how long they were so when they were not to work.
	Outside time.Duration
	// Accepting is how long they were available, or had a session.
	Accepting time.Duration
	// Busy is how long they had a session, and Load the sum of the times of all their sessions.
	Busy, Load time.Duration
}

// Occupancy is the share of the accepting time in which the agent had a session. It is false where
// they accepted none.
func (d AgentDay) Occupancy() (share float64, ok bool) {
	if d.Accepting <= 0 {
		return 0, false
	}
	return float64(d.Busy) / float64(d.Accepting), true
}

// Concurrency is how many sessions the agent had at once, on average, while they had any. It is
// false where they had none.
func (d AgentDay) Concurrency() (sessions float64, ok bool) {
	if d.Busy <= 0 {
		return 0, false
	}
	return float64(d.Load) / float64(d.Busy), true
}

// Adherence is the share of the planned time that was kept. It is false where nothing was planned.
func (d AgentDay) Adherence() (share float64, ok bool) {
	if d.Planned <= 0 {
		return 0, false
	}
	return float64(d.Kept) / float64(d.Planned), true
}

// Attendance adds up an agent's log by day: the lines, the oldest first, with the one that was in
// force when the time began, if there is one. Shifts are the hours as they are now: what they were
// then, the audit trail tells. It costs as much as lines, days and shifts are many.
func Attendance(lines []chat.AgentLine, cfg AttendanceConfig) []AgentDay {
	zone := cfg.Zone
	if zone == nil {
		zone = time.UTC
	}
	until := cfg.To
	if !cfg.Now.IsZero() && cfg.Now.Before(until) {
		until = cfg.Now
	}
	var days []AgentDay
	for from := cfg.From; from.Before(until); {
		_, end := hours.DayOf(from, zone)
		if end.After(until) {
			end = until
		}
		d := attended(lines, cfg.Shifts, from, end)
		d.work(lines, cfg.Stints)
		days = append(days, d)
		from = end
	}
	return days
}

// attended adds up one day.
func attended(lines []chat.AgentLine, shifts *hours.Schedule, from, to time.Time) AgentDay {
	d := AgentDay{From: from, To: to}
	if shifts != nil {
		d.Planned = shifts.Between(from, to)
	}
	for i, l := range lines {
		a, b := l.At, to
		if i+1 < len(lines) {
			b = lines[i+1].At
		}
		if a.Before(from) {
			a = from
		}
		if b.After(to) {
			b = to
		}
		if span := b.Sub(a); span > 0 {
			d.add(l, span, shifts, a, b)
		}
	}
	return d
}

// work adds up the sessions of a day, and the time in which there could be some.
func (d *AgentDay) work(lines []chat.AgentLine, of []chat.Stint) {
	var had, could []span
	for _, s := range of {
		if s.To.IsZero() || s.To.After(d.To) {
			s.To = d.To
		}
		x := span{s.From, s.To}
		if x.from.Before(d.From) {
			x.from = d.From
		}
		if x.to.After(x.from) {
			had = append(had, x)
			d.Load += x.to.Sub(x.from)
		}
	}
	for i, l := range lines {
		x := span{l.At, d.To}
		if i+1 < len(lines) && lines[i+1].At.Before(d.To) {
			x.to = lines[i+1].At
		}
		if x.from.Before(d.From) {
			x.from = d.From
		}
		if l.Mode == chat.Available && x.to.After(x.from) {
			could = append(could, x)
		}
	}
	d.Accepting = busy(append(could, had...))
	d.Busy = busy(had)
}

// add adds a time in which one line was in force.
func (d *AgentDay) add(
	l chat.AgentLine, span time.Duration, shifts *hours.Schedule, a, b time.Time,
) {
	switch l.Mode {
	case chat.Available:
		d.Available += span
	case chat.Break:
		d.Break += span
	case chat.Draining:
		d.Draining += span
	case chat.Lost:
		d.Lost += span
	default:
		d.Offline += span
	}
	if shifts == nil || l.Mode != chat.Available && l.Mode != chat.Draining {
		return
	}
	kept := shifts.Between(a, b)
	d.Kept += kept
	d.Outside += span - kept
}
