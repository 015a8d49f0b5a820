package hours_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func dates(s *hours.Schedule, year int) (open []string) {
	for p := range s.Periods(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)) {
		open = append(open, p.Start.Format("01-02"))
	}
	return open
}

func TestAWeekdayIsNamedByItsPlaceInTheMonth(t *testing.T) {
	for rule, want := range map[string][]string{
		"Sat[1]":        {"01-03", "02-07", "03-07", "04-04", "05-02", "06-06", "07-04", "08-01", "09-05", "10-03", "11-07", "12-05"},
		"Fri[-1]":       {"01-30", "02-27", "03-27", "04-24", "05-29", "06-26", "07-31", "08-28", "09-25", "10-30", "11-27", "12-25"},
		"Sun[5]":        {"03-29", "05-31", "08-30", "11-29"},
		"Sun[-5]":       {"03-01", "05-03", "08-02", "11-01"},
		"Wed[2,-1]":     {"01-14", "01-28", "02-11", "02-25", "03-11", "03-25", "04-08", "04-29", "05-13", "05-27", "06-10", "06-24", "07-08", "07-29", "08-12", "08-26", "09-09", "09-30", "10-14", "10-28", "11-11", "11-25", "12-09", "12-30"},
		"Mon[5],Thu[5]": {"01-29", "03-30", "04-30", "06-29", "07-30", "08-31", "10-29", "11-30", "12-31"},
	} {
		require.Equal(t, want, dates(build(t, "UTC", hours.Week(rule, "10:00-14:00")), 2026), rule)
	}
}

func TestTheLastWeekdayOfFebruaryKnowsLeapYears(t *testing.T) {
	s := build(t, "UTC", hours.OnYearly("02-01..02-29", "10:00-14:00").Only("Thu[-1]"), hours.Week("Thu[5]", "20:00-21:00"))
	require.Equal(t, "02-26", dates(s, 2026)[1])
	require.Equal(t, []string{"01-30", "02-27"}, dates(s, 2025)[:2])
	require.Equal(t, []string{"02-29", "05-30"}, dates(s, 2024)[:2], "a Thursday")
	mothers := build(t, "UTC", hours.Week("Mon-Sun", "10:00-14:00"), hours.OnYearly("05-01..05-31").Only("Sun[2]").Named("Mother's Day"))
	require.Equal(t, "Mother's Day", mothers.At(time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)).Rule)
	require.True(t, mothers.Open(time.Date(2026, 5, 17, 12, 0, 0, 0, time.UTC)))
}

func TestEveryOtherWeekIsCountedFromItsDate(t *testing.T) {
	s := build(t, "Europe/Berlin", hours.Week("Sat,Sun", "10:00-14:00").EveryWeeks(2, "2026-01-04"))
	require.Equal(t, []string{"01-04", "01-17", "01-18", "01-31", "02-01", "02-14"}, dates(s, 2026)[:6], "the week of January 4, a Sunday, began on December 29")
	require.Empty(t, dates(s, 2025))
	_, ok := s.NextOpen(time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC))
	require.False(t, ok)
	_, ok = s.PrevClose(time.Date(2026, 1, 4, 0, 0, 0, 0, time.UTC))
	require.False(t, ok)
	closes, ok := s.PrevClose(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
	require.True(t, ok)
	require.Equal(t, 2199, closes.Year())
}

func TestADailyCutIsTakenFromWhateverIsOpen(t *testing.T) {
	s := build(t, "UTC",
		hours.Week("Mon-Sun", "09:00-17:00"), hours.On("2026-06-03", "12:30-20:00"), hours.On("2026-06-04", "00:00-24:00"),
		hours.CutDaily("13:00-14:00", "23:30-00:30").Named("lunch"), hours.CutDaily("09:00-10:00").Only("Fri[1]"))
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour, minute, 0, 0, time.UTC) }
	require.Equal(t, 7*time.Hour, s.Between(at(1, 0, 0), at(2, 0, 0)))
	require.Equal(t, 6*time.Hour+30*time.Minute, s.Between(at(3, 0, 0), at(4, 0, 0)))
	require.Equal(t, 22*time.Hour, s.Between(at(4, 0, 0), at(5, 0, 0)))
	require.Equal(t, 6*time.Hour, s.Between(at(5, 0, 0), at(6, 0, 0)), "the first Friday")
	require.Equal(t, 7*time.Hour, s.Between(at(12, 0, 0), at(13, 0, 0)), "the second")
	require.Equal(t, "lunch", s.At(at(1, 13, 30)).Rule)
	always := build(t, "UTC", hours.Week("Mon-Sun", "00:00-24:00"), hours.CutDaily("04:00-04:01"))
	closes, ok := always.NextClose(at(1, 5, 0))
	require.True(t, ok)
	require.Equal(t, at(2, 4, 0), closes)
}

