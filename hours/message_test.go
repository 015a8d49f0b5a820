package hours_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestAMessageSaysWhatIsWrongInTheUnitOfTheFault(t *testing.T) {
	for name, cases := range map[string]struct {
		rule func(string) hours.Rule
		want map[string]string
	}{
		"days": {func(text string) hours.Rule { return hours.Week(text, "09:00-17:00") }, map[string]string{
			"Monday":    `column 1: want a weekday such as Mon, or Mon-Fri, not "Monday": did you mean Mon?`,
			"Mo-Fr":     `column 1: want a weekday such as Mon, or Mon-Fri, not "Mo": did you mean Mon?`,
			"Mon-Frid":  `column 5: want a weekday such as Fri, not "Frid": did you mean Fri?`,
			"weekdays":  `not "weekdays"; people.Parse reads what people type`,
			"Mon - Fri": "column 4: there is a blank",
			"Mon, Tue":  "column 5: there is a blank",
			"Mon–Fri":   `column 4: want a weekday such as Mon, or Mon-Fri, with a plain "-" and no blanks`,
			"":          "column 1: want a weekday such as Mon, or Mon-Fri",
		}},
		"hours": {func(text string) hours.Rule { return hours.Week("Mon", text) }, map[string]string{
			"closed":                  `"closed" is no hours: no hours at all mean closed`,
			"24/7":                    `a whole day is 00:00-24:00`,
			"9:00-17:00":              "column 1: want an hour of two digits, as in 09:00; people.Parse reads what people type",
			"09:00 - 17:00":           `column 6: there is a blank in "09:00 - 17:00"`,
			"09:00-17:00 ":            `column 12: there is a blank in "09:00-17:00 "`,
			" 09:00-17:00":            `column 1: there is a blank in " 09:00-17:00"`,
			"09:00–17:00":             `column 6: want a plain "-"`,
			"9":                       "column 1: want an hour of two digits, as in 09:00",
			"9:":                      "column 1: want an hour of two digits, as in 09:00",
			"09:00-17:00,18:00-20:00": "column 12: nothing may follow the closing time: each interval is one of its own",
		}},
		"date": {hours.Closed, map[string]string{
			"24.12.2026":  "column 1: want a date such as 2026-12-24, year first: did you mean 2026-12-24?",
			"24.12.":      "did you mean 12-24?",
			"2026-1-5":    "did you mean 2026-01-05?",
			"2026/01/05":  "did you mean 2026-01-05?",
			"3/4/2026":    "3/4/2026", // told below with both meanings
			" 2026-12-24": `there is a blank in " 2026-12-24"`,
			"2026-02-30":  "column 9: want a day from 01 to 29: month 02 has no more",
			"2026-02-29":  "column 9: month 02 of 2026 has no day 29",
		}},
	} {
		for text, want := range cases.want {
			_, err := hours.New(hours.Config{Rules: []hours.Rule{cases.rule(text)}})
			if text == "3/4/2026" {
				want = "2026-04-03 or 2026-03-04"
			}
			require.ErrorContains(t, err, want, "%s %q", name, text)
		}
	}
}

func TestAZoneThatIsNoneIsToldWithTheOneThatWasMeant(t *testing.T) {
	for zone, want := range map[string]string{
		"Berlin":              `hours: Zone: "Berlin" is no zone; want an IANA name such as Europe/Berlin: did you mean Europe/Berlin?`,
		"Europe/Berlin ":      `"Europe/Berlin " is no zone; want an IANA name such as Europe/Berlin: did you mean Europe/Berlin?`,
		"europe/berlin":       "did you mean Europe/Berlin?",
		"America/New York":    "did you mean America/New_York?",
		"new york":            "did you mean America/New_York?",
		"+02:00":              "not an offset, which knows no summer time",
		"Mars/Olympus":        `"Mars/Olympus" is no zone; want an IANA name such as Europe/Berlin`,
		"../../etc/localtime": "is no zone",
	} {
		_, err := hours.New(hours.Config{Zone: zone})
		require.ErrorContains(t, err, want, zone)
	}
}

func TestAllFaultsOfJSONAreToldAtOnceInItsOwnWords(t *testing.T) {
	err := json.Unmarshal([]byte(`{"zone":"Berlin","hours":[],"Week":{},"week":{"mon":"09:00-17:00","tue":["9:00-17:00"],"monday":[]},
		"last_call":15,"dates":[{"date":"24.12.2026","hours":[7],"naem":"x"}],"cuts":{}}`), new(hours.Schedule))
	require.ErrorIs(t, err, hours.ErrInvalid)
	for _, want := range []string{
		`hours: zone: "Berlin" is no zone`,
		"hours: hours: unknown member; there are zone, week, ",
		"hours: Week: unknown member: did you mean week?",
		`hours: week.mon: want a list of texts, as in ["09:00-17:00"], not a text`,
		"hours: week.tue[0]: column 1: want an hour of two digits",
		"hours: week.monday: unknown member: did you mean mon?",
		"hours: last_call: want a text, not a number",
		"hours: dates[0].date: column 1: want a date such as 2026-12-24, year first: did you mean 2026-12-24?",
		"hours: dates[0].hours[0]: want a text, not a number",
		"hours: dates[0].naem: unknown member: did you mean name?; there are date, ",
		"hours: cuts: want a list of objects, not an object",
	} {
		require.ErrorContains(t, err, want)
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		require.Regexp(t, `^hours: [a-zA-Z]`, line)
		for _, word := range []string{"json:", "struct", "form", "Go "} {
			require.NotContains(t, line, word)
		}
	}
}

func TestAFaultOfACombinationNamesItsPart(t *testing.T) {
	err := json.Unmarshal([]byte(`{"union":[{"zone":"UTC"},{"minus":[{"week":{"mon":["x"]}},{"zone":"X/Y"}]},[]]}`), new(hours.Schedule))
	require.ErrorContains(t, err, "hours: union[1].minus[0].week.mon[0]: column 1")
	require.ErrorContains(t, err, "hours: union[1].minus[1].zone: ")
	require.ErrorContains(t, err, "hours: union[2]: want an object")
}

func TestTextThatIsNoJSONIsAFaultToo(t *testing.T) {
	for _, text := range []string{"{", `{"zone"`, `{"zone":}`, "", "[", `{"zone":"UTC"}{}`, `{"zone":"UTC",}`} {
		err := new(hours.Schedule).UnmarshalJSON([]byte(text))
		var fault *hours.Fault
		require.True(t, errors.As(err, &fault), "%q: %v", text, err)
		require.Equal(t, "schedule", fault.Field)
		require.Positive(t, fault.Column)
		require.NotContains(t, err.Error(), "EOF")
	}
}
