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
		`{"timezone":"UTC"}`:                                "working_hours",
		`[{"day_of_week":7}]`:                               "working_hours[0].day_of_week",
		`[{"closed_all_day":1}]`:                            "closed_all_day",
		`[{"day_of_week":1,"open_hour":17,"close_hour":9}]`: "working_hours[0]",
		`[{"day_of_week":1,"open_hour":9,"close_hour":-1}]`: "working_hours[0]",
		`[{"day_of_week":1,"open_hour":-9,"close_hour":5}]`: "Rules[0]",
	} {
		_, err := chatwoot.Read("UTC", []byte(data))
		require.ErrorContains(t, err, field)
	}
	_, err := chatwoot.Read("", []byte(`[]`))
	require.ErrorIs(t, err, chatwoot.ErrFormat)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`[{"day_of_week":1,"open_hour":9,"close_hour":17,"close_minutes":30}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := chatwoot.Read("UTC", data); err == nil {
			s.At(time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC))
		}
	})
}
