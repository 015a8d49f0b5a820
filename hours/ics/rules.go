package ics

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// mostDates is how many dates an event may be listed by.
const mostDates = 2000

// errYears is why something is left out that could be listed.
var errYears = errors.New("recurs in a way that can only be listed: give the years")

// rules are the closures of an event. moved are the times at which other events say that it does
// not take place, left is how many days may be looked at.
func (c *component) rules(moved []moment, years []int, left *int) ([]hours.Rule, error) {
	s, err := c.stretch()
	if err != nil {
		return nil, err
	}
	if _, ok := c.properties["EXRULE"]; ok {
		return nil, errors.New("EXRULE is not understood")
	}
	gone, err := c.moments("EXDATE")
	if err != nil {
		return nil, err
	}
	more, err := c.moments("RDATE")
	if err != nil {
		return nil, err
	}
	dates := []time.Time{s.first}
	text, recurs, _ := c.one("RRULE")
	_, single, _ := c.one("RECURRENCE-ID")
	if single {
		if err := c.alone(); err != nil {
			return nil, err
		}
		return c.listed(s, dates), nil
	}
	if recurs {
		r, err := parseRecurrence(text.value, s.first)
		if err != nil {
			return nil, err
		}
		gone = append(gone, moved...)
		if len(years) == 0 && !r.bounded() {
			return c.unbounded(r, s, gone, more)
		}
		if dates, err = r.dates(s.first, years, left); err != nil {
			return nil, err
		}
	}
	for _, m := range more {
		dates = append(dates, m.day())
	}
	slices.SortFunc(dates, time.Time.Compare)
	dates = slices.CompactFunc(dates, time.Time.Equal)
	dates = slices.DeleteFunc(dates, func(day time.Time) bool { return except(day, gone) })
	return c.listed(s, dates), nil
}

// alone refuses a change that is not of one date alone.
func (c *component) alone() error {
	p, _, _ := c.one("RECURRENCE-ID")
	if strings.Contains(strings.ToUpper(p.parameters), "RANGE=") {
		return errors.New("changes all dates after one, which is not understood")
	}
	if _, ok := c.properties["RRULE"]; ok {
		return errors.New("changes one date, and recurs")
	}
	return nil
}

// listed closes the days of a stretch, beginning anew on each date.
func (c *component) listed(s stretch, dates []time.Time) (rules []hours.Rule) {
	for _, day := range dates {
		s.first = day
		if last := s.last(); last.Year() <= lastYear {
			rules = append(rules, hours.Closed(dateText(day, last, time.DateOnly)).Named(c.summary()))
		}
	}
	return rules
}

func dateText(first, last time.Time, layout string) string {
	if last.Equal(first) {
		return first.Format(layout)
	}
	return first.Format(layout) + ".." + last.Format(layout)
}

// unbounded is what recurs without an end as rules of every year. Where exceptions matter, or the
// words do not suffice, it has to be listed.
func (c *component) unbounded(r *recurrence, s stretch, gone, more []moment) ([]hours.Rule, error) {
	for _, m := range gone {
		for _, near := range []int{-1, 0, 1} {
			if day := m.day().AddDate(0, 0, near); r.matches(day, s.first) && except(day, []moment{m}) && !day.Before(s.first) {
				return nil, errYears
			}
		}
	}
	if r.every != 1 {
		return nil, errYears
	}
	if s.days > 1 && (s.days > 365 || r.weekdays != nil || len(r.months) > 1) {
		return nil, errYears
	}
	rules, err := r.rules(s)
	if err != nil {
		return nil, err
	}
	for i := range rules {
		rules[i] = rules[i].Named(c.summary())
	}
	for _, m := range more {
		rules = append(rules, c.listed(s, []time.Time{m.day()})...)
	}
	return rules, nil
}

// rules are those of every year.
func (r *recurrence) rules(s stretch) (rules []hours.Rule, err error) {
	only := weekdaysText(r.weekdays)
	switch {
	case r.frequency == "WEEKLY", r.monthDays == nil && len(r.months) == 12:
		return []hours.Rule{hours.ClosedYearly("01-01..12-31").Only(only)}, nil
	case r.frequency != "YEARLY":
		return nil, errYears
	}
	const leap = 2000
	for _, month := range r.months {
		length := time.Date(leap, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		at := func(day int) time.Time { return time.Date(leap, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
		runs := [][2]int{{1, length}}
		if r.monthDays != nil {
			runs = nil
			for _, day := range r.monthDays {
				switch n := len(runs); {
				case day < 0:
					return nil, errYears
				case day > length:
				case n > 0 && only != "" && runs[n-1][1] == day-1:
					runs[n-1][1] = day
				default:
					runs = append(runs, [2]int{day, day})
				}
			}
		}
		for _, run := range runs {
			last := at(run[1]).AddDate(0, 0, s.days-1)
			if s.days > 1 && (month <= 2 && last.Month() > 2 && last.Year() == leap || last.Year() > leap && last.YearDay() > 59) {
				return nil, errYears // a leap day would make it longer
			}
			rule := hours.ClosedYearly(dateText(at(run[0]), last, "01-02"))
			if only != "" {
				rule = rule.Only(only)
			}
			rules = append(rules, rule)
		}
	}
	return rules, nil
}

// weekdaysText is weekdays as package hours takes them.
func weekdaysText(list []nth) string {
	var parts []string
	for _, w := range list {
		part := w.day.String()[:3]
		if w.n != 0 {
			part += fmt.Sprintf("[%d]", w.n)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ",")
}

// moments are the values of a list of dates.
func (c *component) moments(name string) (list []moment, err error) {
	for _, text := range c.list(name) {
		m, err := parseMoment(name, property{value: strings.TrimSpace(text)})
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// except tells whether one of some moments is a day: the date of it, or for a time of UTC any at
// which the day begins somewhere.
func except(day time.Time, gone []moment) bool {
	for _, m := range gone {
		if !m.utc && m.day().Equal(day) {
			return true
		}
		if apart := m.at.Sub(day); m.utc && apart >= -14*time.Hour && apart <= 12*time.Hour {
			return true
		}
	}
	return false
}

// exceptions are, by UID, the moments at which an event does not take place, because another event
// stands in for it or calls it off. One that stands in on the same days takes nothing away.
func (c *calendar) exceptions() map[string][]moment {
	found := map[string][]moment{}
	masters := map[string]stretch{}
	for i := range c.events {
		e := &c.events[i]
		if _, single, _ := e.one("RECURRENCE-ID"); !single {
			masters[e.text("UID")], _ = e.stretch()
		}
	}
	for i := range c.events {
		e := &c.events[i]
		p, single, _ := e.one("RECURRENCE-ID")
		if !single {
			continue
		}
		m, err := parseMoment("RECURRENCE-ID", p)
		if err != nil {
			continue
		}
		s, err := e.stretch()
		if err == nil && !e.cancelled() && except(s.first, []moment{m}) && s.days == masters[e.text("UID")].days && e.alone() == nil {
			continue
		}
		found[e.text("UID")] = append(found[e.text("UID")], m)
	}
	return found
}
