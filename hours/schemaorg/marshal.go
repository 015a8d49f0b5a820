package schemaorg

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Marshal writes the hours as a LocalBusiness, whose other members the page adds. What schema.org has no word for is an error
// that wraps ErrInexpressible: cuts, intervals longer than a day, combinations, and rules of every year, unless years are given:
// then those are written for each of them.
func Marshal(s *hours.Schedule, years ...int) ([]byte, error) {
	c, ok := s.Config()
	if !ok {
		return nil, fmt.Errorf("%w: a combination", ErrInexpressible)
	}
	b := business{Context: "https://schema.org", Type: "LocalBusiness"}
	var dates []dated
	for _, r := range c.Rules {
		list, more, err := write(r, years)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, r)
		}
		b.Regular, dates = append(b.Regular, list...), append(dates, more...)
	}
	for _, p := range pieces(dates, later) {
		for _, r := range p.rules() {
			list, err := specifications(r)
			if err != nil {
				return nil, fmt.Errorf("%w: %s", err, r)
			}
			b.Special = append(b.Special, list...)
		}
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := check(data, c, years); err != nil {
		return nil, err
	}
	return data, nil
}

// later is what rules of equal rank say of a day: the last one decides, so that what is written names each day in one rule's words
// and reads the same to whoever adds specifications up and to whoever lets one replace another.
func later(all []dated) said {
	d := all[len(all)-1]
	return said{dated: true, hours: strings.Join(slices.Sorted(slices.Values(d.hours)), " "), name: d.name}
}

// The ranks of rules with dates, as package hours has them.
const (
	yearlyRange = iota
	yearlyDay
	rangeOfDays
	oneDay
)

// write gives the specifications of a rule for the week, or what another says of its dates.
func write(r hours.Rule, years []int) (list, []dated, error) {
	switch r.Kind() {
	case hours.KindCut, hours.KindDailyCut, hours.KindHolidays:
		return nil, nil, ErrInexpressible
	case hours.KindWeek:
		list, err := specifications(r)
		return list, nil, err
	}
	d := dated{days: everyDay, hours: r.Hours(), name: r.Name()}
	if only := r.Weekdays(); len(only) > 0 {
		d.days = [7]bool{}
		for _, weekday := range only {
			d.days[weekday] = true
		}
	}
	first, last := r.Dates()
	if last == "" {
		last = first
	}
	if len(first) == len(time.DateOnly) {
		d.first, d.last, d.rank = dayOf(first), dayOf(last), rangeOfDays
		if first == last {
			d.rank = oneDay
		}
		return nil, []dated{d}, nil
	}
	if len(years) == 0 {
		return nil, nil, ErrInexpressible
	}
	return nil, d.ofYears(first, last, years), nil
}

// ofYears is a yearly rule in each of some years. A 02-29 is in leap years only.
func (d dated) ofYears(first, last string, years []int) (list []dated) {
	if d.rank = yearlyRange; first == last {
		d.rank = yearlyDay
	}
	if last < first {
		years = append([]int{slices.Min(years) - 1}, years...) // it runs into the first
	}
	for _, year := range years {
		begins, ok := inYear(year, first)
		if !ok {
			begins++
		}
		if last < first {
			year++
		}
		d.first = begins
		d.last, _ = inYear(year, last)
		if d.first <= d.last {
			list = append(list, d)
		}
	}
	return list
}

// inYear is a date such as 12-24 in a year, or the day before, if the year has no such date.
func inYear(year int, date string) (d day, ok bool) {
	t, err := time.Parse(time.DateOnly, fmt.Sprintf("%04d-%s", year, date))
	if err != nil {
		return dayOf(fmt.Sprintf("%04d-02-28", year)), false
	}
	return day(t.Unix() / secondsADay), true
}

// specifications are one for each interval of a rule, or one without any for closed.
func specifications(r hours.Rule) (all list, err error) {
	s := specification{Type: "OpeningHoursSpecification", Name: r.Name()}
	if r.Kind() == hours.KindDates {
		s.ValidFrom, s.ValidThrough = r.Dates()
		if s.ValidThrough == "" {
			s.ValidThrough = s.ValidFrom
		}
	}
	for _, d := range r.Weekdays() {
		s.Days = append(s.Days, d.String())
	}
	if len(r.Hours()) == 0 && r.Kind() != hours.KindWeek {
		s.Opens, s.Closes = "00:00", "00:00"
		return list{s}, nil
	}
	for _, text := range r.Hours() {
		s.Opens, s.Closes, _ = strings.Cut(text, "-")
		switch {
		case text == "00:00-24:00":
			s.Closes = "23:59"
		case text == "00:00-23:59" || s.Closes > "24:00" || len(s.Closes) > len("24:00"):
			return nil, ErrInexpressible
		case s.Closes == "24:00":
			s.Closes = "00:00"
		}
		all = append(all, s)
	}
	return all, nil
}

// check reads what was written and compares the hours: those of the years, or without years all of them. It does so on the clock
// of UTC, which has no changes.
func check(data []byte, c hours.Config, years []int) error {
	read, err := Unmarshal(data, "UTC")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInexpressible, err)
	}
	want, err := hours.New(hours.Config{Rules: c.Rules, Holidays: c.Holidays})
	if err != nil {
		return err
	}
	spans := [][2]int{{1890, 2210}}
	if len(years) > 0 {
		spans = nil
	}
	for _, year := range years {
		spans = append(spans, [2]int{year, year + 1})
	}
	for _, span := range spans {
		from, to := time.Date(span[0], 1, 1, 0, 0, 0, 0, time.UTC), time.Date(span[1], 1, 1, 0, 0, 0, 0, time.UTC)
		if hours.Minus(want, read).Between(from, to) != 0 || hours.Minus(read, want).Between(from, to) != 0 {
			return fmt.Errorf("%w: what its rules together say", ErrInexpressible)
		}
	}
	return nil
}
