package hours_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestAllFaultsAreReportedAtOnceWithFieldAndColumn(t *testing.T) {
	_, err := hours.New(hours.Config{
		Zone: "Mars/Olympus", LastCall: -1, Grace: -1,
		Rules: []hours.Rule{
			hours.Week("Mon-Fry", "09:00-17:60"),
			{},
			hours.On("2026-02-29", "9:00-17:00"),
			hours.Cut("2026-06-06T16:00", "2026-06-06T14:00"),
			hours.Week("Mon", "09:00-17:00").Only("Tue"),
		},
	})
	require.ErrorIs(t, err, hours.ErrInvalid)
	for _, text := range []string{
		"hours: Zone: ", "hours: LastCall: ", "hours: Grace: ",
		"hours: Rules[0].days: column 5: ", "hours: Rules[0].hours[0]: column 10: ",
		"hours: Rules[1]: ", "hours: Rules[2].date: column 9: ", "hours: Rules[2].hours[0]: column 1: ", "hours: Rules[3].to: column 1: ",
		"hours: Rules[4].days: ",
	} {
		require.ErrorContains(t, err, text)
	}
}

func TestAWrongIntervalNamesItsColumn(t *testing.T) {
	for text, column := range map[string]int{
		"":               1,
		"9-17":           1,
		"09-17":          3,
		"09:0-17:00":     4,
		"09:00":          6,
		"09:00 17:00":    6,
		"09:00-":         7,
		"09:00-17":       9,
		"09:00-17:00x":   12,
		"24:00-26:00":    1,
		"09:00-09:00":    7,
		"09:61-17:00":    4,
		"09:00-1000:00":  7,
		"0９:00-17:00":    1,
		"-09:00-17:00":   1,
		"09:00-17:00 ":   12,
		"09:00--17:00":   7,
		"09:00-17:00:00": 12,
	} {
		_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon", text)}})
		var fault *hours.Fault
		require.ErrorAs(t, err, &fault, text)
		require.Equal(t, "Rules[0].hours[0]", fault.Field)
		require.Equal(t, column, fault.Column, "%q: %s", text, err)
	}
}

func TestAWrongDateNamesItsColumn(t *testing.T) {
	for text, where := range map[string]struct {
		field  string
		column int
	}{
		"":                       {"date", 1},
		"26-12-24":               {"date", 1},
		"1899-12-31":             {"date", 1},
		"2200-01-01":             {"date", 1},
		"2026-13-01":             {"date", 6},
		"2026-04-31":             {"date", 9},
		"2026-12-24T10:00":       {"date", 11},
		"02-30":                  {"date", 4},
		"2026-12-24..12-26":      {"to", 1},
		"2026-12-24..2026-12-20": {"to", 1},
		"12-24..2026-12-26":      {"to", 1},
		"12-24..12-32":           {"to", 4},
	} {
		_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Closed(text)}})
		var fault *hours.Fault
		require.ErrorAs(t, err, &fault, text)
		require.Equal(t, "Rules[0]."+where.field, fault.Field, text)
		require.Equal(t, where.column, fault.Column, "%q: %s", text, err)
	}
	_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.ClosedYearly("2026-12-24")}})
	require.ErrorContains(t, err, "without a year")
}

func TestMoreIntervalsThanADayCanUseAreRefused(t *testing.T) {
	many := make([]string, 97)
	for i := range many {
		many[i] = "09:00-17:00"
	}
	_, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon", many...), hours.Week("Tue", many[1:]...), hours.Week("Mon-Tue", "10:00-11:00")}})
	require.ErrorContains(t, err, "Rules[0].hours: has more than 96")
	require.ErrorContains(t, err, "Rules[2]: makes more than 96 intervals on Tue")
}

func TestAWrongZoneIsRefused(t *testing.T) {
	warsaw, err := time.LoadLocation("Europe/Warsaw")
	require.NoError(t, err)
	for _, c := range []hours.Config{{Zone: "Local"}, {Zone: "../etc"}, {Zone: "Europe/Berlin", Location: warsaw}} {
		_, err := hours.New(c)
		require.ErrorContains(t, err, "Zone")
	}
}

