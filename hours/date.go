package hours

import (
	"strings"
	"time"
)

const (
	daySeconds = 24 * 60 * 60
	firstYear  = 1900
	lastYear   = 2199
)

// date is a parsed "2026-12-24", or with yearly set "12-24".
type date struct {
	yearly     bool
	year       int
	month, day int
}

// parseDate reads YYYY-MM-DD or MM-DD; at is the column of its first byte.
func parseDate(text string, at int) (date, *slip) {
	if bad := noDate(text, at); bad != nil {
		return date{}, bad
	}
	first, n := digits(text)
	switch {
	case n == 4 && len(text) > 4 && text[4] == '-':
		d, bad := parseMonthDay(text[5:], at+5)
		d.year = int(first)
		if bad != nil {
			return d, bad
		}
		if d.year < firstYear || d.year > lastYear {
			return d, slipAt(at, "year %d is not within %d to %d", d.year, firstYear, lastYear)
		}
		if d.day > monthDays(d.year, d.month) {
			return d, slipAt(at+8, "month %02d of %d has no day %d", d.month, d.year, d.day)
		}
		return d, nil
	case n == 2:
		d, bad := parseMonthDay(text, at)
		d.yearly = true
		return d, bad
	}
	return date{}, slipAt(at, "want a date such as 2026-12-24, or 12-24 for every year")
}

func parseMonthDay(text string, at int) (date, *slip) {
	month, n := digits(text)
	if n != 2 || month < 1 || month > 12 {
		return date{}, slipAt(at, "want a month from 01 to 12")
	}
	if len(text) < 3 || text[2] != '-' {
		return date{}, slipAt(at+2, `want "-" after the month`)
	}
	day, m := digits(text[3:])
	const leap = 2000
	if m != 2 || day < 1 || int(day) > monthDays(leap, int(month)) {
		return date{}, slipAt(at+3, "want a day from 01 to %02d: month %02d has no more", monthDays(leap, int(month)), month)
	}
	if len(text) > 5 {
		problem := "nothing may follow the date"
		if strings.ContainsAny(text[5:6], "-/ ") {
			problem += "; a range is written with two dots, as in 12-24..12-26"
		}
		return date{}, slipAt(at+5, "%s", problem)
	}
	return date{month: int(month), day: int(day)}, nil
}

// number returns the date's day counted from 1970-01-01; for a yearly date, in the year given. ok
// is false on a 02-29 that year lacks.
func (d date) number(year int) (n int64, ok bool) {
	if !d.yearly {
		year = d.year
	}
	if d.day > monthDays(year, d.month) {
		return 0, false
	}
	return time.Date(year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Unix() / daySeconds, true
}

// before reports whether a date of a year comes before another.
func (d date) before(e date) bool {
	return d.year < e.year || d.year == e.year && d.slot() < e.slot()
}

// tomorrow returns the day after a day of a year.
func (d date) tomorrow() date {
	if d.day++; d.day > 28 && d.day > monthDays(d.year, d.month) {
		d.day = 1
		if d.month++; d.month > 12 {
			d.month, d.year = 1, d.year+1
		}
	}
	return d
}

// slot numbers the days of a leap year, in order and with room to spare: a month has 31, which
// makes the number a product and leaves some that no date has.
func (d date) slot() int { return (d.month-1)*31 + d.day - 1 }

const slots = 12 * 31

// monthDays is how many days a month has, from 1 for January.
func monthDays(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// civil returns the date of a day counted from 1970-01-01: the algorithm of Howard Hinnant,
// "chrono-Compatible Low-Level Date Algorithms", civil_from_days, for any year.
//
// It counts years from the first of March, so that the leap day is the last of its year, and in
// eras of 400 years, which all have as many days.
func civil(n int64) date {
	z := n + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d := date{year: int(yoe + era*400), month: int(mp) + 3, day: int(doy - (153*mp+2)/5 + 1)}
	if mp >= 10 {
		d.month, d.year = int(mp)-9, d.year+1
	}
	return d
}

// weekday of a day counted from 1970-01-01, a Thursday; 0 is Sunday, as in package time.
func weekday(n int64) int {
	w := (n + 4) % 7
	if w < 0 {
		w += 7
	}
	return int(w)
}

// floorDiv divides and rounds down, also below zero: days and pages before 1970 have numbers as
// those after it do. b must be positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
