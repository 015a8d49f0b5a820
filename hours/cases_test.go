package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func build(t testing.TB, zone string, rules ...hours.Rule) *hours.Schedule {
	t.Helper()
	s, err := hours.New(hours.Config{Zone: zone, Rules: rules})
	require.NoError(t, err)
	return s
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	require.NoError(t, err)
	return at
}

// expects holds a schedule to lines of a query, an instant and the answer; a query that is a
// duration is Add.
func expects(t *testing.T, s calendar, lines [][3]string) {
	t.Helper()
	for _, line := range lines {
		at, got := instant(t, line[1]), ""
		text := func(at time.Time, ok bool) string {
			if !ok {
				return "none"
			}
			return at.UTC().Format(time.RFC3339Nano)
		}
		switch line[0] {
		case "open":
			got = map[bool]string{true: "yes", false: "no"}[s.Open(at)]
		case "opens":
			got = text(s.NextOpen(at))
		case "closes":
			got = text(s.NextClose(at))
		case "closed":
			got = text(s.PrevClose(at))
		case "phase":
			got = s.At(at).Phase.String()
		default:
			d, err := time.ParseDuration(line[0])
			require.NoError(t, err)
			got = text(s.Add(at, d))
		}
		require.Equal(t, line[2], got, "%s at %s", line[0], line[1])
	}
}

func TestNightsGetShorterAndLongerWithTheClock(t *testing.T) {
	s := build(t, "America/New_York", hours.Week("Sat", "22:00-02:30"))
	expects(t, s, [][3]string{{"closes", "2026-03-08T04:00:00Z", "2026-03-08T07:00:00Z"}})
	require.Equal(t, 4*time.Hour, s.Between(instant(t, "2026-03-07T12:00:00Z"), instant(t, "2026-03-08T12:00:00Z")))
	require.Equal(t, 5*time.Hour+30*time.Minute, s.Between(instant(t, "2026-10-31T12:00:00Z"), instant(t, "2026-11-01T12:00:00Z")))
}

func TestAroundTheClockHasNoEdges(t *testing.T) {
	s, err := hours.New(hours.Config{
		Zone: "America/New_York", Rules: []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}, LastCall: time.Hour, Grace: time.Hour,
	})
	require.NoError(t, err)
	expects(t, s, [][3]string{
		{"closes", "2026-03-08T05:00:00Z", "none"}, {"opens", "2026-03-08T05:00:00Z", "none"}, {"closed", "2026-03-08T05:00:00Z", "none"},
		{"phase", "2026-03-08T04:59:59Z", "Open"},
	})
	require.Equal(t, 23*time.Hour, s.Between(instant(t, "2026-03-08T05:00:00Z"), instant(t, "2026-03-09T04:00:00Z")))
	require.Equal(t, hours.State{Phase: hours.PhaseOpen, Rule: "Sun 00:00-24:00"}, s.At(instant(t, "2026-03-08T12:00:00Z")))
}

func TestTouchingIntervalsAreOnePeriod(t *testing.T) {
	s, err := hours.New(hours.Config{
		Zone: "Europe/Warsaw", Rules: []hours.Rule{hours.Week("Mon", "18:00-24:00"), hours.Week("Tue", "00:00-02:00")}, LastCall: 15 * time.Minute,
	})
	require.NoError(t, err)
	expects(t, s, [][3]string{
		{"closes", "2026-06-01T19:00:00Z", "2026-06-02T00:00:00Z"}, {"phase", "2026-06-01T21:50:00Z", "Open"},
		{"phase", "2026-06-01T23:45:00Z", "LastCall"}, {"phase", "2026-06-02T00:00:00Z", "Closed"},
	})
}

func TestExceptionsReplaceWhatStartsAndCutsEndWhatRuns(t *testing.T) {
	closed := build(t, "Europe/Warsaw", hours.Week("Fri,Sat", "20:00-03:00"), hours.Closed("2026-06-06"))
	expects(t, closed, [][3]string{
		{"open", "2026-06-05T23:30:00Z", "yes"}, {"closes", "2026-06-05T23:30:00Z", "2026-06-06T01:00:00Z"}, {"open", "2026-06-06T19:00:00Z", "no"},
	})
	cut := build(t, "Europe/Warsaw", hours.Week("Fri,Sat", "20:00-03:00"), hours.Cut("2026-06-06T00:00", "2026-06-07T00:00"))
	expects(t, cut, [][3]string{
		{"closes", "2026-06-05T20:00:00Z", "2026-06-05T22:00:00Z"}, {"opens", "2026-06-06T00:00:00Z", "2026-06-06T22:00:00Z"},
	})
	friday := build(t, "Europe/Warsaw", hours.Week("Fri", "20:00-03:00"), hours.Closed("2026-06-05"))
	expects(t, friday, [][3]string{{"open", "2026-06-05T19:00:00Z", "no"}, {"open", "2026-06-05T23:30:00Z", "no"}})
}

