package hours

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Pick is a weekday that a rule names: each of them, or only one of each month.
type Pick struct {
	Day time.Weekday
	Nth int // 1 to 5 from the month's beginning, -1 to -5 from its end; 0: each
}

// mask is a set of days, each known by its weekday and its place in the month: whether it is the
// first, second and so on of four such weekdays, or of five. Nine places a weekday say of every day
// which one it is, counted from either end.
type mask uint64

// A weekday comes four times in a month or five times. The first of four and the first of five are
// different places, because the second is not the fourth from the end: with both told apart, "the
// last Friday" and "the fourth Friday" are sets of places like any other, and a day is asked for
// its one place alone.
const (
	places   = 4 + 5
	everyDay = mask(1)<<(7*places) - 1
	allOf    = mask(1)<<places - 1 // every place of Sunday
)

func (m mask) has(class int) bool { return m>>class&1 == 1 }

// whole reports whether the place in the month makes no difference.
func (m mask) whole() bool {
	for n := range 7 {
		if p := m >> (n * places) & allOf; p != 0 && p != allOf {
			return false
		}
	}
	return true
}

// weekdays returns those of which the mask has any.
func (m mask) weekdays() (days [7]bool) {
	for n := range days {
		days[n] = m>>(n*places)&allOf != 0
	}
	return days
}

// place is where the date stands among the days of its weekday in a month of so many days: from 0
// to 3 of four, from 4 to 8 of five.
func (d date) place(length int) int {
	n, after := (d.day-1)/7, (length-d.day)/7
	if n+after == 3 {
		return n
	}
	return 4 + n
}

// nth returns the mask of the days that are the nth of their weekday in a month. A negative n
// counts from the end of the month.
func nth(n int) (m mask) {
	for place := range places {
		at, of := place, 4
		if place >= 4 {
			at, of = place-4, 5
		}
		if n == at+1 || n == at-of {
			m |= 1 << place
		}
	}
	return m
}

// parsePicks reads what parseDays does, and "Sat[1]", "Sat[1,3]", "Sun[-1],Mon": the weekdays of a
// month by number. It adds them to a list, unless that is nil.
func parsePicks(text string, list *[]Pick) (m mask, bad *slip) {
	if !strings.Contains(text, "[") {
		days, bad := parseDays(text)
		m.each(days, list)
		return m, bad
	}
	// A comma within brackets belongs to the numbers, so the parts are cut off one by one.
	at := 1
	for rest, more := text, true; more; {
		part := rest
		comma := strings.IndexByte(rest, ',')
		if open := strings.IndexByte(rest, '['); open >= 0 && (comma < 0 || open < comma) {
			end := strings.IndexByte(rest, ']')
			if end < open {
				return 0, slipAt(at+len(rest), `want "]" after the numbers, as in Sat[1]`)
			}
			if comma = -1; end+1 < len(rest) {
				if rest[end+1] != ',' {
					return 0, slipAt(at+end+1, `want "," and another weekday, or the end`)
				}
				comma = end + 1
			}
		}
		if more = comma >= 0; more {
			part, rest = rest[:comma], rest[comma+1:]
		}
		if bad := m.parse(part, at, list); bad != nil {
			return 0, bad
		}
		at += len(part) + 1
	}
	return m, nil
}

// each adds each of some weekdays.
func (m *mask) each(days [7]bool, list *[]Pick) {
	for day, in := range days {
		if in {
			*m |= allOf << (day * places)
			if list != nil {
				*list = append(*list, Pick{Day: time.Weekday(day)})
			}
		}
	}
}

// parse reads one part of a list of weekdays, which begins at a column, and adds it.
func (m *mask) parse(part string, at int, list *[]Pick) *slip {
	name, numbers, numbered := strings.Cut(part, "[")
	numbers = strings.TrimSuffix(numbers, "]")
	days, bad := parseDays(name)
	if bad != nil {
		bad.column += at - 1
		return bad
	}
	if !numbered {
		m.each(days, list)
		return nil
	}
	if at += len(name) + 1; strings.Contains(name, "-") {
		return slipAt(at-1, "a number goes with a single weekday, as in Sat[1]")
	}
	day := slices.Index(days[:], true)
	for number := range strings.SplitSeq(numbers, ",") {
		n, err := strconv.Atoi(number)
		if err != nil || n == 0 || n > 5 || n < -5 || number[0] == '+' {
			return slipAt(at, "want a number from 1 to 5, or from -1 for the last to -5, as in Sat[1]")
		}
		*m |= nth(n) << (day * places)
		if list != nil {
			*list = append(*list, Pick{time.Weekday(day), n})
		}
		at += len(number) + 1
	}
	return nil
}
