package report

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// Distribution is how a report is cut into rows.
type Distribution string

// The distributions. An hour or day is one of the report's zone, so that a day on which the clock
// changes is one row: hours.DayOf says which, also where midnight does not exist or comes twice.
const (
	Total Distribution = ""
	Hour  Distribution = "hour"
	Day   Distribution = "day"
)

// Config says what to report.
type Config struct {
	// From is the first instant, by the session's start. Default: no limit.
	From time.Time
	// To is the first instant after the last. Default: no limit.
	To time.Time
	// Distribution cuts the report into rows. Default: Total, one row.
	Distribution Distribution
	// Location is the zone of hours and days. Default: UTC.
	Location *time.Location
	// Threshold is the wait that still counts as in time. Default: 20 seconds.
	Threshold time.Duration
	// ShortAbandon leaves out sessions that their visitor abandoned within it: a mistaken click.
	// Default: 0, none.
	ShortAbandon time.Duration
}

// Report is what Summarise makes: the rows in order, without empty ones.
type Report struct {
	Rows []Row
}

// Row is one hour or day, or all.
type Row struct {
	From     time.Time // the start of the hour or day; zero for Total
	Started  int       // sessions begun
	Messaged int       // of those, messages left for later, at the door or after waiting
	Waited   int       // of Messaged, those who had waited first: they are in Abandoned too
	Open     int       // of those, not ended yet
	Counts             // of those that queued
	Wait     Spread    // from the start to the first assignment, of those answered
	Left     Spread    // from queued to the end, of those abandoned
	Response Spread    // from the start to an agent's first message
	Handle   Spread    // the time with agents, of those that ended: no waits between them
	Effort   time.Duration
	Kept     int // waits that ended in the time that the visitor was told
	Broken   int // waits that were longer, or came to nothing
	// Promised answers to left messages: AnswersKept came by when the visitor was told,
	// AnswersBroken came later, or never.
	AnswersKept, AnswersBroken int
	// InTime and Late are agents' answers by the response targets of their queues, in their hours.
	InTime, Late int
	Named
	Satisfaction
	Agents []AgentRow // by id
}

// Named is what a row counts by a name.
type Named struct {
	// Outcomes are the sessions that ended, by the outcome that was stated; nil: none was.
	Outcomes map[string]int
	// Translated is how many characters were charged for, by the queue that the session is in, or
	// was in at its end; also of those that ShortAbandon leaves out. Nil: nothing was.
	Translated map[chat.QueueID]int
}

// translated counts what a session's translations cost.
func (n *Named) translated(s chat.Session) {
	if s.Translated == 0 {
		return
	}
	if n.Translated == nil {
		n.Translated = map[chat.QueueID]int{}
	}
	n.Translated[s.Queue] += s.Translated
}

// AgentRow is one agent's part of a row, of the sessions that ended. Each agent who had a session
// has their own time with it; a session is closed by who owned it at the end, and a verdict is of
// whom the visitor judged.
type AgentRow struct {
	Agent  chat.AgentID
	Closed int
	Busy   time.Duration // time with at least one session
	Handle Spread        // of each time that the agent had a session
	Satisfaction
}

// Summarise reports on sessions, in any order. It keeps one duration per session in memory and
// costs O(n log n). Effort is the mean of busy time per session: handle time with the overlap of
// concurrent sessions taken out.
func Summarise(sessions iter.Seq[chat.Session], cfg Config) (Report, error) {
	if err := cfg.check(); err != nil {
		return Report{}, err
	}
	rows := map[time.Time]*tally{}
	for s := range sessions {
		if (!cfg.From.IsZero() && s.CreatedAt.Before(cfg.From)) || (!cfg.To.IsZero() && !s.CreatedAt.Before(cfg.To)) {
			continue
		}
		at := cfg.bucket(s.CreatedAt)
		if rows[at] == nil {
			rows[at] = &tally{row: Row{From: at}, agents: map[chat.AgentID]*agentTally{}}
		}
		rows[at].add(s, cfg)
	}
	var r Report
	for _, t := range rows {
		r.Rows = append(r.Rows, t.done())
	}
	slices.SortFunc(r.Rows, func(a, b Row) int { return a.From.Compare(b.From) })
	return r, nil
}

func (c *Config) check() error {
	var errs []error
	switch c.Distribution {
	case Total, Hour, Day:
	default:
		errs = append(errs, fmt.Errorf("report: distribution: %q, want hour, day or nothing", c.Distribution))
	}
	if !c.From.IsZero() && !c.To.IsZero() && !c.From.Before(c.To) {
		errs = append(errs, errors.New("report: to: not after from"))
	}
	if c.Threshold < 0 {
		errs = append(errs, errors.New("report: threshold: negative"))
	}
	if c.ShortAbandon < 0 {
		errs = append(errs, errors.New("report: short abandon: negative"))
	}
	c.Threshold = cmp.Or(c.Threshold, 20*time.Second)
	if c.Location == nil {
		c.Location = time.UTC
	}
	return errors.Join(errs...)
}

// takes reports whether an instant is in the period.
func (c *Config) takes(t time.Time) bool {
	return (c.From.IsZero() || !t.Before(c.From)) && (c.To.IsZero() || t.Before(c.To))
}

// bucket returns the start of the hour or day an instant is in.
func (c *Config) bucket(t time.Time) time.Time {
	switch c.Distribution {
	case Hour:
		return hourOf(t, c.Location)
	case Day:
		from, _ := hours.DayOf(t, c.Location)
		return from.UTC()
	}
	return time.Time{}
}

// hourOf returns when the hour began that the clock shows. It is counted in elapsed time back from
// the instant, so that the hour that comes twice is two rows, and no further than to the change of
// the clock that made it shorter.
func hourOf(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	from := local.Add(-time.Duration(local.Minute())*time.Minute - time.Duration(local.Second())*time.Second - time.Duration(local.Nanosecond()))
	if from.Hour() != local.Hour() || from.Minute() != 0 || from.Second() != 0 {
		if change, _ := local.ZoneBounds(); change.After(from) {
			from = change
		}
	}
	return from.UTC()
}
