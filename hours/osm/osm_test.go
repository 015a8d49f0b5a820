package osm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/osm"
)

func Example() {
	s, err := osm.Parse("Europe/Warsaw", "Mo-Fr 09:00-17:00; Sa 10:00-14:00; 2026 Dec 24 10:00-13:00; Dec 25-26 off")
	if err != nil {
		fmt.Println(err)
		return
	}
	opens, _ := s.NextOpen(time.Date(2026, 12, 24, 15, 0, 0, 0, s.Location()))
	fmt.Println(opens.Format("Mon 2006-01-02 15:04"))
	_, err = osm.Parse("Europe/Warsaw", "Mo-Fr sunrise-17:00")
	fmt.Println(err)
	// Output:
	// Mon 2026-12-28 09:00
	// osm: column 7: want times, or off: times of the sun are not supported
}

func TestWhatIsOutsideTheSubsetIsRefusedWithItsColumn(t *testing.T) {
	for text, column := range map[string]int{
		"":                                1,
		"mo 09:00-17:00":                  1,
		"Mo":                              3,
		"Mo 9:00-17:00":                   4,
		"Mo 09:60-17:00":                  7,
		"Mo 09:00-09:00":                  10,
		"Mo 09:00-49:00":                  10,
		"Mo 24:00-26:00":                  4,
		"Mo 09:00+":                       9,
		"Mo[6] 09:00-17:00":               4,
		"Mo[1-6] 09:00-17:00":             4,
		"Mo[3-2] 09:00-17:00":             4,
		"Mo[1 09:00-17:00":                5,
		"Mo-Fr[1] 09:00-17:00":            6,
		"SH off":                          1,
		"PH off":                          1,
		"week 12 Mo 09:00-17:00":          1,
		"easter off":                      1,
		"Mo 09:00-17:00 || Tu 10:00":      16,
		`Mo 09:00-17:00 "by appointment"`: 16,
		"Mo 09:00-17:00; 10:00-12:00":     16,
		"Mo 09:00-17:00;":                 16,
		"Feb 30 off":                      5,
		"2026 Feb 29 off":                 10,
		"2026 Dec 24-2026 Dec 20 off":     13,
		"1800 Dec 24 off":                 1,
		"Dec 24-2026 Dec 26 off":          8,
		"Feb 28 20:00-03:00":              1,
	} {
		_, err := osm.Parse("UTC", text)
		var fault *osm.Error
		require.ErrorAs(t, err, &fault, text)
		require.Equal(t, column, fault.Column, "%s: %s", text, err)
		require.ErrorIs(t, err, osm.ErrUnsupported)
	}
}

func TestADayOverridesWhatRunsIntoIt(t *testing.T) {
	s, err := osm.Parse("Europe/Warsaw", "Fr 20:00-03:00; 2026 Jun 06 off")
	require.NoError(t, err)
	closes, ok := s.NextClose(time.Date(2026, 6, 5, 20, 0, 0, 0, time.UTC))
	require.True(t, ok)
	require.Equal(t, "2026-06-05T22:00:00Z", closes.Format(time.RFC3339))
}

func TestFormatReadsBackTheSame(t *testing.T) {
	for text, rules := range map[string][]hours.Rule{
		"24/7": {hours.Week("Mon-Sun", "00:00-24:00")},
		"off":  nil,
		"Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00": {
			hours.Week("Mon-Fri", "09:00-12:00", "13:00-17:00"), hours.Week("Sat", "10:00-14:00")},
		"Mo,We,Fr 20:00-03:00": {hours.Week("Mon,Wed,Fri", "20:00-03:00")},
		"Fr 20:00-24:00; Sa 00:00-03:00,10:00-14:00": {
			hours.Week("Fri", "20:00-03:00"), hours.Week("Sat", "10:00-14:00")},
		"Fr 20:00-24:00; Sa 00:00-03:00,20:00-24:00; Su 00:00-03:00; 2026 Jun 06 00:00-03:00; 2026 Jun 07 off": {
			hours.Week("Fri,Sat", "20:00-03:00"), hours.Closed("2026-06-06")},
		"Mo-Fr 09:00-17:00; Dec 25-Jan 02 off; 2026 Dec 24 10:00-14:00": {
			hours.Week("Mon-Fri", "09:00-17:00"), hours.On("2026-12-24", "10:00-14:00"), hours.ClosedYearly("12-25..01-02")},
		"Mo-Fr 09:00-17:00; 2026 Jun 06 14:00-16:00 off": {
			hours.Week("Mon-Fri", "09:00-17:00"), hours.Cut("2026-06-06T14:00", "2026-06-06T16:00")},
		"Mo-Fr 09:00-17:00; Jun 01-Aug 31 Mo,Tu 10:00-14:00": {
			hours.Week("Mon-Fri", "09:00-17:00"), hours.On("06-01..08-31", "10:00-14:00").Only("Mon,Tue")},
	} {
		s, err := hours.New(hours.Config{Zone: "Europe/Warsaw", Rules: rules})
		require.NoError(t, err)
		got, err := osm.Format(s)
		require.NoError(t, err, text)
		require.Equal(t, text, got)
	}
}

func TestWhatTheNotationCannotSayIsRefused(t *testing.T) {
	long, err := hours.New(hours.Config{Rules: []hours.Rule{hours.ClosedYearly("06-03"), hours.Week("Tue", "20:00-03:00")}})
	require.NoError(t, err)
	for _, s := range []*hours.Schedule{long, hours.Union(long)} {
		_, err = osm.Format(s)
		require.ErrorIs(t, err, osm.ErrInexpressible)
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"24/7", "Mo-Fr 09:00-12:00,13:00-26:00; PH off, Sa 10:00-14:00", "2026 Dec 24-26,Jan 01 10:00-13:00", "Jun-Aug Su 08:00-09:00 off", "Mo-Fr 09:00-12:00, 13:00-17:00, Sa[1,-1] 10:00-26:00; May Su[2-3] off"} {
		f.Add(text)
	}
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := osm.Parse("UTC", text, hours.Holiday{Date: "2026-06-04"}, hours.Holiday{Date: "12-25"})
		if err != nil {
			require.ErrorIs(t, err, osm.ErrUnsupported)
			return
		}
		s.NextOpen(now)
		if written, err := osm.Format(s); err == nil {
			_, err = osm.Parse("UTC", written)
			require.NoError(t, err)
		}
	})
}
