package schemaorg

import (
	"fmt"
	"time"
)

// The first and the last day that package hours knows.
var (
	firstDay = dayOf("1900-01-01")
	lastDay  = dayOf("2199-12-31")
)

// dates are the days of a specification, both ends of which are part of it; one that is missing is
// open. ok is false without any.
func dates(from, through string, zone *time.Location) (first, last day, ok bool, err error) {
	first, last = firstDay, lastDay
	if from != "" {
		if first, err = date(from, zone); err != nil {
			return 0, 0, false, fmt.Errorf("validFrom: %w", err)
		}
	}
	if through != "" {
		if last, err = date(through, zone); err != nil {
			return 0, 0, false, fmt.Errorf("validThrough: %w", err)
		}
	}
	if last < first {
		return 0, 0, false, fmt.Errorf("validThrough: %s is before validFrom", through)
	}
	return first, last, from != "" || through != "", nil
}

// date is a date that the calendar has. With a time it is the first or the last moment of a day, on
// the clock of the text or, where it tells an offset, of the place.
func date(text string, zone *time.Location) (day, error) {
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return inRange(text)
	}
	for _, layout := range []string{"20060102", "2006-01-02Z07:00", "2006-01-02-0700"} {
		// A date has no instant that an offset could move.
		if t, err := time.Parse(layout, text); err == nil {
			return inRange(t.Format(time.DateOnly))
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		for _, offset := range []string{"", "Z07:00", "-0700"} {
			t, err := time.Parse(layout+offset, text)
			if err != nil {
				continue
			}
			if there := t.In(zone); offset != "" && edge(there) {
				return inRange(there.Format(time.DateOnly))
			}
			if edge(t) {
				return inRange(t.Format(time.DateOnly))
			}
			return 0, fmt.Errorf("%q is a time within a day; want a date such as 2026-12-24", text)
		}
	}
	return 0, fmt.Errorf("want a date such as 2026-12-24, not %q", text)
}

// edge tells whether a clock shows the first or the last minute of a day.
func edge(t time.Time) bool {
	minutes := t.Hour()*60 + t.Minute()
	return minutes == 0 && t.Second() == 0 || minutes == dayMinutes-1
}

func inRange(text string) (day, error) {
	if d := dayOf(text); d >= firstDay && d <= lastDay {
		return d, nil
	}
	return 0, fmt.Errorf("want a date from 1900 to 2199, not %q", text)
}
