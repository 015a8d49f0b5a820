package ics

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	firstYear = 1900
	lastYear  = 2199
)

// stretch is a run of whole days.
type stretch struct {
	first time.Time // midnight of UTC, which stands for midnight of any place
	days  int
}

// moment is a value that is a date, or a date and a time: of a zone's clock, or of UTC.
type moment struct {
	at   time.Time // the reading of the clock
	date bool
	utc  bool
	zone string // the parameter TZID
}

func (m moment) midnight() bool { return m.at.Hour()+m.at.Minute()+m.at.Second() == 0 }

// day is the date alone.
func (m moment) day() time.Time { return m.at.Truncate(24 * time.Hour) }

var tzid = regexp.MustCompile(`(?i)(?:^|;)TZID=([^;]*)`)

// parseMoment reads 20261224, 20261224T100000 or 20261224T090000Z, and the date also with the
// dashes that some programs write.
func parseMoment(name string, p property) (m moment, err error) {
	text := p.value
	if found := tzid.FindStringSubmatch(p.parameters); found != nil {
		m.zone = strings.Trim(found[1], `"`)
	}
	for _, layout := range []string{
		"20060102", "2006-01-02", "20060102T150405", "20060102T150405Z", "20060102T1504",
	} {
		if m.at, err = time.Parse(layout, text); err == nil {
			m.date, m.utc = !strings.Contains(layout, "T"), strings.HasSuffix(layout, "Z")
			if m.at.Year() < firstYear || m.at.Year() > lastYear {
				return m, fmt.Errorf("%s %s: years go from %d to %d", name, text, firstYear, lastYear)
			}
			return m, nil
		}
	}
	return m, fmt.Errorf("%s %q is no date", name, text)
}

// stretch is the days of an event, or of the first time that it recurs.
func (c *component) stretch() (s stretch, err error) {
	for _, name := range []string{"DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"} {
		if _, _, twice := c.one(name); twice {
			return s, fmt.Errorf("%s stands twice", name)
		}
	}
	p, ok, _ := c.one("DTSTART")
	if !ok {
		return s, errors.New("has no DTSTART")
	}
	start, err := parseMoment("DTSTART", p)
	if err != nil {
		return s, err
	}
	p, ends, _ := c.one("DTEND")
	length := c.text("DURATION")
	switch {
	case ends && length != "":
		return s, errors.New("has both DTEND and DURATION")
	case ends:
		end, err := parseMoment("DTEND", p)
		if err != nil {
			return s, err
		}
		return c.until(start, end)
	case length != "":
		d, err := duration(length)
		if err != nil {
			return s, err
		}
		if start.date {
			return days(start, start.at.Add(d-time.Second))
		}
		end := start
		end.at = end.at.Add(d)
		return c.until(start, end)
	case start.date:
		return days(start, start.at)
	}
	return s, fmt.Errorf("DTSTART %s is not a whole day", c.text("DTSTART"))
}

// until is the days from a start to an end.
func (c *component) until(start, end moment) (stretch, error) {
	apart := end.at.Sub(start.at)
	switch {
	case start.date && end.date && apart < 0:
		return stretch{}, errors.New("DTEND is before DTSTART")
	case start.date && end.date:
		return days(start, end.at.Add(-time.Second))
	case start.date && end.utc:
		// No clock is further from UTC than 14 hours: the event ends on its own day, or as that
		// ends.
		if apart < -14*time.Hour || apart > 38*time.Hour {
			return stretch{}, fmt.Errorf("DTEND %s is a time of UTC, which is another day in some places", c.text("DTEND"))
		}
		return days(start, start.at)
	case start.date && apart < 0:
		return stretch{}, errors.New("DTEND is before DTSTART")
	case start.date && end.midnight():
		return days(start, end.at.Add(-time.Second))
	case start.date:
		return days(start, end.at)
	}
	whole := start.midnight() && apart > 0 && start.zone == end.zone && start.utc == end.utc && !end.date
	whole = whole && (!start.utc || c.zone == "UTC" || c.zone == "ETC/UTC" || c.zone == "GMT")
	switch {
	case whole && end.midnight():
		return days(start, end.at.Add(-time.Second))
	case whole && end.at.Hour() == 23 && end.at.Minute() == 59:
		return days(start, end.at)
	}
	return stretch{}, fmt.Errorf("DTSTART %s is not a whole day", c.text("DTSTART"))
}

// days is the days from a start to the day of an instant, at least the one.
func days(start moment, last time.Time) (stretch, error) {
	s := stretch{start.day(), max(1, int(last.Sub(start.day())/(24*time.Hour))+1)}
	if s.last().Year() > lastYear {
		return s, fmt.Errorf("years go from %d to %d", firstYear, lastYear)
	}
	return s, nil
}

func (s stretch) last() time.Time { return s.first.AddDate(0, 0, s.days-1) }

var durations = regexp.MustCompile(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$`)

// duration reads P3D, P2W, PT24H, P1DT0H0M0S.
func duration(text string) (d time.Duration, err error) {
	parts := durations.FindStringSubmatch(strings.ToUpper(text))
	if parts == nil || strings.Trim(text, "+PTpt") == "" {
		return 0, fmt.Errorf("DURATION %s is no time ahead", text)
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(parts[i+1])
		d += time.Duration(n) * unit
	}
	return d, nil
}