func TestARuleOfHolidaysHoldsOnEachOfTheList(t *testing.T) {
	s, err := hours.New(hours.Config{
		Holidays: []hours.Holiday{{Date: "2026-12-25", Name: "Christmas Day"}, {Date: "05-01"}, {Date: "2026-12-28..2026-12-29", Name: "inventory"}, {Date: "2026-12-27"}},
		Rules: []hours.Rule{
			hours.On("2026-12-27", "08:00-09:00"), hours.Week("Mon-Sun", "09:00-17:00"),
			hours.OnHolidays("10:00-12:00").Named("a holiday"), hours.OnHolidays().Only("Mon"), hours.On("2026-12-20..2026-12-31", "07:00-08:00"),
		},
	})
	require.NoError(t, err)
	at := func(month, day, hour int) hours.State {
		return s.At(time.Date(2026, time.Month(month), day, hour, 30, 0, 0, time.UTC))
	}
	require.Equal(t, "Christmas Day", at(12, 25, 10).Rule)
	require.Equal(t, hours.PhaseOpen, at(12, 25, 10).Phase, "a day of a list outranks a range")
	require.Equal(t, "a holiday", at(5, 1, 14).Rule)
	require.Equal(t, hours.PhaseOpen, at(12, 27, 8).Phase, "a rule that names the day outranks the list")
	require.Equal(t, hours.PhaseClosed, at(12, 28, 10).Phase, "Monday")
	require.Equal(t, hours.PhaseOpen, at(12, 29, 10).Phase)
}

func TestTheNewWordsAreReadAndWrittenWithoutLoss(t *testing.T) {
	const text = `{"zone":"Europe/Warsaw","shifts":[{"days":"Sat[1,-1]","hours":["10:00-14:00"]},` +
		`{"days":"Sun","hours":["10:00-12:00"],"every_weeks":2,"from":"2026-01-04","name":"fortnight"}],` +
		`"dates":[{"from":"05-01","to":"05-31","days":"Sun[2]","hours":[],"name":"Mother's Day"},{"holidays":true,"days":"Mon","hours":["10:00-12:00"]}],` +
		`"cuts":[{"hours":["13:00-14:00"],"days":"Mon-Fri","name":"lunch"},{"hours":["03:00-03:30"]}],` +
		`"holidays":[{"date":"2026-12-25","name":"Christmas"},{"date":"05-01"}]}`
	s := new(hours.Schedule)
	require.NoError(t, json.Unmarshal([]byte(text), s))
	data, err := json.Marshal(s)
	require.NoError(t, err)
	require.Equal(t, text, string(data))
	config, ok := s.Config()
	require.True(t, ok)
	weeks, from := config.Rules[1].Cycle()
	require.Equal(t, []any{2, "2026-01-04"}, []any{weeks, from})
	require.Equal(t, []hours.Pick{{Day: time.Saturday, Nth: 1}, {Day: time.Saturday, Nth: -1}}, config.Rules[0].Picks())
	require.Equal(t, hours.KindHolidays, config.Rules[3].Kind())
	require.Equal(t, hours.KindDailyCut, config.Rules[4].Kind())
}

