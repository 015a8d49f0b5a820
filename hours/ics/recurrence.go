package ics

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recurrence is on which days an event comes again: in some months, or weeks, or every so many
// days.
type recurrence struct {
	frequency string // YEARLY, also for what comes each month; WEEKLY, DAILY
	every     int    // so many years, weeks or days
	months    []int  // of YEARLY
	monthDays []int  // of the months; below zero from their end; empty: any
	weekdays  []nth  // of the months or weeks; empty: any
	places    []int  // BYSETPOS, until settle makes them places of the weekday
	until     time.Time
	count     int // 0: without
}

// nth is a weekday, and which of the month it is: 0 for each, below zero from the end.
type nth struct {
	day time.Weekday
	n   int
}

var weekdayNames = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// bounded tells whether it ends by itself.
func (r *recurrence) bounded() bool { return r.count > 0 || !r.until.IsZero() }

// parseRecurrence reads an RRULE of an event that begins on a day.
func parseRecurrence(text string, first time.Time) (*recurrence, error) {
	bad := func(why string) (*recurrence, error) {
		return nil, fmt.Errorf("RRULE %s is not understood: %s", text, why)
	}
	r := &recurrence{every: 1}
	parts := map[string]string{}
	bare := strings.ReplaceAll(text, " ", "")
	for part := range strings.SplitSeq(strings.ToUpper(strings.TrimSuffix(bare, ";")), ";") {
		name, value, ok := strings.Cut(part, "=")
		if _, twice := parts[name]; !ok || twice || value == "" {
			return bad(part)
		}
		parts[name] = value
	}
	var err error
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		value := parts[name]
		switch name {
		case "FREQ":
			r.frequency = value
		case "INTERVAL":
			r.every, err = positive(value)
		case "COUNT":
			r.count, err = positive(value)
		case "UNTIL":
			var m moment
			m, err = parseMoment(name, property{value: value})
			if far := value > "2199" && len(value) >= 8; far { // it never ends
				m, err = moment{at: time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)}, nil
			}
			r.until = m.day()
		case "BYMONTH":
			r.months, err = numbers(value, 1, 12)
		case "BYMONTHDAY":
			r.monthDays, err = numbers(value, -31, 31)
		case "BYDAY":
			r.weekdays, err = parseWeekdays(value)
		case "BYSETPOS":
			r.places, err = numbers(value, -5, 5)
		case "BYHOUR", "BYMINUTE", "BYSECOND":
			// Of a whole day only its beginning says nothing new.
			if value != "0" && value != "00" {
				return bad(name)
			}
		case "WKST":
		default:
			return bad(name)
		}
		if err != nil {
			return bad(name + "=" + value)
		}
	}
	if r.count > 0 && !r.until.IsZero() {
		return bad("it has both COUNT and UNTIL")
	}
	return r, r.settle(text, parts, first)
}

// settle fills in what an RRULE leaves to the first day, and refuses what it means otherwise than
// it is mostly meant.
func (r *recurrence) settle(text string, parts map[string]string, first time.Time) error {
	bad := func(why string) error { return fmt.Errorf("RRULE %s is not understood: %s", text, why) }
	numbered := slices.ContainsFunc(r.weekdays, func(w nth) bool { return w.n != 0 })
	if r.places != nil {
		ofMonth := r.frequency == "MONTHLY" || r.frequency == "YEARLY" && len(r.months) == 1
		if len(r.weekdays) != 1 || numbered || r.monthDays != nil || !ofMonth {
			return bad("BYSETPOS of more than one weekday of a month")
		}
		day := r.weekdays[0].day
		r.weekdays, numbered = nil, true
		for _, n := range r.places {
			r.weekdays = append(r.weekdays, nth{day, n})
		}
	}
	switch r.frequency {
	case "YEARLY":
		switch {
		case len(r.months) == 0 && len(r.monthDays) > 0:
			return bad("BYMONTHDAY without BYMONTH is a day of every month")
		case len(r.months) == 0 && len(r.weekdays) > 0:
			return bad("BYDAY without BYMONTH is a day of the whole year")
		case len(r.months) == 0:
			r.months = []int{int(first.Month())}
		}
	case "MONTHLY":
		months := r.months
		if 12%r.every != 0 && r.every%12 != 0 {
			return bad("INTERVAL")
		}
		step := min(r.every, 12)
		r.frequency, r.every, r.months = "YEARLY", max(1, r.every/12), nil
		for month := 1; month <= 12; month++ {
			if (month-int(first.Month())+12)%step == 0 && (months == nil || slices.Contains(months, month)) {
				r.months = append(r.months, month)
			}
		}
	case "WEEKLY":
		if numbered || r.months != nil || r.monthDays != nil || r.every > 1 && parts["WKST"] != "" && parts["WKST"] != "MO" {
			return bad("it is more than weekdays")
		}
		if r.weekdays == nil {
			r.weekdays = []nth{{day: first.Weekday()}}
		}
	case "DAILY":
		if r.months != nil || r.monthDays != nil || r.weekdays != nil || !r.bounded() {
			return bad("want an end, and nothing but days")
		}
	default:
		return bad("FREQ is none of YEARLY, MONTHLY, WEEKLY and DAILY")
	}
	if r.frequency == "YEARLY" && r.monthDays == nil && r.weekdays == nil {
		r.monthDays = []int{first.Day()}
	}
	if r.count > 0 && !r.matches(first, first) {
		return bad("it counts from a day that it does not name")
	}
	return nil
}

