package report

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// turning are zones whose clocks change at midnight, by half an hour, or over a whole day.
var turning = []string{
	"America/Santiago", "America/Havana", "America/Asuncion", "America/Sao_Paulo", "America/St_Johns", "America/Scoresbysund", "Asia/Beirut", "Asia/Amman", "Asia/Gaza",
	"Asia/Tehran", "Africa/Cairo", "Africa/Casablanca", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Pyongyang", "Asia/Kathmandu", "UTC",
}

func TestRowsPartitionTimeAndEachDateIsOne(t *testing.T) {
	for _, name := range turning {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		day, hour := Config{Distribution: Day, Location: zone}, Config{Distribution: Hour, Location: zone}
		at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		lastDay, lastHour, last := day.bucket(at), hour.bucket(at), ""
		for i := 0; at.Year() < 2031; i++ {
			d, h := day.bucket(at), hour.bucket(at)
			date := d.In(zone).Format(time.DateOnly)
			require.True(t, !d.After(at) && !h.After(at) && at.Sub(h) < time.Hour, "%s: %s is in the day of %s and the hour of %s", name, at, d, h)
			require.True(t, day.bucket(d).Equal(d) && hour.bucket(h).Equal(h), "%s: %s begins its own row", name, at)
			require.False(t, d.Before(lastDay) || h.Before(lastHour), "%s: %s goes back", name, at)
			require.True(t, (date > last) == (d.After(lastDay) || last == ""), "%s: %s is one row", name, date)
			lastDay, lastHour, last = d, h, date
			// Near a change of the clock every quarter counts; elsewhere a look now and then does.
			since, until := at.In(zone).ZoneBounds()
			step := 5 * 24 * time.Hour
			if (since.IsZero() || at.Sub(since) > 2*24*time.Hour) && (until.IsZero() || until.Sub(at) > step+24*time.Hour) {
				at = at.Add(step)
			} else {
				at = at.Add(19 * time.Minute)
			}
		}
	}
}

func TestADayWithoutMidnightIsOneRow(t *testing.T) {
	santiago, err := time.LoadLocation("America/Santiago")
	require.NoError(t, err)
	var ss []chat.Session
	for h := range 72 {
		ss = append(ss, abandoned(time.Date(2026, 9, 5, 4, 0, 0, 0, time.UTC).Add(time.Duration(h)*time.Hour), 0))
	}
	r, err := Summarise(slices.Values(ss), Config{Distribution: Day, Location: santiago})
	require.NoError(t, err)
	var dates []string
	var counts []int
	for _, row := range r.Rows {
		dates, counts = append(dates, row.From.In(santiago).Format("2006-01-02 15:04")), append(counts, row.Started)
	}
	require.Equal(t, []string{"2026-09-05 00:00", "2026-09-06 01:00", "2026-09-07 00:00", "2026-09-08 00:00"}, dates)
	require.Equal(t, []int{24, 23, 24, 1}, counts)
}

func TestTheHalfHourThatComesTwiceIsARowOfItsOwn(t *testing.T) {
	howe, err := time.LoadLocation("Australia/Lord_Howe")
	require.NoError(t, err)
	var ss []chat.Session
	for m := range 18 {
		ss = append(ss, abandoned(time.Date(2026, 4, 4, 14, 0, 0, 0, time.UTC).Add(time.Duration(m)*10*time.Minute), 0)) // from 1:00; the clock goes back at 2:00
	}
	r, err := Summarise(slices.Values(ss), Config{Distribution: Hour, Location: howe})
	require.NoError(t, err)
	var counts []int
	for _, row := range r.Rows {
		counts = append(counts, row.Started)
	}
	require.Equal(t, []int{6, 3, 6, 3}, counts)
}

func TestOnlySessionsWithinTheReportsTimeCount(t *testing.T) {
	var ss []chat.Session
	for _, at := range []time.Duration{-1, 0, time.Hour - 1, time.Hour} {
		ss = append(ss, abandoned(t0.Add(at), time.Minute))
	}
	for want, cfg := range map[int]Config{
		4: {},
		3: {From: t0},
		2: {From: t0, To: t0.Add(time.Hour)},
	} {
		r, err := Summarise(slices.Values(ss), cfg)
		require.NoError(t, err)
		started := 0
		for _, row := range r.Rows {
			started += row.Started
		}
		require.Equal(t, want, started, "%+v", cfg)
	}
	r, err := Summarise(slices.Values(ss), Config{To: t0})
	require.NoError(t, err)
	require.Equal(t, 1, r.Rows[0].Started)
	require.Len(t, r.Rows, 1)
}