func TestAWrongNewWordNamesItsFieldAndColumn(t *testing.T) {
	for text, want := range map[string]string{
		`{"shifts":[{"days":"Sat[6]","hours":[]}]}`:                                    "shifts[0].days: column 5: want a number from 1 to 5",
		`{"shifts":[{"days":"Mon,Sat[1,0]","hours":[]}]}`:                              "shifts[0].days: column 11: ",
		`{"shifts":[{"days":"Sat[","hours":[]}]}`:                                      `shifts[0].days: column 5: want "]"`,
		`{"shifts":[{"days":"Sat[1]x","hours":[]}]}`:                                   "shifts[0].days: column 7: ",
		`{"shifts":[{"days":"Sat]","hours":[]}]}`:                                      "shifts[0].days: column 1: ",
		`{"shifts":[{"days":"Mon-Fri[1]","hours":[]}]}`:                                "shifts[0].days: column 8: ",
		`{"shifts":[{"days":"Sat[1],","hours":[]}]}`:                                   "shifts[0].days: column 8: ",
		`{"dates":[{"date":"05-01","days":"Sun[]","hours":[]}]}`:                       "dates[0].days: column 5: ",
		`{"shifts":[{"days":"Sat","hours":[],"every_weeks":2}]}`:                       "shifts[0].from: column 1: ",
		`{"shifts":[{"days":"Sat","hours":[],"from":"2026-01-03"}]}`:                   "shifts[0].every_weeks: want 1 to 104",
		`{"shifts":[{"days":"Sat","hours":[],"every_weeks":105,"from":"2026-01-03"}]}`: "shifts[0].every_weeks: want 1 to 104 weeks, not 105",
		`{"shifts":[{"days":"Sat","hours":[],"every_weeks":2,"from":"01-03"}]}`:        "shifts[0].from: column 1: ",
		`{"dates":[{"holidays":true,"hours":[]}]}`:                                     "dates[0]: speaks of holidays",
		`{"dates":[{"holidays":true,"date":"05-01","hours":[]}]}`:                      "dates[0]: ",
		`{"holidays":[{"date":"2026-02-30"}]}`:                                         "holidays[0].date: column 9: ",
		`{"holidays":[{"date":"2026-02-20..2026-02-19"}]}`:                             "holidays[0].date: column 1: ",
		`{"cuts":[{"hours":[]}]}`:                                                      "cuts[0].hours: ",
		`{"cuts":[{"hours":["13:00-37:01"]}]}`:                                         "cuts[0].hours[0]: a daily cut lasts at most a day",
		`{"cuts":[{"from":"06-06T14:00","to":"06-06T15:00","days":"Mon"}]}`:            "cuts[0]: ",
		`{"cuts":[{"hours":["13:00-14:00"],"days":"Monday-"}]}`:                        "cuts[0].days: ",
		`{"union":[{}],"holidays":[]}`:                                                 "union: ",
	} {
		err := json.Unmarshal([]byte(text), new(hours.Schedule))
		require.ErrorIs(t, err, hours.ErrInvalid, text)
		require.ErrorContains(t, err, want, text)
	}
	_, err := hours.New(hours.Config{
		Holidays: []hours.Holiday{{Date: "25.12."}},
		Rules:    []hours.Rule{hours.On("05-01").EveryWeeks(2, "2026-01-01"), hours.Week("Mon", "09:00-10:00").EveryWeeks(0, "2026-01-01")},
	})
	for _, text := range []string{"Holidays[0].date: column 1", "Rules[0].every_weeks", "Rules[1].every_weeks"} {
		require.ErrorContains(t, err, text)
	}
}

// words is rules in the new words, and what they say of a day to somebody who counts on a calendar.
type words struct {
	rules []hours.Rule
	week  []func(time.Time) []shift // what each adds
	on    []func(time.Time) (hours []shift, named bool)
	cuts  []func(time.Time) []shift
}

// picks tells whether a day is the nth of its weekday in its month.
func picks(day time.Time, weekday time.Weekday, n int) bool {
	if day.Weekday() != weekday {
		return false
	}
	var all []int
	for d := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC); d.Month() == day.Month(); d = d.AddDate(0, 0, 1) {
		if d.Weekday() == weekday {
			all = append(all, d.Day())
		}
	}
	if n < 0 {
		n += len(all) + 1
	}
	return n >= 1 && n <= len(all) && all[n-1] == day.Day()
}

