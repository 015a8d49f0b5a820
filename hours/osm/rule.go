package osm

import "slices"

// rule is one rule of the notation.
type rule struct {
	ranges   []dateRange // any of them; empty: every date
	weekdays [7]bool     // any of them
	nth      [7][]int    // and of these only some of the month, counted from its beginning or, below zero, from its end
	holidays bool        // or a holiday
	limited  bool        // whether weekdays or holidays say anything
	spans    []span      // empty: the whole day
	off      bool
	adds     bool // after a comma: it leaves what earlier rules say
}

// span is minutes of a day, up to 48:00 of it.
type span struct{ open, close int }

const dayMinutes = 24 * 60

// dateRange is days of every year, by slot, or days counted from 1970-01-01.
type dateRange struct {
	yearly      bool
	first, last int
}

// moment is a day as rules see it.
type moment struct {
	weekday int // 0 is Sunday
	slot    int // its place in a leap year; -1 for a day that is none of those the rules name
	day     int // counted from 1970-01-01; noDay where the year is open
	holiday bool
	nth     int // which of its weekday in the month it is; 0 where slot is -1
	last    int // the same from the month's end, below zero
}

const noDay = -1 << 31

// slotOf numbers month and day, both from 1, with room for 31 days a month.
func slotOf(month, day int) int { return (month-1)*31 + day - 1 }

func (r dateRange) has(m moment) bool {
	at := m.day
	if r.yearly {
		at = m.slot
		if at >= 0 && r.last < r.first {
			return at >= r.first || at <= r.last
		}
	}
	return at >= r.first && at <= r.last
}

func (r *rule) matches(m moment) bool {
	in := len(r.ranges) == 0
	for _, d := range r.ranges {
		in = in || d.has(m)
	}
	return in && (!r.limited || r.picks(m) || r.holidays && m.holiday)
}

// picks tells whether the weekday is one of the rule's.
func (r *rule) picks(m moment) bool {
	if !r.weekdays[m.weekday] {
		return false
	}
	n := r.nth[m.weekday]
	return len(n) == 0 || m.nth != 0 && (slices.Contains(n, m.nth) || slices.Contains(n, m.last))
}

// numbered tells whether the rule asks which of its weekday in the month a day is; fromEnd, whether
// it counts from the end.
func (r *rule) numbered() (yes, fromEnd bool) {
	for _, n := range r.nth {
		yes = yes || len(n) > 0
		fromEnd = fromEnd || len(n) > 0 && slices.Min(n) < 0
	}
	return yes, fromEnd
}

// minutes are the open minutes of a day.
type minutes [dayMinutes]bool

// fill sets a part of the day.
func (d *minutes) fill(from, to int, open bool) {
	for i := max(from, 0); i < min(to, dayMinutes); i++ {
		d[i] = open
	}
}

// evaluate is what the rules say about a day. Rules speak in order, each followed by what it said
// the day before of the time after 24:00; one that opens and does not add silences all before it.
func evaluate(rules []rule, today, yesterday moment) (d minutes) {
	begin := 0
	for i := range rules {
		if r := &rules[i]; r.matches(today) && !r.off && !r.adds {
			begin = i
		}
	}
	for i := begin; i < len(rules); i++ {
		r := &rules[i]
		if r.matches(today) {
			if len(r.spans) == 0 {
				d.fill(0, dayMinutes, !r.off)
			}
			for _, s := range r.spans {
				d.fill(s.open, s.close, !r.off)
			}
		}
		if r.matches(yesterday) {
			for _, s := range r.spans {
				d.fill(s.open-dayMinutes, s.close-dayMinutes, !r.off)
			}
		}
	}
	return d
}
