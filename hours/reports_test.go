package hours_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/chatwoot"
	"github.com/switchboard-go/switchboard/hours/ics"
	"github.com/switchboard-go/switchboard/hours/osm"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// The tests of this file are public reports about other programs that this one, too, once answered
// wrongly or had no words for. Each is named by its thread.

// specs reads schema.org's specifications, or whatever else stands in a page.
func specs(t *testing.T, text string, holidays ...hours.Holiday) *hours.Schedule {
	t.Helper()
	s, err := schemaorg.Unmarshal([]byte(text), "UTC", holidays...)
	require.NoError(t, err, text)
	return s
}

// hoursOf is how long a schedule is open on a date.
func hoursOf(t *testing.T, s *hours.Schedule, date string) float64 {
	t.Helper()
	from, err := time.ParseInLocation(time.DateOnly, date, s.Location())
	require.NoError(t, err)
	return s.Between(from, from.AddDate(0, 0, 1)).Hours()
}

// NateWr/business-profile#78, sybrew/the-seo-framework#616: seasonal hours in two specifications.
func TestReportSeasonalHoursOfTwoSpecificationsAddUp(t *testing.T) {
	const season = `,"validFrom":"2026-05-01","validThrough":"2026-09-30"}`
	s := specs(t, `{"openingHoursSpecification":[
	 {"dayOfWeek":["Monday","Tuesday"],"opens":"09:00","closes":"12:00"`+season+`,
	 {"dayOfWeek":["Tuesday","Monday"],"opens":"14:00","closes":"17:00"`+season+`]}`)
	require.InDelta(t, 6, hoursOf(t, s, "2026-06-01"), 0)
	require.InDelta(t, 6, hoursOf(t, s, "2026-06-02"), 0)
	require.Zero(t, hoursOf(t, s, "2026-10-05"))
}

// alltheplaces/alltheplaces#4241, schemaorg/schemaorg#245: hours as text.
func TestReportHoursAsText(t *testing.T) {
	s := specs(t, `{"openingHours":"Mo-Fr 09:00-17:00"}`)
	require.InDelta(t, 8, hoursOf(t, s, "2026-06-05"), 0)
	require.Zero(t, hoursOf(t, s, "2026-06-06"))
}

// alltheplaces/alltheplaces#10897: what pages write instead of what the vocabulary says.
func TestReportHoursAsPagesWriteThem(t *testing.T) {
	const one = `{"@type":"OpeningHoursSpecification",
	 "dayOfWeek":"Monday","opens":"9:00","closes":"17:00"}`
	for _, text := range []string{
		one,
		`[{"@type":"WebSite"},{"@type":"Store","openingHoursSpecification":` + one + `}]`,
		`{"@graph":[{"@type":"WebSite"},
		 {"@type":"Store","openingHoursSpecification":[` + one + `]}]}`,
		strings.Replace(one, `"Monday"`, `{"@id":"https://schema.org/Monday"}`, 1),
	} {
		require.InDelta(t, 8, hoursOf(t, specs(t, text), "2026-06-01"), 0, text)
	}
	for text, want := range map[string]string{
		`{"@graph":[{"@type":"WebSite"}]}`:       "openingHours",
		strings.Replace(one, "9:00", "9 Uhr", 1): "9 Uhr",
	} {
		_, err := schemaorg.Unmarshal([]byte(text), "UTC")
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "json:", "no insides of Go")
	}
}

// schemaorg/schemaorg#1139: public holidays as a day.
func TestReportPublicHolidaysAsADay(t *testing.T) {
	s := specs(t, `{"openingHoursSpecification":[
	 {"dayOfWeek":["Monday","Friday"],"opens":"09:00","closes":"17:00"},
	 {"dayOfWeek":"PublicHolidays","opens":"10:00","closes":"12:00"}]}`,
		hours.Holiday{Date: "2026-12-25"})
	require.InDelta(t, 2, hoursOf(t, s, "2026-12-25"), 0)
	require.InDelta(t, 8, hoursOf(t, s, "2026-12-18"), 0)
}

// chatwoot/chatwoot#5723: the switch beside the table.
func TestReportAnInboxThatNeverUsedItsTableIsAlwaysOpen(t *testing.T) {
	s, err := chatwoot.Read("", []byte(`{"timezone":"Europe/Berlin","working_hours_enabled":false,
	 "working_hours":[{
	  "day_of_week":1,"open_hour":9,"open_minutes":0,"close_hour":17,"close_minutes":0}]}`))
	require.NoError(t, err)
	require.InDelta(t, 24, hoursOf(t, s, "2026-06-06"), 0)
}

