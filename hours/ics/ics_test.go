package ics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/ics"
)

// file is a calendar of events, each given by its lines.
func file(events ...string) string {
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	for _, e := range events {
		text += "BEGIN:VEVENT\r\n" + strings.ReplaceAll(e, "\n", "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	return text + "END:VCALENDAR\r\n"
}

func Example() {
	rules, err := ics.Closures(strings.NewReader(file(
		"DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas",
		"DTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY\nSUMMARY:Labour Day",
		"DTSTART:20260601T100000Z\nSUMMARY:Standup",
	)))
	for _, r := range rules {
		fmt.Println(r.Name(), "-", r)
	}
	fmt.Println(err)
	// Output:
	// Christmas - 2026-12-24..2026-12-26 closed
	// Labour Day - 05-01 closed
	// ics: line 13: "Standup" left out: DTSTART 20260601T100000Z is not a whole day
}

func TestWhatIsNoClosureOfWholeDaysIsLeftOutByName(t *testing.T) {
	for lines, problem := range map[string]string{
		"SUMMARY:x":                                                "no DTSTART",
		"DTSTART:20260101\nRRULE:FREQ=WEEKLY":                      "RRULE",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=3":              "RRULE",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;INTERVAL=2":           "RRULE",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY\nEXDATE:20270101":     "EXDATE",
		"DTSTART:20260101\nDTEND:20260101":                         "DTEND",
		"DTSTART:20260101\nDURATION:PT1H":                          "DURATION",
		"DTSTART:18000101":                                         "1900",
		"DTSTART:20260230":                                         "whole day",
		"DTSTART:20260101\nDTSTART:20260102":                       "twice",
		"DTSTART:20260101\nDTEND:20280101\nRRULE:FREQ=YEARLY":      "longer",
		"DTSTART:20260101\nDTEND:20260102\nDURATION:P1D\nUID:both": "both",
	} {
		rules, err := ics.Closures(strings.NewReader(file(lines)))
		require.Empty(t, rules, lines)
		var left *ics.Left
		require.ErrorAs(t, err, &left, lines)
		require.Equal(t, 3, left.Line)
		require.Contains(t, left.Problem, problem)
	}
}

func TestTextIsUnfoldedAndUnescaped(t *testing.T) {
	rules, err := ics.Closures(strings.NewReader(file(
		"DTSTART;X-A=\"a:b\";VALUE=DATE:20260101\nDURATION:P1W\nSUMMARY:New Year\\, and\n  the week after\nBEGIN:VALARM\nTRIGGER:-PT1H\nSUMMARY:alarm\nEND:VALARM",
		"DTSTART:20260601\nSTATUS:CANCELLED",
	)))
	require.NoError(t, err)
	require.Len(t, rules, 1)
	require.Equal(t, "New Year, and the week after", rules[0].Name())
	require.Equal(t, "2026-01-01..2026-01-07 closed", rules[0].String())
}

func TestWhatIsNoCalendarIsRefused(t *testing.T) {
	for _, text := range []string{"", "hello", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VCALENDAR\nEND:VEVENT", strings.Repeat("x", ics.MaxBytes+1)} {
		_, err := ics.Closures(strings.NewReader(text))
		require.ErrorIs(t, err, ics.ErrFormat)
	}
}

func FuzzClosures(f *testing.F) {
	f.Add(file("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas", "DTSTART:20200229\nRRULE:FREQ=YEARLY"))
	f.Fuzz(func(t *testing.T, text string) {
		rules, _ := ics.Closures(strings.NewReader(text))
		s, err := hours.New(hours.Config{Rules: append(rules, hours.Week("Mon-Sun", "00:00-24:00"))})
		require.NoError(t, err, "every closure is a good rule")
		s.At(time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC))
	})
}
