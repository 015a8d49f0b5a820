package people

import (
	"fmt"
	"strings"
	"time"
)

// Words are a language. Phrases have places to fill in: {day} a weekday, {date} a date, {dom} a day of the month, {month} its
// name, {time} a time, {min} a number of minutes.
type Words struct {
	Days     [7]string  // short, from Sunday: "Mon"
	LongDays [7]string  // "Monday"
	Months   [12]string // as in a date: "January"
	Date     string     // "{dom} {month}"

	Always string // open without end: "24/7"
	Closed string // of days without hours: "closed"
	Range  string // between two days or times: "–"
	And    string // between days, intervals and lines: ", "

	OpenNow, ClosedNow            string // with no change ever to come
	ClosesIn, ClosesAt, ClosesDay string // within the hour; today; within six days
	ClosesDate                    string // later
	OpensIn, OpensAt, OpensDay    string
	OpensDate                     string
	Clock                         func(hour, minute int) string // writes a time. Default: 9:00, 17:30, 24:00
}

// English is how it reads in English, with a 24-hour clock.
func English() Words {
	w := Words{
		Date: "{dom} {month}", Always: "24/7", Closed: "closed", Range: "–", And: ", ",
		OpenNow: "open", ClosedNow: "closed",
		ClosesIn: "closes in {min} min", ClosesAt: "closes at {time}", ClosesDay: "closes {day} {time}", ClosesDate: "closes {date} {time}",
		OpensIn: "opens in {min} min", OpensAt: "opens at {time}", OpensDay: "opens {day} {time}", OpensDate: "opens {date} {time}",
	}
	for i := range w.LongDays {
		w.LongDays[i] = time.Weekday(i).String()
		w.Days[i] = w.LongDays[i][:3]
	}
	for i := range w.Months {
		w.Months[i] = time.Month(i + 1).String()
	}
	return w
}

// Week is the lines as text: "Mon–Fri 9:00–17:00, Sat 10:00–14:00". Closed days are left out, unless all are.
func (w Words) Week(lines []Line) string {
	var texts []string
	for _, l := range lines {
		switch {
		case len(l.Open) == 0:
		case len(l.Days) == 7 && len(l.Open) == 1 && l.Open[0] == Span{To: Clock{24, 0}}:
			return w.Always
		default:
			texts = append(texts, w.Line(l))
		}
	}
	if len(texts) == 0 {
		return w.Closed
	}
	return strings.Join(texts, w.And)
}

// Line is one line as text: "Mon–Fri 9:00–12:00, 13:00–17:00", "Sun closed".
func (w Words) Line(l Line) string {
	spans := []string{w.Closed}
	if len(l.Open) > 0 {
		spans = nil
	}
	for _, s := range l.Open {
		spans = append(spans, w.time(s.From)+w.Range+w.time(s.To))
	}
	return w.days(l.Days) + " " + strings.Join(spans, w.And)
}

// days joins weekdays, those that follow one another from three on as a range.
func (w Words) days(days []time.Weekday) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == (days[j]+1)%7 {
			j++
		}
		if j-i < 2 {
			j = i
			parts = append(parts, w.Days[days[i]])
		} else {
			parts = append(parts, w.Days[days[i]]+w.Range+w.Days[days[j]])
		}
		i = j + 1
	}
	return strings.Join(parts, w.And)
}

// Tell is the news as text: "closes in 25 min", "closes at 17:00", "opens Monday 9:00", "opens 4 January 9:00".
func (w Words) Tell(n News) string {
	in, at, day, date, now := w.OpensIn, w.OpensAt, w.OpensDay, w.OpensDate, w.ClosedNow
	if n.Open {
		in, at, day, date, now = w.ClosesIn, w.ClosesAt, w.ClosesDay, w.ClosesDate, w.OpenNow
	}
	phrase := date
	switch {
	case n.Change.IsZero():
		phrase = now
	case n.In <= time.Hour:
		phrase = in
	case n.Days == 0:
		phrase = at
	case n.Days < 7:
		phrase = day
	}
	return w.fill(phrase, n)
}

func (w Words) fill(phrase string, n News) string {
	date := strings.NewReplacer("{dom}", fmt.Sprint(n.Change.Day()), "{month}", w.Months[n.Change.Month()-1]).Replace(w.Date)
	return strings.NewReplacer(
		"{min}", fmt.Sprint(int(n.In/time.Minute)), "{time}", w.time(clock(n.Change)),
		"{day}", w.LongDays[n.Change.Weekday()], "{date}", date,
	).Replace(phrase)
}

func (w Words) time(c Clock) string {
	if w.Clock != nil {
		return w.Clock(c.Hour, c.Minute)
	}
	return fmt.Sprintf("%d:%02d", c.Hour, c.Minute)
}
