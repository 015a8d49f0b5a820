package hours

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rule is one line of a schedule: weekly hours, hours on a date, or a cut. It is a value, made by
// the functions below, and is checked by New. The zero Rule is refused.
//
// Times are "09:00-17:00": two digits an hour and minute, 24:00 is the day's end, a close before
// the open is on the next day ("20:00-03:00"), and a close beyond 24:00 counts on from the open's
// midnight ("20:00-51:00"), to 999:59.
//
// Dates are "2026-12-24", or "12-24" for every year, and "2026-12-24..2026-12-26" or "12-25..01-02"
// for a range, whose last day is part of it. A yearly 02-29 exists in leap years only. Years go
// from 1900 to 2199.
//
// Weekdays are "Mon", "Mon-Fri", "Sat-Mon", "Mon,Wed,Fri", and by their place in the month "Sat[1]"
// for the first Saturday, "Sat[1,3]", "Fri[-1]" for the last Friday: in Week, and in Only for
// dates: OnYearly("05-01..05-31").Only("Sun[2]") is Mother's Day.
//
// Where several dated rules name the same day, a day of one year outranks a range of one year, that
// a yearly day, and that a yearly range; among equals the later rule wins. A holiday has the rank
// of its date, and yields to a rule that names the same day.
type Rule struct {
	kind  Kind
	field string // where it stood in JSON; empty for a rule made in Go
	days  string // Week: weekdays
	only  string // a dated rule: the weekdays it is limited to
	from  string // a date, or for a cut a date and time
	to    string // the same; empty for a single day
	hours []string
	name  string

	every int    // Week: only in every so many weeks; 0: in each
	since string // and then the date from which they are counted
}

// Kind is what a rule does.
type Kind uint8

// The kinds of rules.
const (
	noKind       Kind = iota
	KindWeek          // weekly hours
	KindDates         // hours on dates
	KindCut           // a hard closure
	yearlyDates       // like KindDates, but only a yearly date will do
	KindHolidays      // hours on the holidays of Config.Holidays
	KindDailyCut      // a hard closure of every day
)

// Week opens on weekdays: "Mon", "Mon-Fri", "Sat-Mon", "Mon,Wed,Fri", "Sat[1]". Several Week rules
// on one day add up. Without hours it adds nothing: it closes no day that another opens.
func Week(days string, hours ...string) Rule {
	return Rule{kind: KindWeek, days: days, hours: slices.Clone(hours)}
}

// On replaces the intervals that start on a date, or on each day of a range. Without hours it
// closes, as Closed does: in JSON too, where {"date":"2026-12-24"} is a closed day.
func On(date string, hours ...string) Rule {
	from, to, _ := strings.Cut(date, "..")
	if to == "" {
		from = date // a range without an end is refused, as it stands
	}
	return Rule{kind: KindDates, from: from, to: to, hours: slices.Clone(hours)}
}

// OnYearly is On for a date without a year, "12-24" or "12-24..12-26".
func OnYearly(date string, hours ...string) Rule {
	r := On(date, hours...)
	r.kind = yearlyDates
	return r
}

// Closed removes the intervals that start on a date, or on each day of a range. One that runs over
// midnight into it stays: use Cut where the doors must be shut.
func Closed(date string) Rule { return On(date) }

// ClosedYearly is Closed for a date without a year, "12-25" or "12-25..01-02".
func ClosedYearly(date string) Rule { return OnYearly(date) }

// Cut closes from one reading of the wall clock to another, "2026-06-06T14:00", whatever runs over
// it; "06-06T14:00" on both sides means every year.
func Cut(from, to string) Rule { return Rule{kind: KindCut, from: from, to: to} }

// OnHolidays is On for each day of the list Config.Holidays, which must not be empty then. The day
// keeps its own name, if it has one.
func OnHolidays(hours ...string) Rule {
	return Rule{kind: KindHolidays, hours: slices.Clone(hours)}
}

// ClosedHolidays is Closed for each day of the list Config.Holidays.
func ClosedHolidays() Rule { return OnHolidays() }

