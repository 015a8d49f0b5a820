package ics_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/ics"
)

// texts are the rules of events, in words.
func texts(t *testing.T, text string, years ...int) (list []string) {
	t.Helper()
	rules, err := ics.Closures(strings.NewReader(text), years...)
	require.NoError(t, err, text)
	for _, r := range rules {
		list = append(list, r.String())
	}
	return list
}

func TestAnEventOfWholeDaysIsKnownHoweverItsEndIsWritten(t *testing.T) {
	for lines, want := range map[string]string{
		"DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601":                                 "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260602":                                 "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260604":                                 "2026-06-01..2026-06-03",
		"DTSTART;VALUE=DATE:20260601":                                                            "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDURATION:P0D":                                              "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDURATION:PT0S":                                             "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDURATION:PT8H":                                             "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDURATION:P1DT0H0M0S":                                       "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDURATION:PT48H":                                            "2026-06-01..2026-06-02",
		"DTSTART;VALUE=DATE:20260601\nDURATION:P1W":                                              "2026-06-01..2026-06-07",
		"DTSTART;VALUE=DATE:20260601\nDTEND:20260601T220000Z":                                    "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND:20260601T040001Z":                                    "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND:20260602T050000Z":                                    "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND:20260531T220000Z":                                    "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND;TZID=Europe/Berlin:20260602T000000":                  "2026-06-01",
		"DTSTART;VALUE=DATE:20260601\nDTEND:20260602T235900":                                     "2026-06-01..2026-06-02",
		"DTSTART:20260601T000000\nDTEND:20260602T000000":                                         "2026-06-01",
		"DTSTART:20260601T000000\nDTEND:20260603T000000":                                         "2026-06-01..2026-06-02",
		"DTSTART;TZID=Europe/Kyiv:20260601T000000\nDTEND;TZID=Europe/Kyiv:20260601T235900":       "2026-06-01",
		"DTSTART;TZID=\"Some Place\":20260601T000000\nDTEND;TZID=\"Some Place\":20260602T235959": "2026-06-01..2026-06-02",
		"DTSTART;TZID=Europe/Kyiv:20260601T000000\nDURATION:P1D":                                 "2026-06-01",
		"DTSTART:20260601T000000\nDURATION:PT24H":                                                "2026-06-01",
	} {
		require.Equal(t, []string{want + " closed"}, texts(t, file(lines)), lines)
	}
	utc := strings.Replace(file("DTSTART:20260601T000000Z\nDTEND:20260602T000000Z"), "VERSION", "X-WR-TIMEZONE:UTC\r\nVERSION", 1)
	require.Equal(t, []string{"2026-06-01 closed"}, texts(t, utc), "the calendar is of UTC")
}

