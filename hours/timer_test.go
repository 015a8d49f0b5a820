package hours_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func ExampleTimer() {
	s, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	friday := time.Date(2026, 6, 5, 16, 0, 0, 0, time.UTC)
	timer := hours.NewTimer(s, 4*time.Hour)
	timer.Start(friday)
	due, _ := timer.Due()
	fmt.Println("due", due.Format("Mon 15:04"))
	timer.Pause(friday.Add(30 * time.Minute))
	timer.Resume(friday.AddDate(0, 0, 4)) // the visitor answered on Tuesday
	due, _ = timer.Due()
	fmt.Println("due", due.Format("Mon 15:04"), "left on Wednesday morning", timer.Remaining(friday.AddDate(0, 0, 5).Add(-7*time.Hour)))
	// Output:
	// due Mon 12:00
	// due Wed 11:30 left on Wednesday morning 2h30m0s
}

func TestATimerSurvivesASnapshotAndAChangeOfHours(t *testing.T) {
	long, short := build(t, "UTC", hours.Week("Mon-Sun", "08:00-20:00")), build(t, "UTC", hours.Week("Mon-Sun", "09:00-10:00"))
	start := instant(t, "2026-06-01T12:00:00Z")
	timer := hours.NewTimer(long, 10*time.Hour)
	_, ok := timer.Due()
	require.False(t, ok, "it stands still")
	timer.Start(start)
	data, err := json.Marshal(timer.Snapshot())
	require.NoError(t, err)
	var state hours.TimerState
	require.NoError(t, json.Unmarshal(data, &state))
	restored := hours.RestoreTimer(long, state)
	require.Equal(t, 8*time.Hour, restored.Used(instant(t, "2026-06-01T22:00:00Z")))

	restored.Change(instant(t, "2026-06-01T22:00:00Z"), short)
	due, ok := restored.Due()
	require.True(t, ok)
	require.Equal(t, "2026-06-03T10:00:00Z", due.Format(time.RFC3339), "what was used stays used")
	require.False(t, restored.Fired(due.Add(-1)))
	require.True(t, restored.Fired(due))
	require.Equal(t, -time.Hour, restored.Remaining(due.AddDate(0, 0, 1)))
}

func TestPausingAndResumingTwiceChangesNothing(t *testing.T) {
	s := build(t, "UTC", hours.Week("Mon-Sun", "00:00-24:00"))
	start := instant(t, "2026-06-01T12:00:00Z")
	timer := hours.NewTimer(s, time.Hour)
	timer.Start(start)
	timer.Resume(start.Add(10 * time.Minute))
	timer.Pause(start.Add(20 * time.Minute))
	timer.Pause(start.Add(30 * time.Minute))
	require.Equal(t, 20*time.Minute, timer.Used(start.Add(40*time.Minute)))
	timer.Resume(start.Add(time.Hour))
	require.Equal(t, 20*time.Minute, timer.Used(start), "a clock that goes back takes nothing off")
	due, _ := timer.Due()
	require.True(t, due.Equal(start.Add(100*time.Minute)))
}

func TestRevisionsKeepThePast(t *testing.T) {
	old, late := build(t, "UTC", hours.Week("Mon-Sun", "09:00-17:00")), build(t, "UTC", hours.Week("Mon-Sun", "12:00-22:00"))
	change := instant(t, "2026-06-03T15:00:00Z")
	r := hours.Revisions{{S: old}, {From: change, S: late}}
	require.NoError(t, r.Check())
	require.Equal(t, 8*time.Hour+6*time.Hour+7*time.Hour+10*time.Hour, r.Between(instant(t, "2026-06-02T00:00:00Z"), instant(t, "2026-06-05T00:00:00Z")))
	expects(t, r, [][3]string{
		{"closes", "2026-06-02T10:00:00Z", "2026-06-02T17:00:00Z"}, {"closes", "2026-06-03T10:00:00Z", "2026-06-03T22:00:00Z"},
		{"opens", "2026-06-03T10:00:00Z", "2026-06-04T12:00:00Z"}, {"closed", "2026-06-03T20:00:00Z", "2026-06-02T17:00:00Z"},
		{"10h", "2026-06-02T15:00:00Z", "2026-06-03T17:00:00Z"}, {"open", "2026-06-03T21:00:00Z", "yes"},
	})
	ended := hours.Revisions{{S: old}, {From: change, S: nil}}
	expects(t, ended, [][3]string{{"closes", "2026-06-03T10:00:00Z", "2026-06-03T15:00:00Z"}, {"opens", "2026-06-03T10:00:00Z", "none"}, {"100h", "2026-06-03T10:00:00Z", "none"}})
	require.ErrorIs(t, ended.Check(), hours.ErrInvalid)
	require.ErrorContains(t, hours.Revisions{{From: change, S: old}, {From: change, S: old}}.Check(), "Revisions[1].From")
	require.Equal(t, 0*time.Second, hours.Revisions(nil).Between(change, change.AddDate(1, 0, 0)))
}

func TestAnotherTargetKeepsWhatWasUsedAndThePause(t *testing.T) {
	s := build(t, "UTC", hours.Week("Mon-Fri", "09:00-17:00"))
	monday := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	timer := hours.NewTimer(s, 8*time.Hour)
	timer.Start(monday.Add(9 * time.Hour))
	timer.Pause(monday.Add(10 * time.Hour))
	timer.Retarget(2 * time.Hour)
	require.False(t, timer.Running())
	require.Equal(t, time.Hour, timer.Remaining(monday.Add(40*time.Hour)))
	timer.Resume(monday.Add(16*time.Hour + 30*time.Minute))
	due, ok := timer.Due()
	require.True(t, ok)
	require.Equal(t, monday.Add(33*time.Hour+30*time.Minute), due)
	timer.Retarget(30 * time.Minute)
	require.True(t, timer.Fired(monday.Add(16*time.Hour+30*time.Minute)), "it has been due since before")
	require.Equal(t, -30*time.Minute, timer.Remaining(monday.Add(16*time.Hour+30*time.Minute)))
}
