package trigger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// schedule is a test's opening hours: open while the wall clock of a zone is within a window. Its
// turns are found minute by minute over some days, by asking the wall clock, so that it knows
// nothing of offsets.
type schedule struct {
	zone     *time.Location
	from, to int // minutes of the day; from > to is over midnight
	turns    []time.Time
}

func newSchedule(t testing.TB, zone string, from, to int, around time.Time) *schedule {
	loc, err := time.LoadLocation(zone)
	require.NoError(t, err)
	s := &schedule{zone: loc, from: from, to: to}
	start := around.Add(-48 * time.Hour).Truncate(time.Minute)
	for at := start; at.Before(start.Add(240 * time.Hour)); at = at.Add(time.Minute) {
		if s.Open(at) != s.Open(at.Add(-time.Minute)) {
			s.turns = append(s.turns, at)
		}
	}
	return s
}

func (s *schedule) Open(t time.Time) bool {
	local := t.In(s.zone)
	m := local.Hour()*60 + local.Minute()
	if s.from <= s.to {
		return m >= s.from && m < s.to
	}
	return m >= s.from || m < s.to
}

func (s *schedule) turn(t time.Time, opens bool) (time.Time, bool) {
	for i, found := slices.BinarySearchFunc(s.turns, t, time.Time.Compare); i < len(s.turns); i++ {
		if at := s.turns[i]; (!found || at.After(t)) && s.Open(at) == opens {
			return at, true
		}
	}
	return time.Time{}, false
}

func (s *schedule) NextOpen(t time.Time) (time.Time, bool)  { return s.turn(t, true) }
func (s *schedule) NextClose(t time.Time) (time.Time, bool) { return s.turn(t, false) }

// night is a zone and a day on which its clocks change.
type night struct {
	zone  string
	start time.Time
}

func nights() []night {
	at := func(s string) time.Time {
		t, _ := time.Parse(time.RFC3339, s)
		return t
	}
	return []night{
		{"Europe/Tallinn", at("2026-03-28T18:00:00Z")},
		{"Europe/Tallinn", at("2026-10-24T18:00:00Z")},
		{"America/New_York", at("2026-03-08T00:00:00Z")},
		{"America/New_York", at("2026-11-01T00:00:00Z")},
		{"America/Havana", at("2026-03-07T22:00:00Z")},
		{"Australia/Lord_Howe", at("2026-04-04T08:00:00Z")},
		{"Australia/Lord_Howe", at("2026-10-03T08:00:00Z")},
		{"Asia/Kathmandu", at("2026-06-01T00:00:00Z")},
	}
}
