package zendesk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/zendesk"
)

func Example() {
	s, err := zendesk.Read("America/New_York",
		[]byte(`{"schedule":{"id":1,"name":"East","time_zone":"Eastern Time (US & Canada)","intervals":[{"start_time":1980,"end_time":2460}]}}`),
		[]byte(`{"holidays":[{"id":2,"name":"Labor Day","start_date":"2026-09-07","end_date":"2026-09-07"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	opens, _ := s.NextOpen(time.Date(2026, 9, 1, 0, 0, 0, 0, s.Location()))
	fmt.Println(opens.Format("Mon 2006-01-02 15:04"))
	// Output: Mon 2026-09-14 09:00
}

func TestTheWholeWeekIsOpenWithoutAGap(t *testing.T) {
	s, err := zendesk.Read("Europe/Warsaw", []byte(`{"intervals":[{"start_time":0,"end_time":1440},{"start_time":1440,"end_time":2880},{"start_time":2880,"end_time":4320},
		{"start_time":4320,"end_time":5760},{"start_time":5760,"end_time":7200},{"start_time":7200,"end_time":8640},{"start_time":8640,"end_time":10080}]}`), nil)
	require.NoError(t, err)
	_, ok := s.NextClose(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	require.False(t, ok)
}

func TestBadDataIsNamed(t *testing.T) {
	for data, field := range map[string]string{
		`[]`: "want an object, not a JSON array",
		`{"intervals":[{"start_time":1980,"end_time":3900}]}`: "intervals[0]: 1980 to 3900 runs over midnight",
		`{"intervals":[{"start_time":"9","end_time":3900}]}`:  "intervals.start_time: want a whole number, not a JSON string",
		`{"intervals":{}}`:                 "intervals: want a list, not a JSON object",
		`{"intervals":[`:                   "not JSON, byte 14",
		`{}`:                               "intervals",
		`{"intervals":[{"start_time":5}]}`: "intervals[0]",
		`{"intervals":[{"start_time":600,"end_time":500}]}`:                                 "intervals[0]",
		`{"intervals":[{"start_time":600,"end_time":10081}]}`:                               "intervals[0]",
		`{"intervals":[],"holidays":[{"start_date":"x"}]}`:                                  "holidays[0].start_date",
		`{"intervals":[{"start_time":-1,"end_time":5}]}`:                                    "intervals[0]",
		`{"intervals":[{"start_time":1.5,"end_time":5}]}`:                                   "start_time",
		`{"intervals":[],"holidays":[{"start_date":"2026-12-26","end_date":"2026-12-25"}]}`: "holidays[0].end_date",
		`{"intervals":[],"holidays":[{"start_date":"12-25","end_date":"12-26"}]}`:           "holidays[0].start_date",
		`{"intervals":[],"holidays":[{"name":"x"}]}`:                                        "holidays[0].start_date",
	} {
		_, err := zendesk.Read("UTC", []byte(data), nil)
		require.ErrorContains(t, err, field)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"intervals":[{"start_time":1980,"end_time":2460}]}`), []byte(`{"holidays":[{"start_date":"2026-09-07","end_date":"2026-09-08"}]}`))
	f.Fuzz(func(t *testing.T, data, holidays []byte) {
		if s, err := zendesk.Read("UTC", data, holidays); err == nil {
			s.At(time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC))
		}
	})
}
