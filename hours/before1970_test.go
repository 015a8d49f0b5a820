package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestHoursHoldBefore1970Too(t *testing.T) {
	s, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	require.NoError(t, err)
	for day := time.Date(1899, 12, 20, 0, 0, 0, 0, time.UTC); day.Year() < 1971; day = day.AddDate(0, 0, 1) {
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		require.Equal(t, !weekend, s.Open(day.Add(12*time.Hour)), day)
		require.False(t, s.Open(day.Add(8*time.Hour+59*time.Minute)), day)
		require.False(t, s.Open(day.Add(17*time.Hour)), day)
	}
	on, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.On("1912-02-29", "10:00-11:00")}})
	require.NoError(t, err)
	next, ok := on.NextOpen(time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC))
	require.True(t, ok)
	require.Equal(t, time.Date(1912, 2, 29, 10, 0, 0, 0, time.UTC), next.UTC())
}
