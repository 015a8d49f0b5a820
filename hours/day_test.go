package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestEveryDateIsOneDayInEveryZone(t *testing.T) {
	step := 53 * time.Minute
	if full {
		step = 7 * time.Minute
	}
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for i, seconds := range changes(zone, 2000, 2031) {
			if !full && uint64(i)%(5*thin) != crc(name)%(5*thin) {
				continue
			}
			change, last := time.Unix(seconds, 0), ""
			end := change.Add(36 * time.Hour)
			for from, to := hours.DayOf(change.Add(-36*time.Hour), zone); from.Before(end); from, to = hours.DayOf(to, zone) {
				date := from.Format(time.DateOnly)
				require.Greater(t, date, last, "%s after %s", zone, change)
				require.Less(t, from.Add(-time.Second).Format(time.DateOnly), date, "%s: it is the first instant of %s", zone, from)
				last = date
				for at := from; at.Before(to); at = at.Add(step) {
					begin, finish := hours.DayOf(at, zone)
					require.True(t, begin.Equal(from) && finish.Equal(to), "%s: %s is in the day from %s to %s, not %s to %s", zone, at, from, to, begin, finish)
					require.LessOrEqual(t, at.Format(time.DateOnly), date, "%s: %s is of no later date", zone, at)
				}
				begin, _ := hours.DayOf(to.Add(-1), zone)
				require.True(t, begin.Equal(from), "%s: up to the last nanosecond", zone)
			}
		}
	}
}

func TestADayIsAsLongAsTheClockMakesIt(t *testing.T) {
	for _, c := range []struct{ zone, at, from, to string }{
		{"America/Santiago", "2026-09-06T12:00:00Z", "2026-09-06T01:00:00-03:00", "2026-09-07T00:00:00-03:00"},
		{"America/Santiago", "2026-04-05T03:30:00Z", "2026-04-04T00:00:00-03:00", "2026-04-05T00:00:00-04:00"},
		{"America/Havana", "2026-03-08T12:00:00Z", "2026-03-08T01:00:00-04:00", "2026-03-09T00:00:00-04:00"},
		{"America/Havana", "2026-11-01T12:00:00Z", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"},
		{"America/Asuncion", "2023-10-01T12:00:00Z", "2023-10-01T01:00:00-03:00", "2023-10-02T00:00:00-03:00"},
		{"Asia/Beirut", "2026-03-29T12:00:00Z", "2026-03-29T01:00:00+03:00", "2026-03-30T00:00:00+03:00"},
		{"Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"},
		{"America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"},
		{"Asia/Tehran", "2022-03-22T12:00:00Z", "2022-03-22T01:00:00+04:30", "2022-03-23T00:00:00+04:30"},
		{"America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30"},
		{"Pacific/Apia", "2011-12-31T00:00:00Z", "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00"},
		{"UTC", "2026-02-28T23:59:59Z", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := time.Parse(time.RFC3339, c.at)
		require.NoError(t, err)
		from, to := hours.DayOf(at, zone)
		require.Equal(t, []string{c.from, c.to}, []string{from.Format(time.RFC3339), to.Format(time.RFC3339)}, c.zone+" "+c.at)
	}
	from, to := hours.DayOf(time.Unix(0, 0), nil)
	require.Equal(t, 24*time.Hour, to.Sub(from))
}