// matches tells whether a day, not before the first, is one of the recurrence's, as far as its end
// does not matter.
func (r *recurrence) matches(day, first time.Time) bool {
	const week = 7 * 24 * time.Hour
	switch r.frequency {
	case "DAILY":
		return int(day.Sub(first)/(24*time.Hour))%r.every == 0
	case "WEEKLY":
		weeks := int(monday(day).Sub(monday(first)) / week)
		return weeks%r.every == 0 && slices.Contains(r.weekdays, nth{day: day.Weekday()})
	}
	length := day.AddDate(0, 1, -day.Day()).Day()
	if (day.Year()-first.Year())%r.every != 0 || !slices.Contains(r.months, int(day.Month())) {
		return false
	}
	if r.monthDays != nil && !slices.Contains(r.monthDays, day.Day()) && !slices.Contains(r.monthDays, day.Day()-length-1) {
		return false
	}
	return r.weekdays == nil || slices.ContainsFunc(r.weekdays, func(w nth) bool {
		return w.day == day.Weekday() && (w.n == 0 || w.n == (day.Day()-1)/7+1 || -w.n == (length-day.Day())/7+1)
	})
}

func monday(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }

// dates are the days on which it begins anew, in order: all, or those of some years. It looks at no
// more days than are left, which it counts down, and gives up beyond mostDates.
func (r *recurrence) dates(first time.Time, years []int, left *int) (list []time.Time, err error) {
	day, last := first, lastYear
	if len(years) > 0 {
		last = slices.Max(years)
		if begin := time.Date(slices.Min(years), 1, 1, 0, 0, 0, 0, time.UTC); r.count == 0 && begin.After(first) {
			day = begin
		}
	}
	for n := 0; day.Year() <= last && (r.until.IsZero() || !day.After(r.until)); day = r.next(day) {
		if *left--; *left < 0 {
			return nil, errors.New("the file's events recur too often")
		}
		if !r.matches(day, first) {
			continue
		}
		if len(years) == 0 || slices.Contains(years, day.Year()) {
			list = append(list, day)
		}
		if n++; n == r.count {
			break
		}
		if len(list) > mostDates {
			return nil, fmt.Errorf("recurs on more than %d dates: give the years", mostDates)
		}
	}
	return list, nil
}

// next is the next day that may match.
func (r *recurrence) next(day time.Time) time.Time {
	day = day.AddDate(0, 0, 1)
	for r.frequency == "YEARLY" && !slices.Contains(r.months, int(day.Month())) {
		day = time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return day
}

// mostDays is how many days are looked at for one file, whatever its events ask for.
const mostDays = 5_000_000

func positive(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return n, nil
}

func numbers(text string, least, most int) (list []int, err error) {
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n == 0 || n < least || n > most {
			return nil, fmt.Errorf("%q is no number", part)
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

func parseWeekdays(text string) (list []nth, err error) {
	for part := range strings.SplitSeq(text, ",") {
		day := slices.Index(weekdayNames, part[max(0, len(part)-2):])
		number, n := strings.TrimPrefix(part[:max(0, len(part)-2)], "+"), 0
		if number != "" {
			n, err = strconv.Atoi(number)
		}
		if err != nil || day < 0 || n < -5 || n > 5 || number != "" && n == 0 {
			return nil, fmt.Errorf("%q is no weekday", part)
		}
		list = append(list, nth{time.Weekday(day), n})
	}
	return list, nil
}
