package osm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Format writes the hours of a schedule so that Parse reads the same hours, or gives an error that
// wraps ErrInexpressible. Zone, names, last call and grace are no part of the notation.
//
// Holidays are written as PH, and the text is to be read with the same list. What holds in one of
// several weeks has no equal.
//
// It writes the rules as they are, and where the notation would read them otherwise, because a
// day's own hours silence what runs into it over midnight, each day by itself.
func Format(s *hours.Schedule) (string, error) {
	c, ok := s.Config()
	if !ok {
		return "", fmt.Errorf("%w: it is a combination", ErrInexpressible)
	}
	wall, err := hours.New(hours.Config{Rules: c.Rules, Holidays: c.Holidays})
	if err != nil {
		return "", err
	}
	for _, write := range []func([]hours.Rule, *hours.Schedule) []string{plain, daily} {
		text := strings.ReplaceAll(strings.Join(write(c.Rules, wall), "; "), "; , ", ", ")
		if text == "" {
			text = "off"
		}
		if read, err := Parse("UTC", text, c.Holidays...); err == nil && same(read, wall) {
			return text, nil
		}
	}
	return "", fmt.Errorf("%w: what its rules say of some days depends on more than the day", ErrInexpressible)
}

// same tells whether two schedules are never open one without the other.
func same(a, b *hours.Schedule) bool {
	before := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
	_, more := hours.Minus(a, b).NextOpen(before)
	_, less := hours.Minus(b, a).NextOpen(before)
	return !more && !less && a.Open(before) == b.Open(before)
}

// plain writes rule for rule, the weak before the strong.
func plain(rules []hours.Rule, _ *hours.Schedule) []string {
	var week [7][]string
	var some []string
	for _, r := range rules {
		switch {
		case r.Kind() != hours.KindWeek:
		case numbered(r):
			some = append(some, ", "+formatPicks(r)+" "+strings.Join(r.Hours(), ","))
		default:
			for _, d := range r.Weekdays() {
				week[d] = append(week[d], r.Hours()...)
			}
		}
	}
	lines := append(formatWeek(week), some...)
	if len(lines) > 0 {
		lines[0] = strings.TrimPrefix(lines[0], ", ")
	}
	return append(lines, formatDates(rules)...)
}

// daily writes the hours of each day from 00:00 to 24:00: the week's, and those of every date that
// a rule of one year touches.
func daily(rules []hours.Rule, wall *hours.Schedule) []string {
	regular := slices.DeleteFunc(slices.Clone(rules), func(r hours.Rule) bool { return r.Kind() != hours.KindWeek })
	ordinary, err := hours.New(hours.Config{Rules: regular})
	if err != nil {
		return nil
	}
	var week [7][]string
	for d := range week {
		week[d] = dayOf(ordinary, time.Date(2023, 1, 1+d, 0, 0, 0, 0, time.UTC)) // a Sunday
	}
	lines := formatWeek(week)
	for _, day := range touched(rules) {
		if open := dayOf(wall, day); !slices.Equal(open, week[day.Weekday()]) {
			lines = append(lines, day.Format("2006 Jan 02 ")+orOff(open))
		}
	}
	return lines
}

// touched are the dates that rules of one year name, and one more, in order. It gives up on more
// than four years of them.
func touched(rules []hours.Rule) (list []time.Time) {
	for _, r := range rules {
		first, last := r.Dates()
		if last == "" {
			last = first
		}
		const layout = "2006-01-02"
		from, err1 := time.Parse(layout, first[:min(len(first), len(layout))])
		to, err2 := time.Parse(layout, last[:min(len(last), len(layout))])
		if r.Kind() == hours.KindWeek || err1 != nil || err2 != nil {
			continue
		}
		for t := from; !t.After(to.AddDate(0, 0, 1)) && len(list) < 4*366; t = t.AddDate(0, 0, 1) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// dayOf is what is open of a day on the wall, which the clock of UTC stands for.
func dayOf(wall *hours.Schedule, day time.Time) (texts []string) {
	for p := range wall.Periods(day, day.AddDate(0, 0, 1)) {
		end := p.End.Format("15:04")
		if end == "00:00" {
			end = "24:00"
		}
		texts = append(texts, p.Start.Format("15:04-")+end)
	}
	return texts
}

func orOff(hours []string) string {
	if len(hours) == 0 {
		return "off"
	}
	return strings.Join(hours, ",")
}
