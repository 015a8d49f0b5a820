package zendesk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/zendesk"
)

// The exports below have the forms in which the product's API answers, with members that are of no
// use here.

const oneSchedule = `{"schedule":{"id":360000142,"name":"Support","time_zone":"London",
"intervals":[{"start_time":1980,"end_time":2460},{"start_time":3420,"end_time":3900},
{"start_time":4860,"end_time":5340},{"start_time":6300,"end_time":6780},
{"start_time":7740,"end_time":8220}],
"created_at":"2024-02-01T10:00:00Z","updated_at":"2025-11-12T08:30:00Z"}}`

// A late shift is two intervals, because none may run over midnight.
const listOfOne = `{"schedules":[{"id":7,"name":"Nights","time_zone":"Eastern Time (US & Canada)",
"intervals":[{"start_time":5340,"end_time":5760},{"start_time":5760,"end_time":5850}],
"created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-01T00:00:00Z"}],
"url":"https://shop.example/api/v2/business_hours/schedules.json"}`

const holidays = `{"holidays":[
{"id":1,"name":"New Year","start_date":"2026-01-01","end_date":"2026-01-01"},
{"id":2,"name":"Christmas","start_date":"2026-12-24","end_date":"2026-12-27"}],
"url":"https://shop.example/api/v2/business_hours/schedules/7/holidays.json"}`

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return when
}

func TestWhatTheAPIAnswersIsRead(t *testing.T) {
	s, err := zendesk.Read("Europe/London", []byte(oneSchedule), []byte(holidays))
	require.NoError(t, err)
	week, after := at(t, "2026-06-01T00:00:00Z"), at(t, "2026-06-08T00:00:00Z")
	require.Equal(t, 40*time.Hour, s.Between(week, after))
	require.True(t, s.Open(at(t, "2026-12-23T12:00:00Z")))
	require.False(t, s.Open(at(t, "2026-12-24T12:00:00Z")))
	opens, ok := s.NextOpen(at(t, "2026-12-23T17:00:00Z"))
	require.True(t, ok)
	require.True(t, at(t, "2026-12-28T09:00:00Z").Equal(opens))

	late, err := zendesk.Read("America/New_York", []byte(listOfOne), nil)
	require.NoError(t, err)
	closes, ok := late.NextClose(at(t, "2026-06-03T22:00:00Z")) // a Wednesday, from 17:00 there
	require.True(t, ok)
	require.True(t, at(t, "2026-06-04T05:30:00Z").Equal(closes), "01:30 of the day after")
}

func TestAListOfSeveralIsRefusedByItsNumber(t *testing.T) {
	for data, want := range map[string]string{
		`{"schedules":[{"intervals":[]},{"intervals":[]}]}`: "schedules: has 2, want one",
		`{"schedules":[]}`: "schedules: has 0, want one",
	} {
		_, err := zendesk.Read("UTC", []byte(data), nil)
		require.ErrorIs(t, err, zendesk.ErrFormat)
		require.ErrorContains(t, err, want)
	}
}
