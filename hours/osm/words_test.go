package osm_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/osm"
)

// nth tells whether a day is the nth of its weekday in its month, by counting them.
func nth(day time.Time, n int) bool {
	var all []int
	for d := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC); d.Month() == day.Month(); d = d.AddDate(0, 0, 1) {
		if d.Weekday() == day.Weekday() {
			all = append(all, d.Day())
		}
	}
	if n < 0 {
		n += len(all) + 1
	}
	return n >= 1 && n <= len(all) && all[n-1] == day.Day()
}

func TestAWeekdayOfTheMonthIsWhatACalendarSays(t *testing.T) {
	names := []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}
	for seed := range uint64(7) {
		r := rand.New(rand.NewPCG(seed, 5))
		d, n := r.IntN(7), 1+r.IntN(5)
		if r.IntN(2) == 0 {
			n = -n
		}
		off := r.IntN(2) == 0
		text := fmt.Sprintf("Mo-Fr 09:00-17:00; %s[%d] 10:00-12:00", names[d], n)
		if off {
			text = fmt.Sprintf("Mo-Su 09:00-17:00; Mo 08:00-09:00; %s[%d] off", names[d], n)
		}
		s, err := osm.Parse("UTC", text)
		require.NoError(t, err, text)
		year := 1999 + r.IntN(30)
		for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < year+2; day = day.AddDate(0, 0, 1) {
			named := int(day.Weekday()) == d && nth(day, n)
			want := 8 * time.Hour
			switch weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
			case named && off, !named && !off && weekend:
				want = 0
			case named:
				want = 2 * time.Hour
			case off && day.Weekday() == time.Monday:
				want = time.Hour
			}
			require.Equal(t, want, s.Between(day, day.AddDate(0, 0, 1)), "%s on %s", text, day.Format("Mon 2006-01-02"))
		}
		written, err := osm.Format(s)
		if err == nil {
			read, err := osm.Parse("UTC", written)
			require.NoError(t, err)
			_, differ := hours.Minus(s, read).NextOpen(time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC))
			require.False(t, differ, written)
		}
	}
}

func TestTheNewWordsAreWritten(t *testing.T) {
	for text, rules := range map[string][]hours.Rule{
		"Mo-Fr 09:00-17:00, Sa[1,-1] 10:00-14:00":  {hours.Week("Mon-Fri", "09:00-17:00"), hours.Week("Sat[1,-1]", "10:00-14:00")},
		"Fr[2] 18:00-22:00":                        {hours.Week("Fri[2]", "18:00-22:00")},
		"Mo-Fr 09:00-17:00; Mo-Su 13:00-14:00 off": {hours.Week("Mon-Fri", "09:00-17:00"), hours.CutDaily("13:00-14:00")},
		"Mo-Fr 09:00-17:00; 2026 Dec 24 10:00-14:00; Mo,We 12:00-12:30,16:00-18:00 off": {
			hours.CutDaily("12:00-12:30", "16:00-18:00").Only("Mon,Wed"), hours.Week("Mon-Fri", "09:00-17:00"), hours.On("2026-12-24", "10:00-14:00")},
		"Mo-Su 09:00-17:00; May 01-May 31 Su[2] off":         {hours.Week("Mon-Sun", "09:00-17:00"), hours.OnYearly("05-01..05-31").Only("Sun[2]")},
		"Mo-Su 09:00-17:00; PH 10:00-12:00; 2026 Dec 26 off": {hours.Week("Mon-Sun", "09:00-17:00"), hours.Closed("2026-12-26"), hours.OnHolidays("10:00-12:00")},
		"Mo-Fr 09:00-17:00; PH off":                          {hours.Week("Mon-Fri", "09:00-17:00"), hours.ClosedHolidays()},
	} {
		holidays := []hours.Holiday{{Date: "2026-12-25"}, {Date: "2026-12-26"}}
		s, err := hours.New(hours.Config{Rules: rules, Holidays: holidays})
		require.NoError(t, err)
		got, err := osm.Format(s)
		require.NoError(t, err, text)
		require.Equal(t, text, got)
	}
	for _, rule := range []hours.Rule{hours.Week("Sat", "10:00-14:00").EveryWeeks(2, "2026-01-03"), hours.OnHolidays("10:00-12:00").Only("Mon")} {
		s, err := hours.New(hours.Config{Rules: []hours.Rule{rule}, Holidays: []hours.Holiday{{Date: "2026-12-28"}}})
		require.NoError(t, err)
		_, err = osm.Format(s)
		require.ErrorIs(t, err, osm.ErrInexpressible, rule)
	}
}