// CutDaily closes from one time of the day to another, whatever runs over it, also on days with
// hours of their own: a lunch that is kept every day, CutDaily("13:00-14:00"). An interval lasts at
// most a day and may run over midnight. Only limits it to weekdays: those on which the interval
// begins.
func CutDaily(hours ...string) Rule {
	return Rule{kind: KindDailyCut, hours: slices.Clone(hours)}
}

// Named returns the rule with a name, which State.Rule repeats: "Labour Day". Without one,
// State.Rule is what String gives, or for weekly hours the day and the interval: "Mon 09:00-17:00".
func (r Rule) Named(name string) Rule {
	r.name = name
	return r
}

// Only limits a rule of dates or holidays, or a daily cut, to weekdays, as Week takes them:
// On("06-01..08-31", "10:00-14:00").Only("Sat").
func (r Rule) Only(days string) Rule {
	r.only = days
	return r
}

// EveryWeeks limits a Week rule to one in so many weeks, from 1 to 104, beginning with the week of
// a date, and to the days from that date to the end of 2199: Week("Sat",
// "10:00-14:00").EveryWeeks(2, "2026-01-03") is every other Saturday. Weeks begin on Monday.
func (r Rule) EveryWeeks(weeks int, from string) Rule {
	r.every, r.since = weeks, from
	return r
}

// Cycle returns what was given to EveryWeeks; 0 for a rule of every week.
func (r Rule) Cycle() (weeks int, from string) { return r.every, r.since }

// Kind returns which kind of rule it is, such as KindWeek for weekly hours.
func (r Rule) Kind() Kind {
	if r.kind == yearlyDates {
		return KindDates
	}
	return r.kind
}

// Days returns the weekdays given to Week or Only, or empty.
func (r Rule) Days() string { return cmp.Or(r.only, r.days) }

// Picks returns the same as a list, in their order. It is empty without any, and for a text that
// New would refuse.
func (r Rule) Picks() (list []Pick) {
	if r.Days() != "" {
		_, _ = parsePicks(r.Days(), &list)
	}
	return list
}

// Weekdays returns the weekdays of Picks, from Monday on, also those of which the rule means only
// some.
func (r Rule) Weekdays() (list []time.Weekday) {
	m, _ := parsePicks(r.Days(), nil)
	days := m.weekdays()
	for _, n := range weekOrder {
		if days[n] {
			list = append(list, time.Weekday(n))
		}
	}
	return list
}

// Dates returns the first and the last date, or for a cut the moments it begins and ends. For a
// single day last is empty; holidays and daily cuts have none.
func (r Rule) Dates() (first, last string) { return r.from, r.to }

// Hours returns the intervals as they were given.
func (r Rule) Hours() []string { return slices.Clone(r.hours) }

// Name returns the name given by Named, or empty.
func (r Rule) Name() string { return r.name }

// String describes the rule: "Mon-Fri 09:00-17:00", "2026-05-01 closed", "cut
// 2026-06-06T14:00..2026-06-06T16:00".
func (r Rule) String() string {
	switch r.kind {
	case KindWeek:
		return strings.TrimSuffix(r.days+" "+strings.Join(r.hours, ","), " ") + r.cycle()
	case KindCut:
		return "cut " + r.from + ".." + r.to
	case KindDailyCut:
		return "cut " + cmp.Or(r.only, "daily") + " " + strings.Join(r.hours, ",")
	case KindDates, yearlyDates, KindHolidays:
		what := "closed"
		if len(r.hours) > 0 {
			what = strings.Join(r.hours, ",")
		}
		if r.only != "" {
			what = r.only + " " + what
		}
		return r.date() + " " + what
	}
	return "no rule"
}

// cycle returns the weeks in words, or empty.
func (r Rule) cycle() string {
	if r.every == 0 {
		return ""
	}
	return fmt.Sprintf(" every %d weeks from %s", r.every, r.since)
}

func (r Rule) date() string {
	switch {
	case r.kind == KindHolidays:
		return "holidays"
	case r.to == "":
		return r.from
	}
	return r.from + ".." + r.to
}

func (r Rule) label() string { return cmp.Or(r.name, r.String()) }
