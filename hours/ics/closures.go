package ics

import (
	"errors"
	"fmt"
	"io"

	"github.com/switchboard-go/switchboard/hours"
)

// Limits of a file.
const (
	MaxBytes  = 4 << 20 // of the whole
	MaxEvents = 20_000
	MaxRules  = 100_000 // that its events make, one for each date of what recurs with an end
)

// ErrFormat is wrapped by the error for a file that is no calendar, or exceeds the limits.
var ErrFormat = errors.New("ics: not a calendar file")

// Left is an event that makes no closure, or a line that was passed over, and why. Closures and
// Events join one for each.
type Left struct {
	Line    int    // of BEGIN:VEVENT, or the line, from 1
	Summary string // of the event, as the file has it; empty for a line
	Problem string
}

// Error is of the form `ics: line 12: "Standup" left out: …`.
func (l *Left) Error() string {
	if l.Summary == "" {
		return fmt.Sprintf("ics: line %d: left out: %s", l.Line, l.Problem)
	}
	return fmt.Sprintf("ics: line %d: %q left out: %s", l.Line, l.Summary, l.Problem)
}

// Event is an event that closes whole days, with what a person wants to know who looks it over.
type Event struct {
	Line        int // of BEGIN:VEVENT, from 1
	Summary     string
	Description string
	Categories  []string
	// Transparent events leave their owner free. Many calendars of holidays say so of all their
	// days, others of mere observances.
	Transparent bool
	// Tentative events are not settled yet.
	Tentative bool
	// Rules are the closures, named by the summary: mostly one, and one for each date or month of
	// some events that recur.
	Rules []hours.Rule
}

// Closures are the rules of all Events, in the file's order.
func Closures(r io.Reader, years ...int) ([]hours.Rule, error) {
	events, err := Events(r, years...)
	var rules []hours.Rule
	for _, e := range events {
		rules = append(rules, e.Rules...)
	}
	return rules, err
}

// Events reads a file. Its rules are hours.Closed and hours.ClosedYearly, some with Only; cancelled
// events are passed over without a word. The events are good also when the error is not nil, as
// long as it only joins *Left; an error that wraps ErrFormat, or the reader's own, comes without
// events. UTF-16 and a byte order mark are understood, and a file that breaks off gives what it
// has.
//
// An event is of whole days if it begins with a date, whatever its end says of the time, or goes
// from midnight of a place to midnight or to 23:59. One whose end is its beginning is of that day.
//
// What recurs without an end becomes a rule of every year, also of those before its first, if it is
// each year on a date or on the nth weekday of a month, each month likewise, or each week. What
// recurs with an end is listed date by date. With years given, from 1900 to 2199, all that recurs
// is listed, for these years alone; this way it may also recur in other than all years, and have
// exceptions and dates that were moved.
func Events(r io.Reader, years ...int) ([]Event, error) {
	for _, year := range years {
		if year < firstYear || year > lastYear {
			return nil, fmt.Errorf("ics: year %d is not within %d to %d", year, firstYear, lastYear)
		}
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("ics: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrFormat, MaxBytes)
	}
	file, err := parse(decode(data))
	if err != nil {
		return nil, err
	}
	var events []Event
	moved := file.exceptions()
	total, left := 0, mostDays
	for _, c := range file.events {
		if c.cancelled() {
			continue
		}
		rules, err := c.rules(moved[c.text("UID")], years, &left)
		if err != nil {
			file.leave(c.line, c.summary(), "%s", err)
			continue
		}
		if total += len(rules); total > MaxRules {
			return nil, fmt.Errorf("%w: its events make more than %d rules", ErrFormat, MaxRules)
		}
		switch {
		case len(rules) > 0:
			events = append(events, c.event(rules))
		case len(years) == 0:
			file.leave(c.line, c.summary(), "takes place on no date")
		}
	}
	return events, errors.Join(file.left...)
}
