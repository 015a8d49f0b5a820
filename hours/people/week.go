package people

import (
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Line is weekdays of the same hours.
type Line struct {
	Days []time.Weekday // in order from Monday
	Open []Span         // empty: closed
}

// Span is an interval of a day, on the reader's clock.
type Span struct {
	From, To Clock
	Days     int // how many days after From's To is; 0 is the same day, where a To of 24:00 is the day's end
}

// Clock is a reading of a clock, from 0:00 to 24:00.
type Clock struct{ Hour, Minute int }

// Calendar is what is put into words: *hours.Schedule and hours.Revisions are Calendars.
type Calendar interface {
	Open(t time.Time) bool
	NextOpen(t time.Time) (opening time.Time, ok bool)
	NextClose(t time.Time) (closing time.Time, ok bool)
	Periods(from, to time.Time) iter.Seq[hours.Period]
}

// Regular is the schedule's weekly hours alone, without what is of dates, as one puts on a door:
// hours of every other week and of the first Saturday are among them, and the cuts of every day,
// such as a lunch. For a combination, which has no week of its own, it is the combination.
func Regular(s *hours.Schedule) *hours.Schedule {
	c, ok := s.Config()
	if !ok {
		return s
	}
	c.Rules = slices.DeleteFunc(c.Rules, func(r hours.Rule) bool { return r.Kind() != hours.KindWeek && r.Kind() != hours.KindDailyCut })
	week, err := hours.New(c)
	if err != nil {
		return s // cannot be: its rules were good
	}
	return week
}

// Week is the hours of the week, Monday to Sunday, in which now falls for a reader in a zone. An
// interval is told whole, under the day it begins on; one that began more than a week before Monday
// is told under Monday, from 0:00. Days of the same hours share a line; lines are in the order of
// their first days. Always and never open are one line of seven days. A nil zone is the schedule's
// own, or UTC where c has none.
func Week(c Calendar, now time.Time, zone *time.Location) []Line {
	zone = readers(c, zone)
	local := now.In(zone)
	back := (int(local.Weekday()) + 6) % 7
	var open [7][]Span
	begin := func(day int) time.Time {
		from, _ := hours.DayOf(time.Date(local.Year(), local.Month(), local.Day()-back+day, 12, 0, 0, 0, zone), zone)
		return from
	}
	monday, next := begin(0), begin(7)
	first, last := monday.AddDate(0, 0, -7), next.AddDate(0, 0, 7)
	for p := range c.Periods(first, last) {
		if p.End.Equal(last) { // cut off
			if end, ok := c.NextClose(p.Start); ok {
				p.End = end
			}
		}
		if p.Start.Equal(first) && p.End.After(monday) { // open for more than a week: it goes on as the week begins
			p.Start = monday
		}
		if !p.Start.After(monday) && !p.End.Before(next) {
			return []Line{{Days: slices.Clone(order), Open: []Span{{To: Clock{24, 0}}}}}
		}
		start, end := p.Start.In(zone), p.End.In(zone)
		if start.Before(monday) || !start.Before(next) {
			continue
		}
		day := (int(start.Weekday()) + 6) % 7
		open[day] = append(open[day], span(start, end))
	}
	var lines []Line
	for day, spans := range open {
		i := slices.IndexFunc(lines, func(l Line) bool { return slices.Equal(l.Open, spans) })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Line{Open: spans})
		}
		lines[i].Days = append(lines[i].Days, order[day])
	}
	return lines
}

var order = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func span(start, end time.Time) Span {
	s := Span{From: clock(start), To: clock(end), Days: days(start, end)}
	if s.To == (Clock{}) && s.Days > 0 {
		s.To, s.Days = Clock{24, 0}, s.Days-1
	}
	return s
}

func clock(t time.Time) Clock { return Clock{t.Hour(), t.Minute()} }

// days is how many dates lie from one time to another, both in one zone.
func days(from, to time.Time) int {
	date := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(date(to).Sub(date(from)) / (24 * time.Hour))
}