// event is a calendar file with one event.
func event(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n" + strings.Join(lines, "\r\n") +
		"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

// odysseus-dev/odysseus#4482 and etalab/jours-feries-france-data#5: an end that is the start.
// franc6/ics_calendar#75, collective/icalendar#700, DouglasdeMoura/chroncal#674: a mark of the byte
// order. nextcloud/calendar#1176: a date, and an end with a time.
func TestReportAHolidayIsOneDayHoweverItsFileIsWritten(t *testing.T) {
	const start = "DTSTART;VALUE=DATE:20260714"
	for name, text := range map[string]string{
		"end is start":  event(start, "DTEND;VALUE=DATE:20260714"),
		"a mark":        "\ufeff" + event(start, "DTEND;VALUE=DATE:20260715"),
		"a timed end":   event(start, "DTEND:20260714T220000Z"),
		"a broken line": event(start, "DESCRIPTION:one", "two without a colon"),
		"redundant":     event(start, "RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14;INTERVAL=1"),
	} {
		rules, _ := ics.Closures(strings.NewReader(text))
		s := build(t, "UTC", append(rules, hours.Week("Mon-Sun", "00:00-24:00"))...)
		require.Zero(t, hoursOf(t, s, "2026-07-14"), name)
		require.InDelta(t, 24, hoursOf(t, s, "2026-07-13"), 0, name)
		require.InDelta(t, 24, hoursOf(t, s, "2026-07-15"), 0, name)
	}
}

// mapsme/omim#7718, zbycz/osmapp#643: a blank behind the comma between times.
func TestReportABlankBetweenTwoTimes(t *testing.T) {
	s, err := osm.Parse("UTC", "Mo-Fr 09:00-12:00, 14:00-18:00")
	require.NoError(t, err)
	require.InDelta(t, 7, hoursOf(t, s, "2026-06-01"), 0)
}

// opening_hours.js#444 and #524, sapplica/sentrifugo#197, schemaorg/schemaorg#3357: the first
// Saturday, every other week.
func TestReportTheFirstSaturdayAndEveryOtherWeek(t *testing.T) {
	s, err := osm.Parse("UTC", "Sa[1] 10:00-14:00")
	require.NoError(t, err)
	require.InDelta(t, 4, hoursOf(t, s, "2026-06-06"), 0)
	require.Zero(t, hoursOf(t, s, "2026-06-13"))
	s = build(t, "UTC", hours.Week("Sat", "10:00-14:00").EveryWeeks(2, "2026-06-06"))
	require.Zero(t, hoursOf(t, s, "2026-06-13"))
	require.InDelta(t, 4, hoursOf(t, s, "2026-06-20"), 0)
}

// bokmann/business_time#197, date-fns/date-fns#1584, freetrade-io/ts-business-time#9,
// hughgrigg/php-business-time#45, joaomatossilva/DateTimeExtensions#71: two business days, not
// sixteen hours.
func TestReportTwoBusinessDaysFromThursday(t *testing.T) {
	s := build(t, "UTC", hours.Week("Mon-Thu", "09:00-17:00"), hours.Week("Fri", "09:00-13:00"))
	due, ok := s.AddDays(instant(t, "2026-06-04T14:00:00Z"), 2)
	require.True(t, ok)
	require.Equal(t, "2026-06-08T14:00:00Z", due.UTC().Format(time.RFC3339))
}

// glpi-project/glpi#15605: another priority while a clock is paused.
func TestReportAnotherPriorityKeepsThePause(t *testing.T) {
	s := build(t, "UTC", hours.Week("Mon-Fri", "09:00-17:00"))
	clock := hours.NewTimer(s, 4*time.Hour)
	clock.Start(instant(t, "2026-06-01T09:00:00Z"))
	clock.Pause(instant(t, "2026-06-01T10:00:00Z"))
	clock.Retarget(2 * time.Hour)
	clock.Resume(instant(t, "2026-06-03T16:30:00Z"))
	due, ok := clock.Due()
	require.True(t, ok)
	require.Equal(t, "2026-06-04T09:30:00Z", due.UTC().Format(time.RFC3339))
}
