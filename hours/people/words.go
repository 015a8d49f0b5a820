package people

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Words are a language. Phrases have places to fill in: {day} a weekday, {date} a date, {dom} a day
// of the month, {month} its name, {time} a time, {min} a number of minutes, {news} what is said
// without Elsewhere.
type Words struct {
	Days     [7]string  // short, from Sunday: "Mon"
	LongDays [7]string  // as in a phrase: "Monday", "w poniedziałek"
	Months   [12]string // as in a date: "January"
	Date     string     // "{dom} {month}"

	Always string // open without end: "24/7"
	Closed string // of days without hours: "closed"
	Range  string // between two days or times: "–"
	And    string // between days, and between intervals of one line: ", "
	Lines  string // between lines. Default: "; "

	OpenNow, ClosedNow string  // with no change ever to come
	Closes, Opens      Phrases // about the change to come
	Elsewhere          string  // around a time when the reader's clock is not the schedule's: "{news} your time". Default: {news}

	AM, PM string                        // of TwelveHours: "{time} am", "{time} pm". Default: "{time} AM", "{time} PM"
	Clock  func(hour, minute int) string // writes a time. Default: 9:00, 17:30, 24:00
}

// Phrases tell of one kind of change, by how far off it is.
type Phrases struct {
	In       string // within the hour: "closes in {min} min"
	At       string // today: "closes at {time}"
	Tomorrow string // "closes tomorrow {time}". Default: Day
	Day      string // within six days: "closes {day} {time}"
	Date     string // later: "closes {date} {time}"
}

// TwelveHours are the same words with a clock that counts to twelve: "9:00 am", "12:00 am" for 0:00
// and for 24:00.
func (w Words) TwelveHours() Words {
	am, pm := cmp.Or(w.AM, "{time} AM"), cmp.Or(w.PM, "{time} PM")
	w.Clock = func(hour, minute int) string {
		half := am
		if hour%24 >= 12 {
			half = pm
		}
		return strings.Replace(half, "{time}", fmt.Sprintf("%d:%02d", (hour+11)%12+1, minute), 1)
	}
	return w
}

// Week is the lines as text: "Mon–Fri 9:00–12:00, 13:00–17:00; Sat 10:00–14:00". Closed days are
// left out, unless all are.
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
	return strings.Join(texts, cmp.Or(w.Lines, "; "))
}

// Line is one line as text: "Mon–Fri 9:00–12:00, 13:00–17:00", "Sun closed".
func (w Words) Line(l Line) string {
	spans := []string{w.Closed}
	if len(l.Open) > 0 {
		spans = nil
	}
	for _, s := range l.Open {
		spans = append(spans, w.span(s))
	}
	return w.days(l.Days) + " " + strings.Join(spans, w.And)
}

// span is an interval as text. One of a day and longer says how many days later it ends:
// "17:00–18:00 (+1)".
func (w Words) span(s Span) string {
	text := w.time(s.From) + w.Range + w.time(s.To)
	minutes := func(c Clock) int { return c.Hour*60 + c.Minute }
	if s.Days > 1 || s.Days == 1 && minutes(s.To) >= minutes(s.From) {
		text += fmt.Sprintf(" (+%d)", s.Days)
	}
	return text
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

// Tell is the news as text: "closes in 25 min", "closes at 24:00", "opens tomorrow 9:00", "opens
// Monday 9:00 your time", "opens 4 January 9:00".
func (w Words) Tell(n News) string {
	phrases, now := w.Opens, w.ClosedNow
	if n.Open {
		phrases, now = w.Closes, w.OpenNow
	}
	phrase := phrases.Date
	switch {
	case n.Change.IsZero():
		return now
	case n.In <= time.Hour:
		return w.fill(phrases.In, n)
	case n.Days == 0:
		phrase = phrases.At
	case n.Days == 1:
		phrase = cmp.Or(phrases.Tomorrow, phrases.Day)
	case n.Days < 7:
		phrase = phrases.Day
	}
	text := w.fill(phrase, n)
	if n.Elsewhere && w.Elsewhere != "" {
		text = strings.Replace(w.Elsewhere, "{news}", text, 1)
	}
	return text
}

func (w Words) fill(phrase string, n News) string {
	on, at := n.reading()
	date := strings.NewReplacer("{dom}", fmt.Sprint(on.Day()), "{month}", w.Months[on.Month()-1]).Replace(w.Date)
	return strings.NewReplacer(
		"{min}", fmt.Sprint(int(n.In/time.Minute)), "{time}", w.time(at), "{day}", w.LongDays[on.Weekday()], "{date}", date,
	).Replace(phrase)
}

func (w Words) time(c Clock) string {
	if w.Clock != nil {
		return w.Clock(c.Hour, c.Minute)
	}
	return fmt.Sprintf("%d:%02d", c.Hour, c.Minute)
}
