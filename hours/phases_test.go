package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestPhasesFollowOneAnotherWithoutAGap(t *testing.T) {
	s, err := hours.New(hours.Config{
		Zone: "Europe/Warsaw", LastCall: 30 * time.Minute, Grace: 90 * time.Minute,
		Rules: []hours.Rule{hours.Week("Mon", "09:00-12:00", "13:00-13:20", "16:00-17:00").Named("Monday"), hours.Closed("2026-06-02").Named("inventory")},
	})
	require.NoError(t, err)
	at := func(clock string) time.Time { return instant(t, "2026-06-01T"+clock+":00+02:00") }
	for _, want := range []struct {
		phase        hours.Phase
		since, until string
		rule         string
	}{
		{hours.PhaseOpen, "09:00", "11:30", "Monday"},
		{hours.PhaseLastCall, "11:30", "12:00", "Monday"},
		{hours.PhaseGrace, "12:00", "13:00", ""},
		{hours.PhaseLastCall, "13:00", "13:20", "Monday"},
		{hours.PhaseGrace, "13:20", "14:50", ""},
		{hours.PhaseClosed, "14:50", "16:00", ""},
		{hours.PhaseOpen, "16:00", "16:30", "Monday"},
		{hours.PhaseLastCall, "16:30", "17:00", "Monday"},
		{hours.PhaseGrace, "17:00", "18:30", ""},
	} {
		for _, now := range []time.Time{at(want.since), at(want.until).Add(-1)} {
			got := s.At(now)
			require.Equal(t, want.phase, got.Phase, "%s", now)
			require.True(t, got.Since.Equal(at(want.since)) && got.Until.Equal(at(want.until)), "%s: %s to %s", now, got.Since, got.Until)
			require.Equal(t, want.rule, got.Rule)
		}
	}
	require.Equal(t, "inventory", s.At(instant(t, "2026-06-02T12:00:00+02:00")).Rule, "a closure says why")
	require.Equal(t, "", s.At(instant(t, "2026-06-03T12:00:00+02:00")).Rule)
}

func TestTheStrongerRuleWins(t *testing.T) {
	open := func(rules ...hours.Rule) string {
		s := build(t, "UTC", append([]hours.Rule{hours.Week("Mon-Sun", "09:00-10:00")}, rules...)...)
		for p := range s.Periods(instant(t, "2026-12-26T00:00:00Z"), instant(t, "2026-12-27T00:00:00Z")) {
			return p.Start.Format("15:04")
		}
		return "closed"
	}
	day, span := hours.On("2026-12-26", "11:00-12:00"), hours.Closed("2026-12-24..2026-12-31")
	yearly, season := hours.OnYearly("12-26", "13:00-14:00"), hours.OnYearly("12-20..01-06", "15:00-16:00")
	require.Equal(t, "15:00", open(season))
	require.Equal(t, "13:00", open(yearly, season))
	require.Equal(t, "closed", open(span, yearly, season))
	require.Equal(t, "11:00", open(day, span, yearly, season))
	require.Equal(t, "17:00", open(day, hours.On("2026-12-26", "17:00-18:00")), "among equals the later")
	require.Equal(t, "closed", open(day.Only("Sun"), span), "the day is a Saturday")
	require.Equal(t, "11:00", open(span, day.Only("Sat")))
	require.Equal(t, "13:00", open(yearly, span.Only("Mon-Fri")))
	require.Equal(t, "09:00", open(span.Only("Mon-Fri"), season.Only("Sun")))
}

func TestOverlappingCutsAreOneClosure(t *testing.T) {
	s := build(t, "UTC", hours.Week("Mon-Sun", "09:00-17:00"),
		hours.Cut("2026-06-01T10:00", "2026-06-01T12:00").Named("fire drill"), hours.Cut("2026-06-01T11:00", "2026-06-01T13:00").Named("town hall"),
		hours.Cut("12-31T12:00", "01-01T24:00").Named("New Year"))
	expects(t, s, [][3]string{
		{"closes", "2026-06-01T09:30:00Z", "2026-06-01T10:00:00Z"}, {"opens", "2026-06-01T10:30:00Z", "2026-06-01T13:00:00Z"},
		{"closes", "2026-12-31T10:00:00Z", "2026-12-31T12:00:00Z"}, {"opens", "2026-12-31T13:00:00Z", "2027-01-02T09:00:00Z"},
	})
	require.Equal(t, "fire drill", s.At(instant(t, "2026-06-01T11:30:00Z")).Rule)
	require.Equal(t, "town hall", s.At(instant(t, "2026-06-01T12:30:00Z")).Rule)
	require.Equal(t, "New Year", s.At(instant(t, "2027-01-01T12:00:00Z")).Rule)
}
