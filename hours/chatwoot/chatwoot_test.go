package chatwoot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/chatwoot"
)

func Example() {
	s, err := chatwoot.Read("", []byte(`{"timezone":"Europe/Warsaw","working_hours":[
		{"day_of_week":1,"closed_all_day":false,"open_hour":9,"open_minutes":0,"close_hour":17,"close_minutes":30,"open_all_day":false},
		{"day_of_week":6,"closed_all_day":false,"open_hour":0,"open_minutes":0,"close_hour":23,"close_minutes":59,"open_all_day":true},
		{"day_of_week":0,"closed_all_day":true}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	closes, _ := s.NextClose(time.Date(2026, 6, 6, 12, 0, 0, 0, s.Location()))
	fmt.Println(closes.Format("Mon 2006-01-02 15:04"))
	// Output: Sun 2026-06-07 00:00
}

func TestBadDataIsNamed(t *testing.T) {
	for data, field := range map[string]string{
		`{"timezone":"UTC"}`:                  "working_hours",
		`[{"day_of_week":7}]`:                 "working_hours[0].day_of_week",
		`[{"closed_all_day":1}]`:              "working_hours.closed_all_day: want true or false, not a JSON number",
		`[{"day_of_week":1,"open_hour":9.5}]`: "working_hours.open_hour: want a whole number, not a JSON number 9.5",
		`{"working_hours":3}`:                 "working_hours: want a list",
		`7`:                                   "want an object, not a JSON number",
		`[{"day_of_week":1,"open_all_day":true,"open_hour":9,"close_hour":17}]`: "working_hours[0].open_all_day: is set, and the times are not",
		`[{"day_of_week":1},`:                               "not JSON",
		`[{"day_of_week":1,"open_hour":17,"close_hour":9}]`: "working_hours[0]",
		`[{"day_of_week":1,"open_hour":9,"close_hour":-1}]`: "working_hours[0]",
		`[{"day_of_week":1,"open_hour":-9,"close_hour":5}]`: "working_hours[0].open_hour",

		`[{"day_of_week":0,"closed_all_day":true},{"day_of_week":1,"open_hour":9,"close_hour":24}]`: "working_hours[1].close_hour",
		`[{"day_of_week":1,"open_hour":9,"close_hour":17,"close_minutes":60}]`:                      "working_hours[0].close_minutes",
		`[{"day_of_week":1,"open_hour":9,"open_minutes":-1,"close_hour":17}]`:                       "working_hours[0].open_minutes",
		`[{"day_of_week":1,"open_hour":null,"close_hour":17}]`:                                      "working_hours[0].open_hour",
		`[{"day_of_week":1}]`: "working_hours[0].open_hour",
		`[{"day_of_week":1,"closed_all_day":true,"open_all_day":true}]`:                                                       "working_hours[0].open_all_day",
		`[{"day_of_week":1,"closed_all_day":true},{"day_of_week":1,"open_hour":9,"close_hour":17}]`:                           "working_hours[1].day_of_week",
		`{"timezone":"UTC","working_hours_enabled":true}`:                                                                     "working_hours",
		`{"working_hours_enabled":"no","working_hours":[]}`:                                                                   "working_hours_enabled",
		`{"timezone":"UTC","working_hours_enabled":true,"working_hours":[{"day_of_week":1,"open_hour":99,"close_hour":100}]}`: "open_hour",
	} {
		_, err := chatwoot.Read("UTC", []byte(data))
		require.ErrorContains(t, err, field)
	}
	_, err := chatwoot.Read("", []byte(`[]`))
	require.ErrorIs(t, err, chatwoot.ErrFormat)
}

// newInbox is what Chatwoot makes of every inbox, with and without business hours.
const newInbox = `{"timezone":"Europe/Berlin","working_hours_enabled":%s,"working_hours":[
	{"day_of_week":0,"closed_all_day":true,"open_hour":null,"close_hour":null,"open_all_day":false},
	{"day_of_week":1,"closed_all_day":false,"open_hour":9,"open_minutes":0,"close_hour":17,"close_minutes":0,"open_all_day":false}]}`

func TestAnInboxWithoutBusinessHoursIsAlwaysOpen(t *testing.T) {
	monday := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for enabled, want := range map[string]time.Duration{"false": 7 * 24 * time.Hour, "true": 8 * time.Hour, "null": 8 * time.Hour} {
		s, err := chatwoot.Read("", fmt.Appendf(nil, newInbox, enabled))
		require.NoError(t, err)
		require.Equal(t, want, s.Between(monday, monday.AddDate(0, 0, 7)), enabled)
	}
	s, err := chatwoot.Read("UTC", []byte(`{"working_hours_enabled":false}`))
	require.NoError(t, err)
	require.True(t, s.Open(monday))
}

func TestTheLastMinuteClosesAtMidnight(t *testing.T) {
	s, err := chatwoot.Read("UTC", []byte(`[{"day_of_week":1,"open_hour":18,"close_hour":23,"close_minutes":59},{"day_of_week":2,"open_hour":0,"close_hour":2}]`))
	require.NoError(t, err)
	closes, _ := s.NextClose(time.Date(2026, 6, 1, 19, 0, 0, 0, time.UTC))
	require.Equal(t, "2026-06-02T02:00:00Z", closes.Format(time.RFC3339))
}

func TestAllRowsThatAreWrongAreToldAtOnce(t *testing.T) {
	_, err := chatwoot.Read("UTC", []byte(`[{"day_of_week":1,"open_hour":17,"close_hour":9},
		{"day_of_week":2,"closed_all_day":true},{"day_of_week":2,"closed_all_day":true},
		{"day_of_week":3,"open_hour":9,"open_minutes":60,"close_hour":17},{}]`))
	for _, want := range []string{
		"[0].close_hour", "[2].day_of_week: the day comes twice", "[3].open_minutes", "[4].day_of_week",
	} {
		require.ErrorContains(t, err, "working_hours"+want)
	}
	require.ErrorIs(t, err, chatwoot.ErrFormat)
	require.NotContains(t, err.Error(), "[1]")
}

func TestRowsOfOtherShapes(t *testing.T) {
	monday := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for rows, want := range map[string]time.Duration{
		`[]`: 0,
		`[{"day_of_week":1,"open_all_day":true,"closed_all_day":null}]`:                                    24 * time.Hour,
		`[{"day_of_week":1,"open_hour":0,"open_minutes":0,"close_hour":23,"close_minutes":59}]`:            24 * time.Hour,
		`[{"day_of_week":1,"open_hour":9,"close_hour":9,"close_minutes":1}]`:                               time.Minute,
		`[{"day_of_week":0,"open_all_day":true},{"day_of_week":1,"open_all_day":true,"open_hour":0}]`:      48 * time.Hour,
		`[{"day_of_week":6,"open_hour":9,"close_hour":17,"id":7,"inbox_id":3,"account_id":1,"x":{"a":1}}]`: 8 * time.Hour,
	} {
		s, err := chatwoot.Read("UTC", []byte(rows))
		require.NoError(t, err, rows)
		require.Equal(t, want, s.Between(monday, monday.AddDate(0, 0, 7)), rows)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`[{"day_of_week":1,"open_hour":9,"close_hour":17,"close_minutes":30}]`))
	f.Add([]byte(`{"timezone":"UTC","working_hours_enabled":false,"working_hours":[{"day_of_week":0,"closed_all_day":true}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := chatwoot.Read("UTC", data); err == nil {
			s.At(time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC))
		}
	})
}
