package hours_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func shop(tb testing.TB) *hours.Schedule {
	tb.Helper()
	s, err := hours.New(hours.Config{
		Zone: "America/New_York",
		Rules: []hours.Rule{
			hours.Week("Mon-Fri", "09:00-12:00", "13:00-17:00"),
			hours.On("2026-12-24", "10:00-14:00"),
			hours.ClosedYearly("12-25..01-02"),
			hours.Cut("2026-06-08T14:00", "2026-06-08T16:00"),
		},
		LastCall: 15 * time.Minute,
		Grace:    30 * time.Minute,
	})
	require.NoError(tb, err)
	return s
}

func TestNoQueryAllocates(t *testing.T) {
	plain := shop(t)
	all, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}})
	require.NoError(t, err)
	words, err := hours.New(hours.Config{Holidays: []hours.Holiday{{Date: "12-25"}}, Rules: []hours.Rule{
		hours.Week("Mon-Fri", "09:00-17:00"), hours.Week("Sat[1]", "10:00-14:00"), hours.Week("Sun", "10:00-14:00").EveryWeeks(2, "2026-01-04"),
		hours.CutDaily("13:00-14:00"), hours.ClosedHolidays(), hours.OnYearly("05-01..05-31").Only("Sun[2]"),
	}})
	require.NoError(t, err)
	now := time.Date(2026, 6, 8, 10, 30, 0, 0, time.UTC)
	year := now.AddDate(1, 0, 0)
	schedules := map[string]*hours.Schedule{
		"rules": plain, "always": all, "never": new(hours.Schedule), "words": words,
		"union": hours.Union(plain, new(hours.Schedule)), "minus": hours.Minus(all, plain),
	}
	for name, s := range schedules {
		revisions := hours.Revisions{{From: time.Time{}, S: s}, {From: now.AddDate(0, 1, 0), S: plain}}
		queries := map[string]func(){
			"Open":              func() { s.Open(now) },
			"At":                func() { s.At(now) },
			"NextOpen":          func() { s.NextOpen(now) },
			"NextClose":         func() { s.NextClose(now) },
			"PrevClose":         func() { s.PrevClose(now) },
			"Between":           func() { s.Between(now, year) },
			"Add":               func() { s.Add(now, 2000*time.Hour) },
			"Sub":               func() { s.Sub(now, 2000*time.Hour) },
			"Revisions.Open":    func() { revisions.Open(now) },
			"Revisions.At":      func() { revisions.At(now) },
			"Revisions.Between": func() { revisions.Between(now, year) },
			"Revisions.Add":     func() { revisions.Add(now, 2000*time.Hour) },
		}
		for query, run := range queries {
			run()
			require.Zero(t, testing.AllocsPerRun(100, run), "%s of %s", query, name)
		}
		periods := func() {
			for range s.Periods(now, year) {
			}
		}
		require.Zero(t, testing.AllocsPerRun(20, periods), "Periods of %s", name)
	}
}

func TestAYearCompilesInto20KB(t *testing.T) {
	s := shop(t)
	const years = 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range years {
		s.Forget()
		compileYear(s)
	}
	runtime.ReadMemStats(&after)
	require.Less(t, (after.TotalAlloc-before.TotalAlloc)/years, uint64(20_000))
}

// compileYear asks something of every month of 2026.
func compileYear(s *hours.Schedule) {
	for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2026; at = at.AddDate(0, 1, 0) {
		if s.Open(at) {
			sink++
		}
	}
}

// A schedule that is right tries no other way to write its dates: that took six times as much.
func TestASchedulesDatesAreReadOnce(t *testing.T) {
	require.Less(t, testing.AllocsPerRun(20, func() { shop(t) }), 120.0)
}
