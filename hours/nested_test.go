package hours_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestADatedRuleNamesTheWeekdaysThatAreNone(t *testing.T) {
	for _, r := range []hours.Rule{
		hours.On("06-01..08-31", "10:00-14:00").Only("Sat,Sunn"), hours.On("2026-12-24", "10:00-14:00").Only("Mon-"),
	} {
		_, err := hours.New(hours.Config{Rules: []hours.Rule{r}})
		require.ErrorContains(t, err, "hours: Rules[0].days: column ")
	}
}

func TestAScheduleIsNotReadDeeperThanFortyLevels(t *testing.T) {
	read := func(levels int) error {
		var s hours.Schedule
		return s.UnmarshalJSON([]byte(strings.Repeat("[", levels) + strings.Repeat("]", levels)))
	}
	require.NotContains(t, read(41).Error(), "nested too deeply")
	for _, levels := range []int{42, 43, 5000} {
		var fault *hours.Fault
		require.ErrorAs(t, read(levels), &fault)
		require.Equal(t, "is nested too deeply", fault.Problem)
		require.Equal(t, 42, fault.Column, "where the first too deep begins")
	}
}
