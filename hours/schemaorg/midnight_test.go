package schemaorg_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// roundTrip writes rules, reads them back, and compares both with what the words of the vocabulary
// say of the days around the first of June 2026, a Monday.
func roundTrip(t *testing.T, rules ...hours.Rule) string {
	t.Helper()
	s, err := hours.New(hours.Config{Rules: rules})
	require.NoError(t, err)
	data, err := schemaorg.Marshal(s)
	require.NoError(t, err, rules)
	agree(t, s, data, adding, june.AddDate(0, 0, -2), 40)
	agree(t, s, data, replacing, june.AddDate(0, 0, -2), 40)
	read, err := schemaorg.Unmarshal(data, "UTC")
	require.NoError(t, err)
	again, err := schemaorg.Marshal(read)
	require.NoError(t, err)
	require.JSONEq(t, string(data), string(again))
	return string(data)
}

func TestAShiftOverMidnightClosesOnTheNextDay(t *testing.T) {
	for spelling, closes := range map[string]string{
		"17:00-25:30": "01:30", "17:00-01:30": "01:30", "22:00-30:00": "06:00", "23:30-24:30": "00:30",
		"00:30-24:15": "00:15", "18:00-41:59": "17:59", "18:00-24:00": "00:00", "00:01-24:00": "00:00",
	} {
		data := roundTrip(t, hours.Week("Wed", spelling))
		require.Contains(t, data, `"closes": "`+closes+`"`, spelling)
	}
}

func TestAShiftOverMidnightOfAnExceptionBelongsToItsDate(t *testing.T) {
	week := hours.Week("Mon-Sun", "17:00-25:30")
	data := roundTrip(t, week, hours.On("2026-06-10", "20:00-28:00").Named("Long night"), hours.Closed("2026-06-12"),
		hours.On("2026-06-20..2026-06-24", "09:00-12:00", "22:00-26:00").Only("Sat,Tue"))
	require.Contains(t, data, `"closes": "04:00"`)
	s, err := schemaorg.Unmarshal([]byte(data), "UTC")
	require.NoError(t, err)
	for at, open := range map[string]bool{
		"2026-06-10T01:00:00Z": true,  // of the day before
		"2026-06-10T18:00:00Z": false, // the exception stands in for the week's hours
		"2026-06-11T03:30:00Z": true,  // of the exception
		"2026-06-12T01:00:00Z": true,  // of the day before the closed one
		"2026-06-12T20:00:00Z": false,
		"2026-06-13T01:00:00Z": false, // of the closed one
	} {
		now, err := time.Parse(time.RFC3339, at)
		require.NoError(t, err)
		require.Equal(t, open, s.Open(now), at)
	}
}

func TestAShiftOverMidnightIsCutByTheDay(t *testing.T) {
	roundTrip(t, hours.Week("Wed", "17:00-25:30"), hours.CutDaily("19:00-19:30"))
	roundTrip(t, hours.Week("Wed,Thu", "17:00-25:30"), hours.CutDaily("00:30-03:00").Only("Thu"))
}

func TestAClosingBeyondMidnightIsRefusedWithTheTimeOfTheNextDay(t *testing.T) {
	_, err := schemaorg.Unmarshal([]byte(`{"openingHoursSpecification":{"dayOfWeek":"Wednesday","opens":"17:00","closes":"25:30"}}`), "UTC")
	require.ErrorIs(t, err, schemaorg.ErrUnsupported)
	require.ErrorContains(t, err, "want 01:30, which is the next day")
	_, err = schemaorg.Unmarshal([]byte(`{"openingHours":"We 17:00-25:30"}`), "UTC")
	require.ErrorIs(t, err, schemaorg.ErrUnsupported)
	require.ErrorContains(t, err, "want 01:30, which is the next day")
}

// FuzzAShiftOfLessThanADayIsWrittenAndReadBack takes any shift of a weekday and of a date.
func FuzzAShiftOfLessThanADayIsWrittenAndReadBack(f *testing.F) {
	f.Add(uint16(17*60), uint16(8*60+30), uint8(3), uint16(20*60), uint16(8*60))
	f.Add(uint16(0), uint16(24*60), uint8(0), uint16(23*60+59), uint16(1))
	f.Add(uint16(23*60+59), uint16(24*60-1), uint8(6), uint16(0), uint16(0))
	f.Fuzz(func(t *testing.T, opens, long uint16, weekday uint8, special, specialLong uint16) {
		shift := func(opens, long uint16) string {
			from := int(opens) % (24 * 60)
			to := from + int(long)%(24*60)
			if to == from || to == 24*60-1 {
				to++ // 23:59 stands for midnight
			}
			return fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, to/60, to%60)
		}
		day := time.Weekday(weekday % 7).String()[:3]
		s, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week(day, shift(opens, long)), hours.On("2026-06-10", shift(special, specialLong))}})
		require.NoError(t, err)
		data, err := schemaorg.Marshal(s, 2026)
		require.NoError(t, err)
		agree(t, s, data, adding, june.AddDate(0, 0, 6), 7)
		read, err := schemaorg.Unmarshal(data, "UTC")
		require.NoError(t, err)
		until := june.AddDate(0, 0, 21)
		require.Zero(t, hours.Minus(s, read).Between(june, until)+hours.Minus(read, s).Between(june, until), string(data))
	})
}