func TestABlankBetweenTimesChangesNothing(t *testing.T) {
	want, err := osm.Parse("UTC", "Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-11:00")
	require.NoError(t, err)
	got, err := osm.Parse("UTC", "Mo-Fr 09:00-12:00, 14:00-18:00; Sa 10:00-11:00")
	require.NoError(t, err)
	from := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	require.Equal(t, want.Between(from, from.AddDate(0, 0, 7)), got.Between(from, from.AddDate(0, 0, 7)))
	require.Zero(t, hours.Minus(got, want).Between(from, from.AddDate(0, 0, 7)))
}

func TestARefusalNamesWhatTheSubsetLeavesOut(t *testing.T) {
	for text, want := range map[string]string{
		"week 1-53/2 Sa 10:00-14:00":     "column 1: want a date, a weekday, a time or 24/7: week numbers are not supported",
		"Mo sunrise-17:00":               "times of the sun",
		"SH off":                         "school holidays",
		"easter off":                     "dates from easter",
		"Mo 09:00-17:00 || Tu off":       "fallback rules",
		`Mo 09:00-17:00 "by bell"`:       "comments",
		"Mo-Fr[1] 09:00-17:00":           "numbers of a range of weekdays",
		"Mo-Sa 08:00-13:00; 15:00-18:00": "must name its days",
	} {
		_, err := osm.Parse("UTC", text)
		require.ErrorIs(t, err, osm.ErrUnsupported, text)
		require.ErrorContains(t, err, want, text)
	}
	_, err := osm.Parse("UTC", "Sa[-1] 20:00-03:00")
	require.ErrorContains(t, err, "differs in leap years")
	require.True(t, strings.HasPrefix(err.Error(), "osm: column 1"))
}

func TestAShiftOverMidnightIsWrittenAndReadBack(t *testing.T) {
	from := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, rules := range [][]hours.Rule{
		{hours.Week("Wed", "17:00-25:30")},
		{hours.Week("Wed", "17:00-01:30")},
		{hours.Week("Wed", "17:00-41:00")},
		{hours.Week("Mon-Sun", "17:00-25:30"), hours.On("2026-06-10", "20:00-28:00"), hours.Closed("2026-06-12")},
	} {
		s, err := hours.New(hours.Config{Rules: rules})
		require.NoError(t, err)
		text, err := osm.Format(s)
		require.NoError(t, err)
		read, err := osm.Parse("UTC", text)
		require.NoError(t, err)
		until := from.AddDate(1, 0, 0)
		require.Zero(t, hours.Minus(s, read).Between(from, until)+hours.Minus(read, s).Between(from, until), text)
	}
}

func TestARefusalSaysWhatWasProbablyMeant(t *testing.T) {
	for text, want := range map[string]string{
		"mo-fr 09:00-17:00":       `column 1: want a date, a weekday, a time or 24/7: did you mean "Mo"`,
		"Mo-FR 09:00-17:00":       `column 4: want a weekday such as Fr: did you mean "Fr"?`,
		"Tues 09:00-17:00":        `did you mean "Tu"?`,
		"Mo-Fr 09:00-17:00; ph 9": `did you mean "PH"?`,
		"december 24 off":         `did you mean "Dec"?`,
		"Mo–Fr 09:00-17:00":       `column 3: want times, or off: a dash is a plain "-"`,
		"Mo 9:00-17:00":           "column 4: want an hour of two digits, as in 09:00",
		"Mo 09:00–17:00":          `column 9: want "-" and a closing time: a dash is a plain "-"`,
		"Mo 09:00+":               `column 9: want "-" and a closing time: open ends are not`,
		"Dec 24: 10:00-12:00":     "column 7: want times, or off: colons after days are not",
		"Mo 09:00-17:00; ":        `nothing stands behind the last ";"`,
		"Mo OFF":                  `did you mean "off"?`,
	} {
		_, err := osm.Parse("UTC", text)
		require.ErrorIs(t, err, osm.ErrUnsupported, text)
		require.ErrorContains(t, err, want, text)
	}
	_, err := osm.Parse("UTC", "Mons 09:00-17:00")
	require.NotContains(t, err.Error(), "did you mean", "no weekday is called so")
}