func TestWhatRecursBecomesRulesOfEveryYearOrDates(t *testing.T) {
	for lines, want := range map[string]string{
		"DTSTART:20140101\nRRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1":                             "01-01 closed",
		"DTSTART:20140101\nRRULE:INTERVAL=1;FREQ=YEARLY;WKST=SU":                                 "01-01 closed",
		"DTSTART:20141225\nRRULE:FREQ=YEARLY;BYMONTH=12":                                         "12-25 closed",
		"DTSTART:20140501\nRRULE:FREQ=MONTHLY;INTERVAL=12":                                       "05-01 closed",
		"DTSTART:20141224\nDTEND:20150102\nRRULE:FREQ=YEARLY":                                    "12-24..01-01 closed",
		"DTSTART:20200229\nRRULE:FREQ=YEARLY":                                                    "02-29 closed",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=3":                                            "2026-01-01 closed,2027-01-01 closed,2028-01-01 closed",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;UNTIL=20270101;BYMONTH=1;BYMONTHDAY=1":              "2026-01-01 closed,2027-01-01 closed",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;UNTIL=20270101T000000Z":                             "2026-01-01 closed,2027-01-01 closed",
		"DTSTART:20260101\nDTEND:20260103\nRRULE:FREQ=YEARLY;INTERVAL=4;COUNT=2":                 "2026-01-01..2026-01-02 closed,2030-01-01..2030-01-02 closed",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE;VALUE=DATE:20270101":                "2026-01-01 closed,2028-01-01 closed",
		"DTSTART:20260101\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270102":                        "01-01 closed",
		"DTSTART:20260510\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=5":                                "05-01..05-31 Sun[2] closed",
		"DTSTART:20260525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO":                               "05-01..05-31 Mon[-1] closed",
		"DTSTART:20260531\nDTEND:20260531\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1SU;COUNT=2":       "2026-05-31 closed,2027-05-30 closed",
		"DTSTART:20200101\nRRULE:FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=19,20,21,22,23,24,25;BYMONTH=6": "06-19..06-25 Fri closed",
		"DTSTART:20260105\nRRULE:FREQ=MONTHLY;BYDAY=+1MO":                                        "01-01..12-31 Mon[1] closed",
		"DTSTART:20260104\nRRULE:FREQ=WEEKLY":                                                    "01-01..12-31 Sun closed",
		"DTSTART:20260103\nRRULE:FREQ=WEEKLY;BYDAY=SA,SU;COUNT=3":                                "2026-01-03 closed,2026-01-04 closed,2026-01-10 closed",
		"DTSTART:20260103\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260120":                          "2026-01-03 closed,2026-01-17 closed",
		"DTSTART:20260103\nRRULE:FREQ=DAILY;COUNT=2":                                             "2026-01-03 closed,2026-01-04 closed",
		"DTSTART:20260101\nRDATE;VALUE=DATE:20260406,20260525\nRDATE;VALUE=DATE:20260101":        "2026-01-01 closed,2026-04-06 closed,2026-05-25 closed",
	} {
		require.Equal(t, strings.Split(want, ","), texts(t, file(lines)), lines)
	}
}

func TestGivenYearsListAllThatRecurs(t *testing.T) {
	text := file(
		"DTSTART:20200229\nRRULE:FREQ=YEARLY",
		"DTSTART:20240101\nRRULE:FREQ=YEARLY;INTERVAL=2",
		"DTSTART:20250126\nUID:day\nRRULE:FREQ=YEARLY\nEXDATE:20260126",
		"DTSTART:20270125\nUID:day\nRECURRENCE-ID:20270126",
		"DTSTART:20260402\nDTEND:20260404\nRRULE:FREQ=YEARLY;BYDAY=1TH;BYMONTH=4",
		"DTSTART:20260601",
	)
	require.Equal(t, []string{
		"2028-02-29 closed", "2026-01-01 closed", "2028-01-01 closed", "2028-01-26 closed", "2027-01-25 closed",
		"2026-04-02..2026-04-03 closed", "2027-04-01..2027-04-02 closed", "2028-04-06..2028-04-07 closed", "2026-06-01 closed",
	}, texts(t, text, 2026, 2027, 2028))
	_, err := ics.Closures(strings.NewReader(text), 1800)
	require.ErrorContains(t, err, "year 1800")
}

func TestAChangeOfOneDateStandsInForIt(t *testing.T) {
	master := "DTSTART:20250126\nUID:day\nSUMMARY:Founders\nRRULE:FREQ=YEARLY"
	require.Equal(t, []string{"01-26 closed", "2027-01-26 closed"}, texts(t, file(master, "DTSTART:20270126\nUID:day\nRECURRENCE-ID:20270126")), "it only has another name")
	for _, change := range []string{"DTSTART:20270125\nUID:day\nRECURRENCE-ID:20270126", "DTSTART:20270126\nSTATUS:CANCELLED\nUID:day\nRECURRENCE-ID:20270126", "DTSTART:20270126T090000\nDTEND:20270126T100000\nUID:day\nRECURRENCE-ID:20270126T000000"} {
		_, err := ics.Closures(strings.NewReader(file(master, change)))
		require.ErrorContains(t, err, `"Founders" left out: recurs in a way that can only be listed`, change)
		rules, _ := ics.Closures(strings.NewReader(file(master, change)), 2027)
		for _, r := range rules {
			require.NotContains(t, r.String(), "2027-01-26", change)
		}
	}
}

