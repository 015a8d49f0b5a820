package osm

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// week is the hours of a day for each weekday it may fall on.
type week [7]minutes

// compiler turns rules that override one another into hours that do not.
type compiler struct {
	rules    []rule
	base     week
	yearly   map[int]*week // by slot; only those that differ from base
	leap     map[int]*week // the same in leap years, where that is something else
	holidays map[string]bool
	out      []hours.Rule
}

func compile(rules []rule, holidays []hours.Holiday) ([]hours.Rule, error) {
	c := &compiler{rules: rules, yearly: map[int]*week{}, leap: map[int]*week{}, holidays: map[string]bool{}}
	for _, h := range holidays {
		c.holidays[h.Date] = true
	}
	for d := range 7 {
		c.base[d] = evaluate(rules, moment{weekday: d, slot: -1, day: noDay}, moment{weekday: (d + 6) % 7, slot: -1, day: noDay})
		if texts := c.base[d].texts(); len(texts) > 0 {
			c.out = append(c.out, hours.Week(time.Weekday(d).String()[:3], texts...))
		}
	}
	if err := c.years(); err != nil {
		return nil, err
	}
	err := c.days(holidays)
	return c.out, err
}

// slots are the days of a leap year, in order, and the texts of their dates.
func slots() (list []int, dates map[int]string) {
	dates = map[int]string{}
	for t := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC); t.Year() == 2000; t = t.AddDate(0, 0, 1) {
		slot := slotOf(int(t.Month()), t.Day())
		list = append(list, slot)
		dates[slot] = t.Format("01-02")
	}
	return list, dates
}

// years makes a rule of every run of days of the year on which the hours are not the week's.
func (c *compiler) years() error {
	list, dates := slots()
	for i, slot := range list {
		before := list[(i+len(list)-1)%len(list)]
		february, march := slotOf(2, 28), slotOf(3, 1)
		if !c.names(slot, dates[slot]) && !c.names(before, dates[before]) && !(slot == march && c.names(february, dates[february])) {
			continue
		}
		w, leap := new(week), new(week)
		for d := range w {
			common := before
			if slot == march {
				common = february
			}
			w[d] = evaluate(c.rules, c.yearMoment(slot, d, 28, dates), c.yearMoment(common, (d+6)%7, 28, dates))
			leap[d] = evaluate(c.rules, c.yearMoment(slot, d, 29, dates), c.yearMoment(before, (d+6)%7, 29, dates))
		}
		switch {
		case slot == slotOf(2, 29):
			w = leap
		case slot == march && *w != *leap:
			return &Error{Column: 1, Problem: "what runs into March 1 differs in leap years"}
		}
		if *w != c.base || *leap != c.base {
			c.yearly[slot] = w
		}
		if *leap != *w {
			c.leap[slot] = leap
		}
	}
	for i := 0; i < len(list); {
		w, end := c.yearly[list[i]], i+1
		for w != nil && end < len(list) && c.yearly[list[end]] != nil && *c.yearly[list[end]] == *w {
			end++
		}
		if w != nil {
			c.emit(dates[list[i]], dates[list[end-1]], w)
		}
		i = end
	}
	return c.leapDays(list, dates)
}

// yearMoment is a day of every year, in years whose February has so many days.
func (c *compiler) yearMoment(slot, weekday, february int, dates map[int]string) moment {
	month, day := slot/31+1, slot%31+1
	length := monthDays(0, month)
	if month == 2 {
		length = february
	}
	return moment{
		weekday: weekday, slot: slot, day: noDay, holiday: c.holidays[dates[slot]],
		nth: (day-1)/7 + 1, last: -max(1, (length-day)/7+1),
	}
}

// leapDays makes a rule for each day of February that is in leap years another from the end of
// those of its weekday: the 1st, 8th, 15th and 22nd. It is told by that number, which is another in
// common years.
func (c *compiler) leapDays(list []int, dates map[int]string) error {
	for _, slot := range list {
		leap := c.leap[slot]
		if leap == nil {
			continue
		}
		last := c.yearMoment(slot, 0, 29, dates).last
		if slot%31%7 != 0 {
			return &Error{Column: 1, Problem: "what runs over midnight into " + dates[slot] + " differs in leap years"}
		}
		for d := range leap {
			if leap[d] != c.yearly[slot][d] {
				only := fmt.Sprintf("%s[%d]", time.Weekday(d).String()[:3], last)
				c.out = append(c.out, hours.OnYearly(dates[slot], leap[d].texts()...).Only(only))
			}
		}
	}
	return nil
}

