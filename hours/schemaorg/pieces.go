package schemaorg

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// dated is what one specification, or one rule, says of its dates.
type dated struct {
	first, last day
	days        [7]bool // of these weekdays; Sunday first
	rank        int     // a higher one is the only one that counts
	hours       []string
	name        string
}

// day is a date, counted in days.
type day int64

func dayOf(date string) day {
	t, _ := time.Parse(time.DateOnly, date)
	return day(t.Unix() / secondsADay)
}

const secondsADay = 24 * 60 * 60

func (d day) String() string        { return time.Unix(int64(d)*secondsADay, 0).UTC().Format(time.DateOnly) }
func (d day) year() int             { return time.Unix(int64(d)*secondsADay, 0).UTC().Year() }
func (d day) weekday() time.Weekday { return time.Unix(int64(d)*secondsADay, 0).UTC().Weekday() }

var everyDay = [7]bool{true, true, true, true, true, true, true}

// said is what holds on a weekday of a piece. The zero value is nothing: the week's own hours.
type said struct {
	dated bool
	hours string // joined; empty for closed
	name  string
}

// piece is a run of days on which the same holds, week by week.
type piece struct {
	first, last day
	said        [7]said
}

// pieces cuts what overlaps into pieces that do not. Of the dated ones that name a day, those of
// the highest rank are given to merge, in their order.
func pieces(all []dated, merge func([]dated) said) (list []piece) {
	var ends []day
	for _, d := range all {
		ends = append(ends, d.first, d.last+1)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	waiting := slices.Clone(all)
	slices.SortStableFunc(waiting, func(a, b dated) int { return cmp.Compare(a.first, b.first) })
	var now []dated
	for i := range max(0, len(ends)-1) {
		p := piece{first: ends[i], last: ends[i+1] - 1}
		now = slices.DeleteFunc(now, func(d dated) bool { return d.last < p.first })
		for len(waiting) > 0 && waiting[0].first == p.first {
			now, waiting = append(now, waiting[0]), waiting[1:]
		}
		for weekday := range p.said {
			if named := strongest(now, weekday); len(named) > 0 && p.has(time.Weekday(weekday)) {
				p.said[weekday] = merge(named)
			}
		}
		if p.said == [7]said{} {
			continue
		}
		if n := len(list); n == 0 || !list[n-1].join(p) {
			list = append(list, p)
		}
	}
	return list
}

// strongest are those of the highest rank that name a weekday.
func strongest(all []dated, weekday int) (named []dated) {
	for _, d := range all {
		switch {
		case !d.days[weekday], len(named) > 0 && named[0].rank > d.rank:
			continue
		case len(named) > 0 && named[0].rank < d.rank:
			named = named[:0]
		}
		named = append(named, d)
	}
	return named
}

// rules are a piece's rules, one for the weekdays of which the same is said. They have no days in
// common.
func (p piece) rules() (rules []hours.Rule) {
	dates := p.first.String()
	if p.last > p.first {
		dates += ".." + p.last.String()
	}
	whole := true // all weekdays that the piece has say the same
	var left []time.Weekday
	for _, weekday := range weekdays {
		if p.has(weekday) {
			left = append(left, weekday)
			whole = whole && p.said[weekday] == p.said[left[0]]
		}
	}
	for len(left) > 0 {
		what, names := p.said[left[0]], []string(nil)
		left = slices.DeleteFunc(left, func(d time.Weekday) bool {
			same := p.said[d] == what
			if same {
				names = append(names, d.String()[:3])
			}
			return same
		})
		if !what.dated {
			continue
		}
		r := hours.On(dates, strings.Fields(what.hours)...).Named(what.name)
		if !whole {
			r = r.Only(strings.Join(names, ","))
		}
		rules = append(rules, r)
	}
	return rules
}

// join makes one piece of two that follow each other, if the same holds on the weekdays that both
// have.
func (p *piece) join(next piece) bool {
	if next.first != p.last+1 {
		return false
	}
	both := *p
	both.last = next.last
	for _, weekday := range weekdays {
		switch there := p.has(weekday); {
		case !next.has(weekday):
		case !there:
			both.said[weekday] = next.said[weekday]
		case p.said[weekday] != next.said[weekday]:
			return false
		}
	}
	*p = both
	return true
}

// has reports whether one of the days is such a weekday.
func (p piece) has(weekday time.Weekday) bool {
	return day((weekday-p.first.weekday()+7)%7) <= p.last-p.first
}