func TestNoFileIsRefusedForOneLine(t *testing.T) {
	good := file("DTSTART:20260101\nSUMMARY:New Year", "DTSTART:20260501\nSUMMARY:May")
	want := []string{"2026-01-01 closed", "2026-05-01 closed"}
	units := utf16.Encode([]rune("\uFEFF" + good))
	wide := make([]byte, 2*len(units))
	for i, u := range units {
		binary.LittleEndian.PutUint16(wide[2*i:], u)
	}
	for name, text := range map[string]string{
		"a byte order mark": "\uFEFF" + good, "UTF-16": string(wide), "lines of CR": strings.ReplaceAll(good, "\r\n", "\r"),
		"empty lines": "\r\n\r\n" + strings.ReplaceAll(good, "SUMMARY", "\r\n  \r\nSUMMARY"), "lower case": strings.ReplaceAll(strings.ReplaceAll(good, "BEGIN", "begin"), "VEVENT", "vevent"),
	} {
		require.Equal(t, want, texts(t, text), name)
	}
	for name, c := range map[string]struct{ text, problem string }{
		"a description that is not folded": {strings.Replace(good, "SUMMARY:May", "DESCRIPTION:first\r\nsecond line\r\nSUMMARY:May", 1), "line 10: left out: it has no name"},
		"a line of words with a colon":     {strings.Replace(good, "SUMMARY:May", "DESCRIPTION:first\r\nand so: on\r\nSUMMARY:May", 1), "line 10"},
		"a stray line before":              {"Downloaded today\r\n" + good, "line 1"},
		"an end too many":                  {strings.Replace(good, "BEGIN:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT", 1), "line 3"},
		"an event without an end":          {strings.Replace(good, "END:VEVENT\r\n", "", 1), "line 6: left out: the event before it has no end"},
		"a calendar without an end":        {strings.TrimSuffix(good, "END:VCALENDAR\r\n"), "breaks off"},
		"an alarm without an end":          {strings.Replace(good, "SUMMARY:May", "SUMMARY:May\r\nBEGIN:VALARM", 1), "VALARM before it has no end"},
	} {
		rules, err := ics.Closures(strings.NewReader(c.text))
		require.Len(t, rules, 2, name)
		require.NotErrorIs(t, err, ics.ErrFormat, name)
		require.ErrorContains(t, err, c.problem, name)
	}
	_, err := ics.Closures(strings.NewReader("BEGIN:VCALENDAR\r\n" + strings.Repeat("bad\r\n", 5000) + "END:VCALENDAR"))
	require.Less(t, len(err.Error()), 10_000, "not every line is named")
}

func TestAPersonSeesWhatTheFileSaysOfAnEvent(t *testing.T) {
	events, err := ics.Events(strings.NewReader(file(
		"DTSTART:20260214\nSUMMARY:Valentine's\\, Day\nDESCRIPTION:Observance\\nTo hide observances\\, go to settings\nTRANSP:TRANSPARENT\nCATEGORIES:Observance,Food\\, Drink\nCATEGORIES:Love",
		"DTSTART:20260501\nSUMMARY:May Day\nSTATUS:tentative\nTRANSP:OPAQUE",
	)))
	require.NoError(t, err)
	for i := range events {
		require.Len(t, events[i].Rules, 1)
		require.Equal(t, events[i].Summary, events[i].Rules[0].Name())
		events[i].Rules = nil
	}
	require.Equal(t, []ics.Event{
		{Line: 3, Summary: "Valentine's, Day", Description: "Observance\nTo hide observances, go to settings", Categories: []string{"Observance", "Food, Drink", "Love"}, Transparent: true},
		{Line: 11, Summary: "May Day", Tentative: true},
	}, events)
}

func TestAFileThatAsksForMuchIsReadInShortTime(t *testing.T) {
	many := make([]string, 4000)
	for i := range many {
		many[i] = "DTSTART:19000101\nRRULE:FREQ=DAILY;INTERVAL=999;UNTIL=21991231"
	}
	_, err := ics.Closures(strings.NewReader(file(many...)))
	require.Error(t, err)
	_, err = ics.Closures(strings.NewReader(file("DTSTART:19000101\nRRULE:FREQ=DAILY;UNTIL=21991231")))
	require.ErrorContains(t, err, "more than 2000 dates")
}
