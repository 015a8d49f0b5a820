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
		"SUMMARY:x":                                                                          "no DTSTART",
		"DTSTART:20260101\nRRULE:FREQ=HOURLY":                                                "RRULE FREQ=HOURLY",
		"DTSTART:20260101\nRRULE:FREQ=DAILY":                                                 "want an end",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;INTERVAL=2":                                     "give the years",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTHDAY=1":                                   "every month",
		"DTSTART:20260104\nRRULE:FREQ=YEARLY;BYDAY=1SU":                                      "whole year",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;BYSETPOS=1":                                     "BYSETPOS",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=2;COUNT=3":                                "COUNT=3",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=2;UNTIL=20280101":                         "both COUNT and UNTIL",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=2;BYDAY=SU;BYMONTH=5":                     "counts from a day that it does not name",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY\nEXDATE:20270101":                               "give the years",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY\nEXDATE:x":                                      "EXDATE",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY\nEXRULE:FREQ=YEARLY":                            "EXRULE",
		"DTSTART:20260102\nDTEND:20260101":                                                   "DTEND is before",
		"DTSTART:20260101\nDTEND:2026013":                                                    "DTEND",
		"DTSTART:20260101\nDTEND:20260105T000000Z":                                           "another day in some places",
		"DTSTART:20260101\nDURATION:-P1D":                                                    "DURATION",
		"DTSTART:20260101\nDURATION:P":                                                       "DURATION",
		"DTSTART:20260101T000000Z\nDTEND:20260102T000000Z":                                   "not a whole day",
		"DTSTART:20260101T090000\nDTEND:20260102T090000":                                     "not a whole day",
		"DTSTART:20260101T000000\nDTEND:20260101T140000":                                     "not a whole day",
		"DTSTART:20260101T000000\nDTEND:20260101T000000":                                     "not a whole day",
		"DTSTART:20260101T000000":                                                            "not a whole day",
		"DTSTART;TZID=Europe/Berlin:20260101T000000\nDTEND;TZID=Europe/Kyiv:20260102T000000": "not a whole day",
		"DTSTART:18000101":                                                                   "1900",
		"DTSTART:21991231\nDURATION:P2D":                                                     "2199",
		"DTSTART:20260230":                                                                   "DTSTART",
		"DTSTART:20260101\nDTSTART:20260102":                                                 "twice",
		"DTSTART:20260101\nDTEND:20280101\nRRULE:FREQ=YEARLY":                                "give the years",
		"DTSTART:20260101\nDTEND:20260102\nDURATION:P1D\nUID:both":                           "both",
		"DTSTART:20260101\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260102":                       "all dates after",
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
	f.Add("\uFEFF" + file("DTSTART;VALUE=DATE:20260510\nUID:a\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=5\nEXDATE:20270509", "DTSTART:20280510\nUID:a\nRECURRENCE-ID:20280514", "DTSTART:20260601T000000\nDTEND:20260602T235959\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=9"))
	f.Fuzz(func(t *testing.T, text string) {
		rules, _ := ics.Closures(strings.NewReader(text))
		listed, _ := ics.Closures(strings.NewReader(text), 2026, 2027)
		rules = append(rules, listed...)
		s, err := hours.New(hours.Config{Rules: append(rules, hours.Week("Mon-Sun", "00:00-24:00"))})
		require.NoError(t, err, "every closure is a good rule")
		s.At(time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC))
	})
}

func ExampleEvents() {
	events, err := ics.Events(strings.NewReader(file(
		"DTSTART;VALUE=DATE:20260214\nDTEND;VALUE=DATE:20260214\nTRANSP:TRANSPARENT\nCATEGORIES:Observance\nSUMMARY:Valentine's Day",
		"DTSTART;VALUE=DATE:20260510\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2SU\nSUMMARY:Mother's Day",
	)))
	for _, e := range events {
		fmt.Println(e.Summary, e.Categories, e.Transparent, e.Rules)
	}
	fmt.Println(err)
	// Output:
	// Valentine's Day [Observance] true [2026-02-14 closed]
	// Mother's Day [] false [05-01..05-31 Sun[2] closed]
	// <nil>
}