// names tells whether rules say anything about a day of every year that they do not say about any
// day.
func (c *compiler) names(slot int, date string) bool {
	if c.holidays[date] {
		return true
	}
	for _, r := range c.rules {
		yearly := len(r.ranges) == 0
		for _, d := range r.ranges {
			if d.yearly && d.has(moment{slot: slot}) {
				return true
			}
		}
		if numbered, _ := r.numbered(); numbered && yearly {
			return true
		}
	}
	return false
}

// emit makes rules for dates on which the hours depend on the weekday, one for each kind of hours.
func (c *compiler) emit(first, last string, w *week) {
	text := first
	if last != first {
		text += ".." + last
	}
	for d := range w {
		if slices.Index(w[:d], w[d]) >= 0 {
			continue
		}
		days, all := "", true
		for e := range w {
			if w[e] == w[d] {
				days += "," + time.Weekday(e).String()[:3]
			} else {
				all = false
			}
		}
		r := hours.On(text, w[d].texts()...)
		if !all {
			r = r.Only(days[1:])
		}
		c.out = append(c.out, r)
	}
}

// days makes a rule of every date of one year on which the hours are neither the week's nor every
// year's.
func (c *compiler) days(holidays []hours.Holiday) error {
	named := map[int]bool{}
	for _, r := range c.rules {
		for _, d := range r.ranges {
			for n := d.first; !d.yearly && n <= d.last+1 && len(named) <= mostDays; n++ {
				named[n] = true
			}
		}
	}
	for _, h := range holidays {
		if t, err := time.Parse("2006-01-02", h.Date); err == nil {
			n := int(t.Unix() / (24 * 60 * 60))
			named[n], named[n+1] = true, true
		} else if _, err := time.Parse("2006-01-02", "2000-"+h.Date); err != nil {
			return fmt.Errorf("%w: holiday %q: want a date such as 2026-12-25 or 12-25", ErrUnsupported, h.Date)
		}
	}
	if len(named) > mostDays {
		return &Error{Column: 1, Problem: fmt.Sprintf("names more than %d dates", mostDays)}
	}
	c.runs(slices.Sorted(maps.Keys(named)))
	return nil
}

// mostDays is how many dates of one year each a text may name: more than a century of them.
const mostDays = 40_000

// runs makes a rule of every run of dates of the same hours, from the first that needs one to the
// last.
func (c *compiler) runs(order []int) {
	for i := 0; i < len(order); {
		open, usual := c.on(order[i])
		first, last := order[i], order[i]
		for i++; i < len(order) && open != usual && order[i] == order[i-1]+1; i++ {
			next, instead := c.on(order[i])
			if next != open {
				break
			}
			if next != instead {
				last = order[i]
			}
		}
		if open == usual {
			continue
		}
		text := dateOf(first).Format("2006-01-02")
		if last != first {
			text += dateOf(last).Format("..2006-01-02")
		}
		c.out = append(c.out, hours.On(text, open.texts()...))
	}
}

// on is the hours of a date, and what the week or every year would make them.
func (c *compiler) on(n int) (open, usual minutes) {
	t := dateOf(n)
	slot := slotOf(int(t.Month()), t.Day())
	w := c.yearly[slot]
	if c.leap[slot] != nil && monthDays(t.Year(), 2) == 29 {
		w = c.leap[slot]
	}
	if w != nil {
		usual = w[t.Weekday()]
	} else {
		usual = c.base[t.Weekday()]
	}
	return evaluate(c.rules, c.moment(t), c.moment(t.AddDate(0, 0, -1))), usual
}

func dateOf(n int) time.Time { return time.Unix(int64(n)*24*60*60, 0).UTC() }

func (c *compiler) moment(t time.Time) moment {
	return moment{
		weekday: int(t.Weekday()), slot: slotOf(int(t.Month()), t.Day()), day: int(t.Unix() / (24 * 60 * 60)),
		holiday: c.holidays[t.Format("2006-01-02")] || c.holidays[t.Format("01-02")],
		nth:     (t.Day()-1)/7 + 1, last: -((monthDays(t.Year(), int(t.Month()))-t.Day())/7 + 1),
	}
}

// texts are the open minutes as intervals of a day.
func (d *minutes) texts() (texts []string) {
	for i := 0; i < dayMinutes; i++ {
		if !d[i] {
			continue
		}
		open := i
		for i < dayMinutes && d[i] {
			i++
		}
		texts = append(texts, fmt.Sprintf("%02d:%02d-%02d:%02d", open/60, open%60, i/60, i%60))
	}
	return texts
}
