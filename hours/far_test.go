package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestADateIsFoundFromAnyFarYear(t *testing.T) {
	s := build(t, "UTC", hours.On("2026-12-31", "23:00-24:00"))
	opening, closing := time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, year := range []int{-5000, 100, 1399, 1410, 1799, 1900} {
		opens, ok := s.NextOpen(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		require.True(t, ok)
		require.Equal(t, opening, opens, year)
	}
	for _, year := range []int{2100, 2399, 2500, 2799, 2801, 9999, 20000} {
		closes, ok := s.PrevClose(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
		require.True(t, ok)
		require.Equal(t, closing, closes, year)
		require.Equal(t, closing, s.At(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)).Since)
	}
}
