package chatwoot_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/chatwoot"
)

// The exports below have the forms in which the product's API answers, with members that are of no
// use here.

const closedDay = `"closed_all_day":true,"open_hour":null,"open_minutes":null,
"close_hour":null,"close_minutes":null,"open_all_day":false}`

const workday = `"closed_all_day":false,"open_hour":9,"open_minutes":0,
"close_hour":17,"close_minutes":30,"open_all_day":false}`

// everyDay is what a new inbox is given: workdays, and a closed weekend.
const everyDay = `[{"day_of_week":0,` + closedDay + `,{"day_of_week":1,` + workday +
	`,{"day_of_week":2,` + workday + `,{"day_of_week":3,` + workday + `,{"day_of_week":4,` + workday +
	`,{"day_of_week":5,` + workday + `,{"day_of_week":6,` + closedDay + `]`

func inbox(enabled string) string {
	return `{"id":3,"channel_id":3,"name":"Shop","channel_type":"Channel::WebWidget",
"greeting_enabled":false,"working_hours_enabled":` + enabled + `,"out_of_office_message":null,
"working_hours":` + everyDay + `,"timezone":"Europe/Tallinn","provider":null}`
}

func TestWhatTheAPIAnswersIsRead(t *testing.T) {
	monday := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for name, x := range map[string]struct {
		data string
		open time.Duration // of a week
	}{
		"an inbox with hours":       {inbox("true"), 5 * (8*time.Hour + 30*time.Minute)},
		"one that never had any":    {inbox("false"), 7 * 24 * time.Hour},
		"the only one of the list":  {`{"payload":[` + inbox("true") + `]}`, 5 * (8*time.Hour + 30*time.Minute)},
		"its list of hours, by day": {`{"timezone":"Europe/Tallinn","working_hours":` + everyDay + `}`, 5 * (8*time.Hour + 30*time.Minute)},
	} {
		s, err := chatwoot.Read("", []byte(x.data))
		require.NoError(t, err, name)
		require.Equal(t, "Europe/Tallinn", s.Location().String())
		require.Equal(t, x.open, s.Between(monday, monday.AddDate(0, 0, 7)), name)
	}
	for data, want := range map[string]string{
		`{"payload":[` + inbox("true") + `,` + inbox("false") + `]}`: "payload: has 2 inboxes, want one",
		`{"payload":[]}`: "payload: has 0 inboxes, want one",
	} {
		_, err := chatwoot.Read("UTC", []byte(data))
		require.ErrorIs(t, err, chatwoot.ErrFormat)
		require.ErrorContains(t, err, want)
	}
}