func TestHolidaysMoveTheNextOpening(t *testing.T) {
	s := build(t, "Europe/Warsaw", hours.Week("Mon-Sun", "09:00-17:00"), hours.On("2026-12-24", "10:00-14:00"), hours.Closed("2026-12-25..2026-12-26"))
	expects(t, s, [][3]string{
		{"closes", "2026-12-24T10:00:00Z", "2026-12-24T13:00:00Z"}, {"opens", "2026-12-24T14:00:00Z", "2026-12-27T08:00:00Z"},
	})
	yearly := build(t, "Europe/Warsaw", hours.Week("Mon-Sun", "09:00-17:00"), hours.ClosedYearly("12-24..01-02"))
	expects(t, yearly, [][3]string{{"opens", "2026-12-23T17:00:00Z", "2027-01-03T08:00:00Z"}})
	require.Equal(t, 16*time.Hour, yearly.Between(instant(t, "2026-12-22T23:00:00Z"), instant(t, "2027-01-03T23:00:00Z")))
}

func TestBusinessTimeIsAddedOverNightsAndWeekends(t *testing.T) {
	london := build(t, "Europe/London", hours.Week("Mon-Fri", "09:00-12:00", "13:00-17:00"), hours.Closed("2026-12-25"), hours.Closed("2026-12-28"))
	expects(t, london, [][3]string{{"8h", "2026-12-24T16:30:00Z", "2026-12-30T09:30:00Z"}})
	york := build(t, "America/New_York", hours.Week("Mon-Fri", "09:00-17:00"))
	expects(t, york, [][3]string{
		{"8h", "2026-01-09T21:00:00Z", "2026-01-12T21:00:00Z"}, {"40h", "2026-03-06T17:00:00Z", "2026-03-13T16:00:00Z"},
		{"-1h", "2026-01-12T14:00:00Z", "2026-01-09T21:00:00Z"},
	})
}

func TestALeapDayStaysALeapDay(t *testing.T) {
	s := build(t, "Europe/Warsaw", hours.OnYearly("02-29", "10:00-11:00"))
	expects(t, s, [][3]string{
		{"opens", "2026-01-01T00:00:00Z", "2028-02-29T09:00:00Z"}, {"opens", "2096-03-01T00:00:00Z", "2104-02-29T09:00:00Z"},
		{"closed", "2103-01-01T00:00:00Z", "2096-02-29T10:00:00Z"},
	})
	monday := build(t, "Europe/Warsaw", hours.Week("Mon", "10:00-11:00"), hours.ClosedYearly("03-01..02-28"))
	expects(t, monday, [][3]string{{"opens", "2072-03-01T00:00:00Z", "2112-02-29T09:00:00Z"}})
}

func TestTheInstantCountsAndNotHowItIsGiven(t *testing.T) {
	s := build(t, "Europe/Warsaw", hours.Week("Mon-Sun", "09:00-17:00"))
	at := time.Now()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	want, _ := s.NextOpen(at)
	for _, same := range []time.Time{at.Round(0), at.In(tokyo), at.UTC()} {
		got, ok := s.NextOpen(same)
		require.True(t, ok && got.Equal(want))
		require.Equal(t, same.Location(), got.Location())
	}
}

func TestTheLastNanosecondIsOpen(t *testing.T) {
	s := build(t, "Europe/Warsaw", hours.Week("Mon-Sun", "09:00-17:00"))
	expects(t, s, [][3]string{
		{"open", "2026-06-01T14:59:59.999999999Z", "yes"}, {"open", "2026-06-01T15:00:00Z", "no"},
		{"closed", "2026-06-01T15:00:00Z", "2026-06-01T15:00:00Z"}, {"closes", "2026-06-01T15:00:00Z", "2026-06-02T15:00:00Z"},
		{"1ns", "2026-06-01T14:59:59.999999999Z", "2026-06-01T15:00:00Z"}, {"2ns", "2026-06-01T14:59:59.999999999Z", "2026-06-02T07:00:00.000000001Z"},
	})
}

func TestAnIntervalMayRunForWeeks(t *testing.T) {
	s := build(t, "America/New_York", hours.On("2026-02-28", "09:00-250:00"), hours.On("2026-10-20", "20:00-999:59"))
	expects(t, s, [][3]string{
		{"opens", "2026-01-01T00:00:00Z", "2026-02-28T14:00:00Z"}, {"closes", "2026-03-05T00:00:00Z", "2026-03-10T14:00:00Z"},
		{"closes", "2026-10-21T00:00:00Z", "2026-11-30T20:59:00Z"},
	})
	require.Equal(t, 240*time.Hour, s.Between(instant(t, "2026-02-01T00:00:00Z"), instant(t, "2026-04-01T00:00:00Z")), "an hour less on the night of the change")
}
