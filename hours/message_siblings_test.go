package hours_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestWhatPeopleMistakeForOurFormsIsToldInItsOwnTerms(t *testing.T) {
	for text, want := range map[string]string{
		"Mon;Tue":    "column 4: want a comma between weekdays",
		"Tue/Thu":    "column 4: want a comma between weekdays",
		"Thurs":      "did you mean Thu?",
		"Mon to Fri": "people.Parse reads what people type",
		"Mon-":       "column 5: want a weekday such as Fri",
	} {
		_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week(text, "09:00-17:00")}})
		require.ErrorContains(t, err, want, text)
	}
	for text, want := range map[string]string{
		"9am-5pm":   "column 1: want an hour of two digits, as in 09:00; people.Parse reads what people type",
		"0900-1700": "people.Parse reads what people type",
		"all day":   `"all day" is no hours: a whole day is 00:00-24:00`,
		"24 hours":  "a whole day is 00:00-24:00",
		"09-17":     `column 3: want ":" after the hour`,
	} {
		_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon", text)}})
		require.ErrorContains(t, err, want, text)
	}
	for text, want := range map[string]string{
		"24 December 2026": "did you mean 2026-12-24?", "December 24, 2026": "did you mean 2026-12-24?",
		"20261224": "did you mean 2026-12-24?", "24.12.26": "did you mean 2026-12-24?",
		"24.12": "did you mean 12-24?", "Dec 24": "did you mean 12-24?", "24/12": "did you mean 12-24?",
		"12-24-2026": "did you mean 2026-12-24?", "5/6": "5/6 can be 06-05 or 05-06",
		"05-06-2026":            "05-06-2026 can be 2026-06-05 or 2026-05-06",
		"2026-12-24/2026-12-26": "column 11: nothing may follow the date; a range is written with two dots",
		"12-24..":               "column 6: nothing may follow the date",
		"2026-12-24..":          "column 11: nothing may follow the date",
	} {
		for _, rule := range []hours.Rule{hours.Closed(text), hours.On(text, "09:00-17:00")} {
			_, err := hours.New(hours.Config{Rules: []hours.Rule{rule}})
			require.ErrorContains(t, err, want, text)
		}
	}
	for zone, want := range map[string]string{
		"utc": "did you mean UTC?", "us/eastern": "did you mean US/Eastern?",
		"Port-au-Prince": "did you mean America/Port-au-Prince?", "GMT+1": "not an offset, which knows no summer time",
		"Eastern Time": `"Eastern Time" is no zone`,
	} {
		_, err := hours.New(hours.Config{Zone: zone})
		require.ErrorContains(t, err, want, zone)
	}
}

// What follows from a value of a wrong kind, which counts as empty then, is no fault of its own.
func TestAValueOfAWrongKindIsOneFault(t *testing.T) {
	for text, want := range map[string][]string{
		`{"week":{"mon":[9]}}`:      {"week.mon[0]: want a text, not a number"},
		`{"dates":[7,"x"]}`:         {"dates[0]: want an object, not a number", "dates[1]: want an object, not a text"},
		`{"cuts":["lunch"]}`:        {"cuts[0]: want an object, not a text"},
		`{"holidays":["2026-1-1"]}`: {"holidays[0]: want an object, not a text"},
		`{"shifts":[{"days":"Mon","hours":["09:00-17:00"],"every_weeks":1.5,"from":"2026-01-01"}]}`: {
			"shifts[0].every_weeks: want a whole number, not 1.5",
		},
		`{"dates":[{"from":"12-24","to":7,"hours":{}},{"date":20261224,"hours":[]}]}`: {
			"dates[0].to: want a text, not a number", "dates[1].date: want a text, not a number",
			`dates[0].hours: want a list of texts, as in ["09:00-17:00"], not an object`,
		},
		`{"zone":5,"grace":[],"last_call":{}}`: {
			"zone: want a text, not a number", "grace: want a text, not a list", "last_call: want a text, not an object",
		},
		`{"timezone":"UTC","wekk":{},"dtaes":[],"breaks":[]}`: {
			"timezone: unknown member: did you mean zone?", "wekk: unknown member: did you mean week?",
			"dtaes: unknown member: did you mean dates?", "breaks: unknown member: did you mean cuts?",
		},
	} {
		err := json.Unmarshal([]byte(text), new(hours.Schedule))
		require.ErrorIs(t, err, hours.ErrInvalid)
		lines := strings.Split(err.Error(), "\n")
		require.Len(t, lines, len(want), "%s: %v", text, err)
		for _, w := range want {
			has := func(line string) bool { return strings.HasPrefix(line, "hours: "+w) }
			require.True(t, slices.ContainsFunc(lines, has), "%s: %v", text, err)
		}
	}
}
