package rickar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/rickar"
)

func Example() {
	rules := hours.Holidays(rickar.Source(pl.Holidays...), 2026, 2027)
	s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: append(rules, hours.Week("Mon-Fri", "09:00-17:00"))})
	if err != nil {
		fmt.Println(err)
		return
	}
	state := s.At(time.Date(2026, 5, 1, 12, 0, 0, 0, s.Location()))
	fmt.Println(state.Phase, "because of", state.Rule)
	// Output: Closed because of Święto Państwowe
}

func TestAHolidayIsTheDayItIsObserved(t *testing.T) {
	dates := func(year int) (dates []string) {
		for _, h := range rickar.Source(us.IndependenceDay, nil, us.NewYear)(year) {
			dates = append(dates, h.Date)
		}
		return dates
	}
	require.Equal(t, []string{"2026-01-01", "2026-07-03"}, dates(2026), "July 4 is a Saturday")
	require.Equal(t, []string{"2021-01-01", "2021-07-05", "2021-12-31"}, dates(2021), "New Year's Day of 2022 is a Saturday")
}

func TestEveryHolidayMakesARule(t *testing.T) {
	for name, list := range map[string][]*cal.Holiday{"pl": pl.Holidays, "us": us.Holidays} {
		_, err := hours.New(hours.Config{Rules: hours.Holidays(rickar.Source(list...), 1990, 2060, "10:00-12:00")})
		require.NoError(t, err, name)
	}
}
