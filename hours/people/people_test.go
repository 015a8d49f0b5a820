package people_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

func schedule(rules ...hours.Rule) *hours.Schedule {
	s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: rules})
	if err != nil {
		panic(err)
	}
	return s
}

func Example() {
	s := schedule(hours.Week("Mon-Fri", "09:00-17:00"), hours.Week("Sat", "10:00-14:00"), hours.Closed("2026-06-01"))
	english, warsaw := people.English(), s.Location()
	friday := time.Date(2026, 6, 5, 16, 35, 0, 0, warsaw)
	fmt.Println(english.Week(people.Week(people.Regular(s), friday, warsaw)))
	fmt.Println(english.Tell(people.Tell(s, friday, warsaw)))
	fmt.Println(english.Tell(people.Tell(s, friday.AddDate(0, 0, 1), warsaw)))
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(english.Week(people.Week(people.Regular(s), friday, tokyo)))
	// Output:
	// Mon–Fri 9:00–17:00; Sat 10:00–14:00
	// closes in 25 min
	// opens Monday 9:00
	// Mon–Fri 16:00–24:00; Sat 17:00–21:00
}

func ExampleParse() {
	for _, text := range []string{"Mo - Fr 9–17", "weekdays 9am–5:30 pm, Sat 10-14", "Montag bis Freitag 9-12 und 13-17 Uhr", "Mon-Fri 9-5"} {
		r, err := people.Parse("Europe/Berlin", text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(r.Text)
	}
	// Output:
	// Mon-Fri 09:00-17:00
	// Mon-Fri 09:00-17:30; Sat 10:00-14:00
	// Mon-Fri 09:00-12:00, 13:00-17:00
	// hours: text: column 9: "9-5" can mean Mon-Fri 09:00-17:00, or Mon-Fri 09:00-29:00: write the one you mean
}

func TestTheNewsIsInTheReadersWords(t *testing.T) {
	polish := people.Words{
		LongDays: [7]string{1: "w poniedziałek"}, Months: [12]string{0: "stycznia"}, Date: "{dom} {month}",
		Opens: people.Phrases{Day: "otwarte {day} o {time}", Date: "otwarte od {date}, {time}"}, Closes: people.Phrases{At: "do {time}"},
		Clock: func(hour, minute int) string { return fmt.Sprintf("%02d.%02d", hour, minute) },
	}
	s := schedule(hours.Week("Mon-Fri", "09:00-17:00"), hours.ClosedYearly("12-24..01-03"))
	at := func(month time.Month, day, hour int) people.News {
		return people.Tell(s, time.Date(2026, month, day, hour, 0, 0, 0, s.Location()), s.Location())
	}
	require.Equal(t, "otwarte w poniedziałek o 09.00", polish.Tell(at(6, 6, 12)))
	require.Equal(t, "otwarte od 4 stycznia, 09.00", polish.Tell(at(12, 24, 12)))
	require.Equal(t, "do 17.00", polish.Tell(at(6, 5, 12)))
}

func TestEnglishSaysEveryKindOfNews(t *testing.T) {
	english := people.English()
	always, never := schedule(hours.Week("Mon-Sun", "00:00-24:00")), schedule()
	late := schedule(hours.Week("Fri", "20:00-03:00"))
	away := schedule(hours.Week("Fri", "20:00-03:00"), hours.Closed("2026-06-12"))
	now := time.Date(2026, 6, 5, 21, 0, 0, 0, late.Location())
	for want, got := range map[string]string{
		"open":                      english.Tell(people.Tell(always, now, time.UTC)),
		"closed":                    english.Tell(people.Tell(never, now, time.UTC)),
		"closes tomorrow 3:00":      english.Tell(people.Tell(late, now, late.Location())),
		"closes at 19:00 your time": english.Tell(people.Tell(schedule(hours.Week("Fri", "20:00-26:00")), now, time.FixedZone("", -5*60*60))),
		"opens at 20:00":            english.Tell(people.Tell(late, now.Add(-9*time.Hour), late.Location())),
		"opens in 1 min":            english.Tell(people.Tell(late, now.Add(-time.Hour-time.Second), late.Location())),
		"opens 19 June 20:00":       english.Tell(people.Tell(away, now.AddDate(0, 0, 1), late.Location())),
	} {
		require.Equal(t, want, got)
	}
}

func TestTheWeekIsGroupedByHours(t *testing.T) {
	now := time.Date(2026, 6, 5, 21, 0, 0, 0, time.UTC)
	for want, s := range map[string]*hours.Schedule{
		"24/7":                             schedule(hours.Week("Mon-Sun", "00:00-24:00")),
		"closed":                           schedule(),
		"Mon, Wed 9:00–12:00, 13:00–17:00": schedule(hours.Week("Mon,Wed", "09:00-12:00", "13:00-17:00")),
		"Fri, Sat 20:00–3:00":              schedule(hours.Week("Fri,Sat", "20:00-03:00")),
		"Mon–Wed, Fri 9:00–17:00":          schedule(hours.Week("Mon-Wed,Fri", "09:00-17:00")),
	} {
		require.Equal(t, want, people.English().Week(people.Week(s, now, s.Location())))
	}
}

func TestAnIntervalIsToldWholeHoweverLong(t *testing.T) {
	s, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.On("2026-02-17..2026-03-14", "00:00-24:00")}})
	require.NoError(t, err)
	at := func(month time.Month, day int) []people.Line {
		return people.Week(s, time.Date(2026, month, day, 12, 0, 0, 0, time.UTC), time.UTC)
	}
	midnight := people.Clock{}
	begins := people.Line{Days: []time.Weekday{time.Tuesday}, Open: []people.Span{{From: midnight, To: people.Clock{Hour: 24}, Days: 25}}}
	require.Contains(t, at(time.February, 17), begins, "it ends in the fourth week after")
	ends := people.Line{Days: []time.Weekday{time.Monday}, Open: []people.Span{{From: midnight, To: people.Clock{Hour: 24}, Days: 5}}}
	require.Contains(t, at(time.March, 11), ends, "it began three weeks before, and ends on Saturday")
	require.Len(t, at(time.March, 4), 1, "nothing begins or ends in between")
}
