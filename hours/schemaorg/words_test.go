package schemaorg_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

func TestWordsThatAreNotOfEveryWeekAreRefusedWithoutYears(t *testing.T) {
	for _, rule := range []hours.Rule{
		hours.Week("Sat[1]", "09:00-17:00"), hours.Week("Sat", "09:00-17:00").EveryWeeks(2, "2026-01-03"), hours.OnHolidays("10:00-12:00"), hours.CutDaily("13:00-14:00").Only("Mon[1]"),
	} {
		s, err := hours.New(hours.Config{Holidays: []hours.Holiday{{Date: "12-25"}}, Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-18:00"), rule}})
		require.NoError(t, err)
		_, err = schemaorg.Marshal(s)
		require.ErrorIs(t, err, schemaorg.ErrInexpressible, rule)
	}
}

func TestALunchThatIsKeptEveryDayIsWrittenAsWhatItLeaves(t *testing.T) {
	s, err := hours.New(hours.Config{Rules: []hours.Rule{
		hours.Week("Mon-Fri", "09:00-17:00"), hours.Week("Sat", "13:00-14:00"), hours.On("2026-06-02", "12:00-14:00"), hours.On("2026-06-03", "13:15-13:45"),
		hours.CutDaily("13:00-14:00"), hours.CutDaily("16:00-18:00").Only("Fri"),
	}})
	require.NoError(t, err)
	data, err := schemaorg.Marshal(s)
	require.NoError(t, err)
	agree(t, s, data, adding, june.AddDate(0, 0, -2), 14)
	agree(t, s, data, replacing, june.AddDate(0, 0, -2), 14)
	night, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Fri", "20:00-03:00"), hours.CutDaily("00:00-01:00")}})
	require.NoError(t, err)
	_, err = schemaorg.Marshal(night)
	require.ErrorIs(t, err, schemaorg.ErrInexpressible, "what is left of Saturday is not Friday's")
}

func TestTheNewWordsMeanTheSameToAnIndependentReader(t *testing.T) {
	written := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		rules := []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}
		for range 1 + r.IntN(4) {
			rules = append(rules, []hours.Rule{
				hours.Week("Sat[1,-1]", "10:00-14:00"), hours.Week("Fri[2]", "18:00-22:00"), hours.Week("Sun", "11:00-13:00").EveryWeeks(2, "2026-06-07"),
				hours.Week("Wed", "20:00-03:00").EveryWeeks(3, "2026-05-20").Named("late"), hours.CutDaily("12:00-13:00").Only("Mon,Wed"), hours.CutDaily("10:30-10:45"),
				hours.ClosedHolidays(), hours.OnHolidays("10:00-12:00").Only("Sun"), hours.OnYearly("06-01..06-30", "08:00-09:00").Only("Tue[-1]"),
				hours.On("2026-06-01..2026-07-05").Only("Fri[1]"), hours.On("2026-06-12", "10:00-11:00"),
			}[r.IntN(11)])
		}
		s, err := hours.New(hours.Config{Rules: rules, Holidays: []hours.Holiday{{Date: "2026-06-11", Name: "Feast"}, {Date: "06-14"}, {Date: "2026-06-12"}}})
		require.NoError(t, err)
		data, err := schemaorg.Marshal(s, 2026)
		if err != nil {
			require.ErrorIs(t, err, schemaorg.ErrInexpressible)
			continue
		}
		written++
		agree(t, s, data, adding, june.AddDate(0, 0, -2), 40)
		agree(t, s, data, replacing, june.AddDate(0, 0, -2), 40)
	}
	require.Greater(t, written, 35)
}

func TestPublicHolidaysAreThoseGiven(t *testing.T) {
	const data = `{"openingHoursSpecification":[
		{"dayOfWeek":["Monday","Tuesday","Wednesday","Thursday","Friday"],"opens":"09:00","closes":"17:00"},
		{"dayOfWeek":"https://schema.org/PublicHolidays","opens":"10:00","closes":"12:00"},
		{"opens":"08:00","closes":"18:00","validFrom":"2026-06-01","validThrough":"2026-06-30"}],
		"specialOpeningHoursSpecification":{"opens":"11:00","closes":"12:00","validFrom":"2026-06-12","validThrough":"2026-06-12"}}`
	s, err := schemaorg.Unmarshal([]byte(data), "UTC", hours.Holiday{Date: "2026-05-01", Name: "Labour Day"}, hours.Holiday{Date: "06-04"}, hours.Holiday{Date: "2026-06-12"}, hours.Holiday{Date: "12-25"})
	require.NoError(t, err)
	open := func(month time.Month, day int) time.Duration {
		from := time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
		return s.Between(from, from.AddDate(0, 0, 1))
	}
	require.Equal(t, 2*time.Hour, open(5, 1))
	require.Equal(t, "Labour Day", s.At(time.Date(2026, 5, 1, 11, 0, 0, 0, time.UTC)).Rule)
	require.Equal(t, 8*time.Hour, open(5, 4))
	require.Equal(t, 10*time.Hour, open(6, 3))
	require.Equal(t, 2*time.Hour, open(6, 4), "a holiday in a season, also one of every year")
	require.Equal(t, time.Hour, open(6, 12), "a special day stands in for the holiday")
	require.Equal(t, 2*time.Hour, open(12, 25))
	closed, err := schemaorg.Unmarshal([]byte(`{"openingHours":["Mo-Su 09:00-17:00","PH off"]}`), "UTC", hours.Holiday{Date: "05-01"})
	require.NoError(t, err)
	require.False(t, closed.Open(time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)))
	_, err = schemaorg.Unmarshal([]byte(data), "UTC", hours.Holiday{Date: "1 May"})
	require.ErrorIs(t, err, hours.ErrInvalid)
	require.ErrorContains(t, err, "Holidays[0].date")
}
