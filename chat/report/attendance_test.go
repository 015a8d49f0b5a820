package report

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

func TestAnAgentsDaysAreAddedUpInTheReadersZone(t *testing.T) {
	tallinn, err := time.LoadLocation("Europe/Tallinn")
	require.NoError(t, err)
	shifts, err := hours.New(hours.Config{Zone: "Europe/Tallinn", Rules: []hours.Rule{
		hours.Week("Mon-Fri", "09:00-12:00", "12:30-17:00"),
	}})
	require.NoError(t, err)
	at := func(clock string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", clock, tallinn)
		require.NoError(t, err)
		return x.UTC()
	}
	lines := []chat.AgentLine{
		{N: 1, At: at("2026-11-20 17:00"), Mode: chat.Offline},
		{N: 2, At: at("2026-11-26 09:15"), Mode: chat.Available},
		{N: 3, At: at("2026-11-26 12:00"), Mode: chat.Break},
		{N: 4, At: at("2026-11-26 12:40"), Mode: chat.Available},
		{N: 5, At: at("2026-11-26 16:45"), Mode: chat.Draining},
		{N: 6, At: at("2026-11-26 17:20"), Mode: chat.Lost},
		{N: 7, At: at("2026-11-26 17:21"), Mode: chat.Offline},
	}
	days := Attendance(lines, AttendanceConfig{
		From: at("2026-11-26 00:00"), To: at("2026-11-28 00:00"), Now: at("2026-11-27 10:00"),
		Zone: tallinn, Shifts: shifts,
	})
	require.Len(t, days, 2)
	d := days[0]
	require.Equal(t, 165*time.Minute+245*time.Minute, d.Available)
	require.Equal(t, 40*time.Minute, d.Break)
	require.Equal(t, 35*time.Minute, d.Draining)
	require.Equal(t, time.Minute, d.Lost)
	require.Equal(t, 24*time.Hour, d.Available+d.Break+d.Draining+d.Lost+d.Offline)
	require.Equal(t, 450*time.Minute, d.Planned)
	require.Equal(t, 425*time.Minute, d.Kept, "a quarter late, ten minutes late from lunch")
	require.Equal(t, 20*time.Minute, d.Outside)
	share, ok := d.Adherence()
	require.True(t, ok)
	require.InDelta(t, 425.0/450, share, 1e-9)
	require.Equal(t, 10*time.Hour, days[1].Offline, "until now, and no further")
	require.Equal(t, time.Hour, days[1].Planned)
}

func TestWhatTheLogDoesNotKnowIsNotMadeUp(t *testing.T) {
	from := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	lines := []chat.AgentLine{{N: 1, At: from.Add(20 * time.Hour), Mode: chat.Available}}
	d := Attendance(lines, AttendanceConfig{From: from, To: from.Add(24 * time.Hour)})
	require.Len(t, d, 1)
	require.Equal(t, 4*time.Hour, d[0].Available)
	require.Zero(t, d[0].Offline)
	_, ok := d[0].Adherence()
	require.False(t, ok, "there was no plan")
}

// In Santiago clocks jump over midnight: a day of 23 hours begins at 01:00.
func TestADayWithoutMidnightIsOneDay(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago")
	require.NoError(t, err)
	from := time.Date(2026, 9, 5, 4, 0, 0, 0, time.UTC)
	days := Attendance([]chat.AgentLine{{N: 1, At: from, Mode: chat.Available}}, AttendanceConfig{
		From: from, To: from.Add(48 * time.Hour), Zone: zone,
	})
	var sum time.Duration
	for _, d := range days {
		require.Positive(t, d.To.Sub(d.From))
		sum += d.Available
	}
	require.Equal(t, 48*time.Hour, sum)
}
