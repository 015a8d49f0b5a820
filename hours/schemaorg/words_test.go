package schemaorg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

func TestWordsThatAreNotOfEveryWeekAreRefusedWithoutYears(t *testing.T) {
	for _, rule := range []hours.Rule{
		hours.Week("Sat[1]", "09:00-17:00"), hours.Week("Sat", "09:00-17:00").EveryWeeks(2, "2026-01-03"), hours.CutDaily("13:00-14:00"), hours.OnHolidays("10:00-12:00"),
	} {
		s, err := hours.New(hours.Config{Holidays: []hours.Holiday{{Date: "12-25"}}, Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-18:00"), rule}})
		require.NoError(t, err)
		_, err = schemaorg.Marshal(s)
		require.ErrorIs(t, err, schemaorg.ErrInexpressible, rule)
	}
}
