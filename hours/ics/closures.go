package ics

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Limits of a file.
const (
	MaxBytes  = 4 << 20 // of the whole
	MaxEvents = 20_000
)

// ErrFormat is wrapped by the error for a file that is no calendar, or exceeds the limits.
var ErrFormat = errors.New("ics: not a calendar file")

// Left is an event that makes no closure, and why. Closures joins one for each.
type Left struct {
	Line    int    // of BEGIN:VEVENT, from 1
	Summary string // as the file has it
	Problem string
}

// Error is of the form `ics: line 12: "Standup" left out: …`.
func (l *Left) Error() string {
	return fmt.Sprintf("ics: line %d: %q left out: %s", l.Line, l.Summary, l.Problem)
}

// Closures reads a file. The rules are hours.Closed and hours.ClosedYearly, named by the events' summaries, in the file's order;
// cancelled events make none. They are good also when the error is not nil, as long as it only joins *Left; an error that wraps
// ErrFormat, or the reader's own, comes without rules. An event that recurs every year closes in the years before its first, too.
func Closures(r io.Reader) ([]hours.Rule, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("ics: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrFormat, MaxBytes)
	}
	events, err := parse(string(data))
	if err != nil {
		return nil, err
	}
	var rules []hours.Rule
	var left []error
	for _, e := range events {
		if e.values["STATUS"] == "CANCELLED" {
			continue
		}
		rule, err := e.rule()
		if err != nil {
			left = append(left, &Left{e.line, e.summary(), err.Error()})
			continue
		}
		rules = append(rules, rule)
	}
	return rules, errors.Join(left...)
}

// rule is the closure of an event.
func (e *event) rule() (hours.Rule, error) {
	none := hours.Rule{}
	if e.twice != "" {
		return none, fmt.Errorf("%s stands twice", e.twice)
	}
	for _, name := range []string{"RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"} {
		if _, ok := e.values[name]; ok {
			return none, fmt.Errorf("%s is not understood", name)
		}
	}
	first, err := e.date("DTSTART")
	if err != nil {
		return none, err
	}
	last, err := e.last(first)
	if err != nil {
		return none, err
	}
	if first.Year() < 1900 || last.Year() > 2199 {
		return none, errors.New("years go from 1900 to 2199")
	}
	recurs, layout := e.values["RRULE"], time.DateOnly
	switch strings.TrimSuffix(recurs, ";INTERVAL=1") {
	case "":
		if recurs != "" {
			return none, fmt.Errorf("RRULE %s is not understood", recurs)
		}
	case "FREQ=YEARLY":
		if layout = "01-02"; !last.Before(first.AddDate(1, 0, 0)) {
			return none, errors.New("recurs every year and lasts longer")
		}
	default:
		return none, fmt.Errorf("RRULE %s is not understood, only FREQ=YEARLY is", recurs)
	}
	text := first.Format(layout)
	if !last.Equal(first) {
		text += ".." + last.Format(layout)
	}
	return hours.Closed(text).Named(e.summary()), nil
}

// last is the last day of an event; DTEND is the day after it.
func (e *event) last(first time.Time) (time.Time, error) {
	_, ends := e.values["DTEND"]
	length, lasts := e.values["DURATION"]
	switch {
	case ends && lasts:
		return first, errors.New("has both DTEND and DURATION")
	case ends:
		end, err := e.date("DTEND")
		if err == nil && !end.After(first) {
			err = errors.New("DTEND is not after DTSTART")
		}
		return end.AddDate(0, 0, -1), err
	case lasts:
		days, err := duration(length)
		return first.AddDate(0, 0, days-1), err
	}
	return first, nil
}

// duration reads P3D or P2W, in days.
func duration(text string) (days int, err error) {
	var unit byte
	if n, _ := fmt.Sscanf(text, "P%d%c", &days, &unit); n != 2 || days < 1 || days > 9999 {
		return 0, fmt.Errorf("DURATION %s is not of whole days", text)
	}
	switch text {
	case fmt.Sprintf("P%dD", days):
		return days, nil
	case fmt.Sprintf("P%dW", days):
		return 7 * days, nil
	}
	return 0, fmt.Errorf("DURATION %s is not of whole days", text)
}

// date is the value of a property that is a date without a time.
func (e *event) date(name string) (time.Time, error) {
	value, ok := e.values[name]
	if !ok {
		return time.Time{}, fmt.Errorf("has no %s", name)
	}
	t, err := time.Parse("20060102", value)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %s is not a whole day", name, value)
	}
	return t, nil
}
