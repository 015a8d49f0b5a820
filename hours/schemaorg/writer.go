package schemaorg

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// writer turns rules into what schema.org can say.
type writer struct {
	years    []int
	holidays []hours.Holiday
	week     []hours.Rule // of every week
	some     []hours.Rule // of some weeks
	cuts     []hours.Rule // of every day
	dates    []dated
}

// The ranks of rules with dates, as package hours has them.
const (
	someWeeks = iota
	yearlyRange
	yearlyHoliday
	yearlyDay
	rangeOfDays
	holidayOfYear
	oneDay
)

// add takes a rule in.
func (w *writer) add(r hours.Rule) error {
	weeks, _ := r.Cycle()
	switch r.Kind() {
	case hours.KindWeek:
		if weeks == 0 && !numbered(r) {
			w.week = append(w.week, r)
			return nil
		}
		w.some = append(w.some, r)
		return w.needsYears()
	case hours.KindDailyCut:
		if w.cuts = append(w.cuts, r); numbered(r) {
			return ErrInexpressible
		}
		return nil
	case hours.KindHolidays:
		for _, h := range w.holidays {
			first, last, _ := strings.Cut(h.Date, "..")
			d := dated{hours: r.Hours(), name: h.Name, rank: holidayOfYear}
			if len(first) == len("12-24") {
				d.rank = yearlyHoliday
			}
			if d.name == "" {
				d.name = r.Name()
			}
			if err := w.enter(d, r, first, last); err != nil {
				return err
			}
		}
		return nil
	case hours.KindDates:
		first, last := r.Dates()
		return w.enter(dated{hours: r.Hours(), name: r.Name(), rank: rankOf(first, last)}, r, first, last)
	}
	return ErrInexpressible
}

// rankOf is the rank of a rule of dates; last is empty for a single day.
func rankOf(first, last string) int {
	switch yearly := len(first) == len("12-24"); {
	case yearly && last == "":
		return yearlyDay
	case yearly:
		return yearlyRange
	case last == "":
		return oneDay
	}
	return rangeOfDays
}

func (w *writer) needsYears() error {
	if len(w.years) == 0 {
		return ErrInexpressible
	}
	return nil
}

// numbered tells whether a rule asks which of its weekdays in the month a day is.
func numbered(r hours.Rule) bool {
	return slices.ContainsFunc(r.Picks(), func(p hours.Pick) bool { return p.Nth != 0 })
}

// enter puts down what a rule says of its dates, day by day where it asks which of its weekdays in
// the month a day is.
func (w *writer) enter(d dated, r hours.Rule, first, last string) error {
	if last == "" {
		last = first
	}
	if len(first) == len("12-24") && len(w.years) == 0 {
		return ErrInexpressible
	}
	d.days = everyDay
	if r.Days() != "" {
		d.days = [7]bool{}
		for _, weekday := range r.Weekdays() {
			d.days[weekday] = true
		}
	}
	list := d.ofDates(first, last, w.years)
	if !numbered(r) {
		w.dates = append(w.dates, list...)
		return nil
	}
	for _, one := range list {
		for day := one.first; day <= one.last; day++ {
			if picked(r, day) {
				d.first, d.last, d.days = day, day, everyDay
				w.dates = append(w.dates, d)
			}
		}
	}
	return nil
}

// picked tells whether a day is among the weekdays of a rule.
func picked(r hours.Rule, d day) bool {
	t := time.Unix(int64(d)*secondsADay, 0).UTC()
	n, left := (t.Day()-1)/7+1, (t.AddDate(0, 1, -t.Day()).Day()-t.Day())/7+1
	return slices.ContainsFunc(r.Picks(), func(p hours.Pick) bool {
		return p.Day == t.Weekday() && (p.Nth == 0 || p.Nth == n || p.Nth == -left)
	})
}

// occasions writes the days of the years on which hours of some weeks add to those of every week.
func (w *writer) occasions() {
	if len(w.some) == 0 {
		return
	}
	for _, d := range (dated{rank: someWeeks, days: everyDay}).ofDates("01-01", "12-31", w.years) {
		for day := d.first; day <= d.last; day++ {
			one := d
			one.first, one.last = day, day
			for _, r := range w.some {
				if picked(r, day) && inCycle(r, day) {
					one.hours = append(one.hours, r.Hours()...)
					one.name = r.Name()
				}
			}
			if len(one.hours) == 0 {
				continue
			}
			for _, r := range w.week {
				if picked(r, day) {
					one.hours = append(one.hours, r.Hours()...)
				}
			}
			w.dates = append(w.dates, one)
		}
	}
}

// inCycle tells whether a day is in one of the weeks of a rule.
func inCycle(r hours.Rule, d day) bool {
	weeks, from := r.Cycle()
	if weeks == 0 {
		return true
	}
	first := dayOf(from)
	monday := func(d day) day { return d - day(d.weekday()+6)%7 }
	return d >= first && (monday(d)-monday(first))/7%day(weeks) == 0
}

// ofDates is the same of each time that some dates come: of those without a year, in each of some
// years. A 02-29 is in leap years only.
func (d dated) ofDates(first, last string, years []int) (list []dated) {
	if len(first) == len(time.DateOnly) {
		d.first, d.last = dayOf(first), dayOf(last)
		return []dated{d}
	}
	if last < first && len(years) > 0 {
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