func TestWrongJSONIsRefusedByFieldAndLeavesTheScheduleAlone(t *testing.T) {
	s := build(t, "Europe/Warsaw", hours.Week("Mon-Sun", "09:00-17:00"))
	for text, field := range map[string]string{
		`{"zone":"UTC","week":{"mon":["09:00-25:0"]}}`:                           "week.mon[0]: column 10",
		`{"zone":"Nowhere/City"}`:                                                "hours: zone: ",
		`{"zone":"UTC","weeks":{}}`:                                              "weeks",
		`{"zone":"UTC","week":{"mon":["09:00-10:00"],"mon":[]}}`:                 "mon",
		`{"zone":"UTC","dates":[{"date":"2026-02-30","hours":[]}]}`:              "dates[0].date: column 9",
		`{"zone":"UTC","dates":[{"hours":[]}]}`:                                  "dates[0].date",
		`{"zone":"UTC","dates":[{"date":"12-24","from":"12-24","hours":[]}]}`:    "dates[0]",
		`{"zone":"UTC","dates":[{"from":"12-24","hours":[]}]}`:                   "dates[0].to",
		`{"zone":"UTC","cuts":[{"from":"2026-06-06","to":"2026-06-06T10:00"}]}`:  "cuts[0].from: column 11",
		`{"zone":"UTC","last_call":"soon"}`:                                      "last_call",
		`{"zone":"UTC","grace":"-5m"}`:                                           "grace",
		`{"zone":"UTC","shifts":[{"days":"Mo","hours":[]}]}`:                     "shifts[0].days: column 1",
		`{"union":[],"zone":"UTC"}`:                                              "union",
		`{"union":[]}`:                                                           "union",
		`{"union":[null]}`:                                                       "union[0]",
		`{"union":[{"zone":"X/Y"}]}`:                                             "zone",
		`[]`:                                                                     "schedule: want an object",
		`{"zone":"UTC"} {}`:                                                      "",
		`{"zone":"UTC","week":{"mon":["09:00-10:99"]},"grace":"x","zone2":true}`: "zone2",
	} {
		require.ErrorContains(t, json.Unmarshal([]byte(text), s), field, text)
	}
	require.True(t, s.Open(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)), "a refused decoding changes nothing")
	require.NoError(t, json.Unmarshal([]byte("null"), s))
	require.True(t, s.Open(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)))
}

func TestJSONIsReadAndWrittenWithoutLoss(t *testing.T) {
	const text = `{"zone":"Europe/Warsaw","week":{"mon":["09:00-12:00","13:00-17:00"],"fri":["20:00-03:00"]},` +
		`"shifts":[{"days":"Sat,Sun","hours":["10:00-12:00"],"name":"weekend"}],` +
		`"dates":[{"date":"2026-12-24","hours":["10:00-14:00"],"name":"Christmas Eve"},{"date":"2026-05-01","hours":[]},` +
		`{"from":"12-25","to":"01-02","hours":[]},{"from":"06-01","to":"08-31","days":"Sat","hours":["09:00-10:00"]}],` +
		`"cuts":[{"from":"2026-06-06T14:00","to":"2026-06-06T16:00"}],"last_call":"15m","grace":"1h30m"}`
	s := new(hours.Schedule)
	require.NoError(t, json.Unmarshal([]byte(text), s))
	data, err := json.Marshal(s)
	require.NoError(t, err)
	require.Equal(t, text, string(data))
	_, err = json.Marshal(fixed(t))
	require.ErrorIs(t, err, hours.ErrInvalid)
}

// fixed is a schedule in a zone that has no name to write down.
func fixed(t *testing.T) *hours.Schedule {
	s, err := hours.New(hours.Config{Location: time.FixedZone("shop", 3600), Rules: []hours.Rule{hours.Week("Mon", "09:00-17:00")}})
	require.NoError(t, err)
	return s
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"zone":"Europe/Warsaw","week":{"mon":["09:00-12:00"]},"dates":[{"date":"12-24","hours":["10:00-14:00"],"name":"x"}],"cuts":[{"from":"2026-06-06T14:00","to":"2026-06-06T16:00"}],"last_call":"15m"}`))
	f.Add([]byte(`{"shifts":[{"days":"Sat[1,-1]","hours":["10:00-14:00"]},{"days":"Sun","hours":["10:00-12:00"],"every_weeks":2,"from":"2026-01-04"}],"dates":[{"holidays":true,"days":"Mon","hours":[]}],"cuts":[{"hours":["13:00-14:00"],"days":"Mon"}],"holidays":[{"date":"12-25","name":"x"}]}`))
	f.Add([]byte(`{"minus":[{"zone":"UTC","shifts":[{"days":"Mon-Sun","hours":["00:00-24:00"]}]},{"zone":"Asia/Tokyo"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := new(hours.Schedule)
		if json.Unmarshal(data, s) != nil {
			return
		}
		at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
		lawful(t, again(t, s), at, at.Add(50*time.Hour), at.Add(-9*time.Hour), 7*time.Hour)
	})
}
