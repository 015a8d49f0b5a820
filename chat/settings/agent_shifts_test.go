package settings

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

func TestAnAgentsShiftsAreRefusedThatNobodyCouldKeep(t *testing.T) {
	week, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	require.NoError(t, err)
	long := hours.Config{Zone: "UTC"}
	for day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); len(long.Rules) < 300; day = day.AddDate(0, 0, 1) {
		long.Rules = append(long.Rules, hours.On(day.Format(time.DateOnly), "09:00-17:00").Named("a day of the year"))
	}
	many, err := hours.New(long)
	require.NoError(t, err)
	known := Team{Schedules: []Schedule{{ID: "early", Hours: week}}}
	ok := func(edit func(*Agent)) error {
		a := Agent{Name: "Ann"}
		edit(&a)
		return a.Check("agents[0]", known)
	}
	require.NoError(t, ok(func(a *Agent) { a.Schedule, a.Handover = "early", 12*time.Hour }))
	require.NoError(t, ok(func(a *Agent) { a.Shifts, a.Handover = week, -time.Second }))
	for field, edit := range map[string]func(*Agent){
		"agents[0].schedule": func(a *Agent) { a.Schedule = "late" },
		"agents[0].shifts":   func(a *Agent) { a.Schedule, a.Shifts = "early", week },
		"agents[0].shifts: ": func(a *Agent) { a.Shifts = many },
		"agents[0].handover": func(a *Agent) { a.Handover = 12*time.Hour + 1 },
	} {
		err := ok(edit)
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, field)
		require.Equal(t, 1, strings.Count(err.Error(), "agents[0]"), "one fault: %v", err)
	}
}
