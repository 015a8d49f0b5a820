package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestANilScheduleNeverOpens(t *testing.T) {
	at := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	for _, s := range []*hours.Schedule{nil, {}} {
		require.False(t, s.Open(at))
		for _, next := range []func(time.Time) (time.Time, bool){s.NextOpen, s.NextClose, s.PrevClose} {
			_, ok := next(at)
			require.False(t, ok)
		}
		require.Equal(t, hours.PhaseClosed, s.At(at).Phase)
		require.Zero(t, s.Between(at, at.AddDate(1, 0, 0)))
		require.Zero(t, s.DaysBetween(at, at.AddDate(1, 0, 0)))
		_, ok := s.Add(at, time.Hour)
		require.False(t, ok)
		_, ok = s.Sub(at, time.Hour)
		require.False(t, ok)
		_, ok = s.AddDays(at, 1)
		require.False(t, ok)
		for range s.Periods(at, at.AddDate(1, 0, 0)) {
			t.Fail()
		}
		for range s.Whole(at, at.AddDate(1, 0, 0)) {
			t.Fail()
		}
		require.Zero(t, s.LastCall()+s.Grace())
		require.Equal(t, time.UTC, s.Location())
	}
}
