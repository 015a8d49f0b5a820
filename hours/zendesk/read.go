package zendesk

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/internal/jsonfault"
)

// ErrFormat is wrapped by errors about data that is no schedule.
var ErrFormat = errors.New("zendesk: not a schedule")

// minutes of a day and of a week.
const (
	day  = 24 * 60
	week = 7 * day
)

type schedule struct {
	Schedule  *schedule  `json:"schedule"`
	Schedules []schedule `json:"schedules"`
	Zone      string     `json:"time_zone"`
	Intervals []interval `json:"intervals"`
	Holidays  []holiday  `json:"holidays"`
}

type interval struct {
	Start *int `json:"start_time"` // minutes since Sunday 00:00
	End   *int `json:"end_time"`
}

type holiday struct {
	Name  string `json:"name"`
	Start string `json:"start_date"`
	End   string `json:"end_date"` // the last day
}

// Read makes a schedule of what GET …/schedules/{id} answers, or …/schedules where there is only
// one, and of the answer of …/holidays, which may be nil. The zone is given by its IANA name; if
// empty, it is the schedule's time_zone, which is a name of Zendesk's own, and one without an equal
// is refused. Intervals are wall time, and touching ones become one. What Zendesk cannot have is an
// error that wraps ErrFormat and names it: an interval that runs over midnight, a holiday that ends
// before it begins. The errors of all intervals and holidays are joined.
func Read(zone string, data, holidays []byte) (*hours.Schedule, error) {
	var s, h schedule
	if err := jsonfault.Explain(json.Unmarshal(data, &s)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	switch {
	case s.Schedule != nil:
		s = *s.Schedule
	case len(s.Schedules) == 1:
		s = s.Schedules[0]
	case s.Schedules != nil:
		return nil, fmt.Errorf("%w: schedules: has %d, want one", ErrFormat, len(s.Schedules))
	}
	if s.Intervals == nil {
		return nil, fmt.Errorf("%w: intervals: is missing", ErrFormat)
	}
	if holidays != nil {
		if err := jsonfault.Explain(json.Unmarshal(holidays, &h)); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
	}
	if zone == "" {
		var err error
		if zone, err = zoneOf(s.Zone); err != nil {
			return nil, fmt.Errorf("%w: time_zone: %w", ErrFormat, err)
		}
	}
	c := hours.Config{Zone: zone}
	var faults []error
	for i, v := range s.Intervals {
		r, err := v.rule()
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: intervals[%d]: %w", ErrFormat, i, err))
		}
		c.Rules = append(c.Rules, r)
	}
	for i, d := range append(s.Holidays, h.Holidays...) {
		text, err := d.dates()
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: holidays[%d].%w", ErrFormat, i, err))
		}
		c.Rules = append(c.Rules, hours.Closed(text).Named(d.Name))
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return hours.New(c)
}

var names = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

func (v interval) rule() (hours.Rule, error) {
	if v.Start == nil || v.End == nil {
		return hours.Rule{}, errors.New("start_time or end_time is missing")
	}
	start, end := *v.Start, *v.End
	if start < 0 || end > week || start >= end {
		return hours.Rule{}, fmt.Errorf("%d to %d is not within 0 to %d", start, end, week)
	}
	begin := start / day * day
	if end > begin+day {
		return hours.Rule{}, fmt.Errorf("%d to %d runs over midnight, which Zendesk does not have: want one interval for each day", start, end)
	}
	clock := func(at int) string { return fmt.Sprintf("%02d:%02d", (at-begin)/60, at%60) }
	return hours.Week(names[start/day], clock(start)+"-"+clock(end)), nil
}

// dates are those of a holiday as package hours takes them: of one year, as Zendesk has them.
// Without an end it is one day.
func (h holiday) dates() (string, error) {
	first, err := time.Parse(time.DateOnly, h.Start)
	if err != nil {
		return "", fmt.Errorf("start_date: want a date such as 2026-12-24, not %q", h.Start)
	}
	if h.End == "" || h.End == h.Start {
		return h.Start, nil
	}
	last, err := time.Parse(time.DateOnly, h.End)
	switch {
	case err != nil:
		return "", fmt.Errorf("end_date: want a date such as 2026-12-24, not %q", h.End)
	case last.Before(first):
		return "", fmt.Errorf("end_date: %s is before start_date", h.End)
	}
	return h.Start + ".." + h.End, nil
}
