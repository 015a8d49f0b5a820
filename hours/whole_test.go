package hours_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestAPeriodThatTouchesTheRangeIsWhole(t *testing.T) {
	day := func(d, hour, minute int) time.Time {
		return time.Date(2026, time.March, d, hour, minute, 0, 0, time.UTC)
	}
	var none time.Time
	for name, c := range map[string]struct {
		rules    []hours.Rule
		from, to time.Time
		want     []hours.Period
	}{
		"asked in the middle of a day": {
			[]hours.Rule{hours.Week("Mon-Wed", "09:00-17:00")}, day(2, 12, 10), day(9, 12, 10),
			[]hours.Period{{Start: day(2, 9, 0), End: day(2, 17, 0)}, {Start: day(3, 9, 0), End: day(3, 17, 0)}, {Start: day(4, 9, 0), End: day(4, 17, 0)}, {Start: day(9, 9, 0), End: day(9, 17, 0)}},
		},
		"asked as it opens": {
			[]hours.Rule{hours.Week("Mon", "09:00-17:00")}, day(2, 9, 0), day(9, 9, 0), []hours.Period{{Start: day(2, 9, 0), End: day(2, 17, 0)}},
		},
		"asked as it closes": {
			[]hours.Rule{hours.Week("Mon", "09:00-17:00")}, day(2, 17, 0), day(9, 17, 0), []hours.Period{{Start: day(9, 9, 0), End: day(9, 17, 0)}},
		},
		"asked in the night of an overnight day": {
			[]hours.Rule{hours.Week("Mon", "22:00-30:00")}, day(3, 3, 0), day(10, 3, 0),
			[]hours.Period{{Start: day(2, 22, 0), End: day(3, 6, 0)}, {Start: day(9, 22, 0), End: day(10, 6, 0)}},
		},
		"always open": {[]hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}, day(2, 12, 0), day(9, 12, 0), []hours.Period{{Start: none, End: none}}},
		"never open":  {nil, day(2, 12, 0), day(9, 12, 0), nil},
		"a period longer than the range": {
			[]hours.Rule{hours.On("2026-02-20", "09:00-24:00"), hours.On("2026-02-21..2026-03-14", "00:00-24:00")},
			day(2, 12, 0), day(9, 12, 0), []hours.Period{{Start: time.Date(2026, 2, 20, 9, 0, 0, 0, time.UTC), End: day(15, 0, 0)}},
		},
		"nothing before the range ends": {[]hours.Rule{hours.On("2026-03-20", "09:00-17:00")}, day(2, 12, 0), day(9, 12, 0), nil},
		"a range that goes backwards":   {[]hours.Rule{hours.Week("Mon-Sun", "09:00-17:00")}, day(2, 12, 0), day(2, 12, 0), nil},
	} {
		s, err := hours.New(hours.Config{Zone: "UTC", Rules: c.rules})
		require.NoError(t, err, name)
		require.Equal(t, c.want, slices.Collect(s.Whole(c.from, c.to)), name)
		for range s.Whole(c.from, c.to) {
			break // one who has seen enough
		}
		r := hours.Revisions{{From: none, S: s}}
		require.Equal(t, c.want, slices.Collect(r.Whole(c.from, c.to)), "%s, as the only revision", name)
	}
}

func TestAWholePeriodGoesOnOverARevision(t *testing.T) {
	at := func(d, hour int) time.Time { return time.Date(2026, time.March, d, hour, 0, 0, 0, time.UTC) }
	make := func(open string) *hours.Schedule {
		s, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Sun", open)}})
		require.NoError(t, err)
		return s
	}
	r := hours.Revisions{{S: make("08:00-16:00")}, {From: at(2, 12), S: make("10:00-20:00")}}
	got := slices.Collect(r.Whole(at(2, 13), at(3, 13)))
	require.Equal(t, []hours.Period{{Start: at(2, 8), End: at(2, 20)}, {Start: at(3, 10), End: at(3, 20)}}, got)
}