func randomWords(r *rand.Rand, around time.Time) (w words) {
	shifts := func() []shift {
		open := r.IntN(1440)
		return []shift{{open, open + []int{30, 240, 1440}[r.IntN(3)]}}
	}
	for range 1 + r.IntN(3) {
		weekday, n, hours1 := time.Weekday(r.IntN(7)), r.IntN(5)+1, shifts()
		if r.IntN(2) == 0 {
			n = -n
		}
		weeks, from := 1+r.IntN(3), around.AddDate(0, 0, r.IntN(30)-30)
		monday := func(t time.Time) int64 { return t.AddDate(0, 0, -int(t.Weekday()+6)%7).Unix() / day }
		name := weekday.String()[:3]
		switch r.IntN(3) {
		case 0:
			w.rules = append(w.rules, hours.Week(fmt.Sprintf("%s[%d]", name, n), texts(hours1)...))
			w.week = append(w.week, func(t time.Time) []shift { return only(picks(t, weekday, n), hours1) })
		case 1:
			w.rules = append(w.rules, hours.Week(name, texts(hours1)...).EveryWeeks(weeks, from.Format(time.DateOnly)))
			w.week = append(w.week, func(t time.Time) []shift {
				return only(t.Weekday() == weekday && !t.Before(from) && (monday(t)-monday(from))/7%int64(weeks) == 0, hours1)
			})
		default:
			w.rules = append(w.rules, hours.Week(name, texts(hours1)...))
			w.week = append(w.week, func(t time.Time) []shift { return only(t.Weekday() == weekday, hours1) })
		}
	}
	for range r.IntN(3) {
		weekday, n, hours1, month := time.Weekday(r.IntN(7)), r.IntN(5)+1, shifts(), around.Format("01")
		first := around.AddDate(0, 0, -20)
		if r.IntN(2) == 0 {
			hours1 = nil
		}
		only, yearly := fmt.Sprintf("%s[%d]", weekday.String()[:3], n), r.IntN(2) == 0
		dates := first.Format(time.DateOnly) + ".." + around.AddDate(0, 0, 20).Format(time.DateOnly)
		if yearly {
			dates = month + "-01.." + month + "-" + time.Date(2000, around.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format("02")
			w.rules = append([]hours.Rule{hours.On(dates, texts(hours1)...).Only(only)}, w.rules...)
		} else {
			w.rules = append(w.rules, hours.On(dates, texts(hours1)...).Only(only))
		}
		named := func(t time.Time) ([]shift, bool) {
			in := !t.Before(first) && !t.After(around.AddDate(0, 0, 20))
			if yearly {
				in = t.Month() == around.Month()
			}
			return hours1, in && picks(t, weekday, n)
		}
		if yearly { // rules so made come before one another, and are weaker than those of a year
			w.on = append([]func(time.Time) ([]shift, bool){named}, w.on...)
		} else {
			w.on = append(w.on, named)
		}
	}
	for range r.IntN(2) {
		hours1, weekday := shifts(), time.Weekday(r.IntN(7))
		w.rules = append(w.rules, hours.CutDaily(texts(hours1)...).Only(weekday.String()[:3]))
		w.cuts = append(w.cuts, func(t time.Time) []shift { return only(t.Weekday() == weekday, hours1) })
	}
	return w
}

func only(yes bool, shifts []shift) []shift {
	if !yes {
		return nil
	}
	return shifts
}

// open looks at the day and the two before.
func (w *words) open(at time.Time) (open bool) {
	within := func(day time.Time, all []shift) bool {
		minute := int(at.Sub(day) / time.Minute)
		for _, s := range all {
			if s.open <= minute && minute < s.close {
				return true
			}
		}
		return false
	}
	today := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	for back := range 3 {
		day := today.AddDate(0, 0, -back)
		var all []shift
		for _, f := range w.week {
			all = append(all, f(day)...)
		}
		for _, f := range w.on {
			if hours, named := f(day); named {
				all = hours
			}
		}
		open = open || within(day, all)
	}
	for back := range 3 {
		for _, f := range w.cuts {
			if day := today.AddDate(0, 0, -back); within(day, f(day)) {
				return false
			}
		}
	}
	return open
}

func TestTheNewWordsAgreeWithACalendar(t *testing.T) {
	for seed := range cases(150/thin, 3000) {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		around := time.Date(1980+r.IntN(120), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
		if r.IntN(3) == 0 {
			around = time.Date(2000+4*r.IntN(20), time.February, 27, 0, 0, 0, 0, time.UTC)
		}
		w := randomWords(r, around)
		s, err := hours.New(hours.Config{Rules: w.rules})
		require.NoError(t, err)
		for at := around.AddDate(0, 0, -25); at.Before(around.AddDate(0, 0, 25)); at = at.Add(30 * time.Minute) {
			if s.Open(at) != w.open(at) {
				var list []string
				for _, rule := range w.rules {
					list = append(list, rule.String())
				}
				require.Failf(t, "differs", "seed %d: %s: open %v\n%s", seed, at.Format("Mon 2006-01-02 15:04"), s.Open(at), strings.Join(list, "\n"))
			}
		}
		near := func() time.Time { return around.Add(time.Duration(r.IntN(50*24*60)-25*24*60) * time.Minute) }
		lawful(t, again(t, s), near(), near(), near(), time.Duration(r.IntN(90))*time.Hour)
	}
}
