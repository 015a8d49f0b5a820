package zendesk_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/zendesk"
)

func TestTheZoneOfAScheduleIsTheOneThatZendeskNames(t *testing.T) {
	for name, want := range map[string]string{
		"Warsaw": "Europe/Warsaw", "Eastern Time (US & Canada)": "America/New_York", "La Paz": "America/La_Paz",
		"Samoa": "Pacific/Apia", "Mumbai": "Asia/Kolkata", "Hong Kong": "Asia/Hong_Kong", "Hobart": "Australia/Hobart",
		"Nairobi": "Africa/Nairobi", "Azores": "Atlantic/Azores", "UTC": "UTC", "Nuku'alofa": "Pacific/Tongatapu",
		"Europe/Paris": "Europe/Paris", "St. Petersburg": "Europe/Moscow", "Port Moresby": "Pacific/Port_Moresby",
	} {
		data := fmt.Appendf(nil, `{"schedule":{"time_zone":%q,"intervals":[]}}`, name)
		s, err := zendesk.Read("", data, nil)
		require.NoError(t, err, name)
		require.Equal(t, want, s.Location().String())
	}
	for data, want := range map[string]string{
		`{"intervals":[]}`:                                 "time_zone: is missing, and no zone is given",
		`{"time_zone":"Narnia","intervals":[]}`:            `time_zone: no IANA zone is known for "Narnia": give it`,
		`{"time_zone":"../etc/localtime","intervals":[]}`:  "no IANA zone is known",
		`{"time_zone":"Local","intervals":[]}`:             "no IANA zone is known",
		`{"time_zone":5,"intervals":[]}`:                   "time_zone: want a text, not a JSON number",
		`{"schedule":{"time_zone":null,"intervals":[]}}`:   "time_zone: is missing",
		`{"schedules":[{"time_zone":"","intervals":[]}]}`:  "time_zone: is missing",
		`{"time_zone":"Eastern Time (US)","intervals":[]}`: "no IANA zone is known",
	} {
		_, err := zendesk.Read("", []byte(data), nil)
		require.ErrorIs(t, err, zendesk.ErrFormat, data)
		require.ErrorContains(t, err, want)
	}
	s, err := zendesk.Read("Asia/Tokyo", []byte(`{"time_zone":"Narnia","intervals":[]}`), nil)
	require.NoError(t, err, "a zone that is given goes before")
	require.Equal(t, "Asia/Tokyo", s.Location().String())
}

//go:embed testdata/zones.txt
var zoneNames string

func TestEveryZoneThatZendeskNamesIsKnown(t *testing.T) {
	rows := 0
	for line := range strings.Lines(zoneNames) {
		name, want, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		data := fmt.Appendf(nil, `{"schedule":{"time_zone":%q,"intervals":[]}}`, name)
		s, err := zendesk.Read("", data, nil)
		require.NoError(t, err, name)
		require.Equal(t, want, s.Location().String(), name)
		rows++
	}
	require.Equal(t, 151, rows)
}

func TestAllThatIsWrongWithAScheduleIsToldAtOnce(t *testing.T) {
	_, err := zendesk.Read("UTC", []byte(`{"intervals":[{"start_time":1980,"end_time":3900},
		{"start_time":60,"end_time":120},{"start_time":5}],
		"holidays":[{"start_date":"x"},{"start_date":"2026-12-24"}]}`),
		[]byte(`{"holidays":[{"start_date":"2026-12-26","end_date":"2026-12-25"}]}`))
	for _, want := range []string{
		"intervals[0]: 1980", "intervals[2]: ", "holidays[0].start_date", "holidays[2].end_date",
	} {
		require.ErrorContains(t, err, want)
	}
	require.NotContains(t, err.Error(), "intervals[1]")
}
