package shifts

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

func plan(t testing.TB, handover time.Duration, zone string, rules ...hours.Rule) Plan {
	h, err := hours.New(hours.Config{Zone: zone, Rules: rules})
	require.NoError(t, err)
	return Plan{Hours: h, Handover: handover}
}

func at(t testing.TB, s string) time.Time {
	x, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return x.UTC()
}

func TestWhereAnInstantLiesInAPlan(t *testing.T) {
	week, lunch := hours.Week("Mon-Fri", "09:00-17:00"), hours.CutDaily("12:00-12:30")
	p := plan(t, 15*time.Minute, "Europe/Tallinn", week, lunch)
	for instant, want := range map[string]chat.ShiftPhase{
		"2026-11-27T08:59:59+02:00": chat.ShiftOff, "2026-11-27T09:00:00+02:00": chat.ShiftOn,
		"2026-11-27T11:54:59+02:00": chat.ShiftOn, "2026-11-27T11:55:00+02:00": chat.ShiftNotice,
		"2026-11-27T12:00:00+02:00": chat.ShiftPause, "2026-11-27T12:29:59+02:00": chat.ShiftPause,
		"2026-11-27T12:30:00+02:00": chat.ShiftOn, "2026-11-27T16:44:59+02:00": chat.ShiftOn,
		"2026-11-27T16:45:00+02:00": chat.ShiftEnds, "2026-11-27T17:00:00+02:00": chat.ShiftOff,
		"2026-11-28T12:10:00+02:00": chat.ShiftOff,
	} {
		x := p.At(at(t, instant))
		require.Equal(t, want, x.Phase, instant)
		if want == chat.ShiftOff {
			require.True(t, x.From.IsZero() && x.To.IsZero())
			continue
		}
		require.Equal(t, at(t, "2026-11-27T09:00:00+02:00"), x.From.UTC(), instant)
		require.Equal(t, at(t, "2026-11-27T17:00:00+02:00"), x.To.UTC(), instant)
	}
	off := p.At(at(t, "2026-11-27T18:00:00+02:00"))
	require.Equal(t, at(t, "2026-11-30T09:00:00+02:00"), off.Next.UTC())
	require.Zero(t, Plan{}.At(at(t, "2026-11-27T18:00:00+02:00")), "no plan")
}

func TestAGapOfMoreThanTwoHoursPartsTwoShifts(t *testing.T) {
	p := plan(t, 0, "UTC", hours.Week("Mon-Fri", "06:00-10:00", "12:00-14:00", "16:01-20:00"))
	x := p.At(at(t, "2026-11-27T09:00:00Z"))
	require.Equal(t, at(t, "2026-11-27T14:00:00Z"), x.To.UTC())
	require.Equal(t, chat.ShiftPause, p.At(at(t, "2026-11-27T11:00:00Z")).Phase)
	require.Equal(t, chat.ShiftOff, p.At(at(t, "2026-11-27T15:00:00Z")).Phase)
}

func TestShiftsOverMidnightAndClocksThatAreSet(t *testing.T) {
	// The night in which clocks go back is an hour longer, the one in which they go forward shorter.
	p := plan(t, 30*time.Minute, "Europe/Tallinn", hours.Week("Sat", "22:00-06:00"))
	for night, length := range map[string]time.Duration{
		"2026-10-24T22:00:00+03:00": 9 * time.Hour,
		"2027-03-27T22:00:00+02:00": 7 * time.Hour,
		"2026-11-28T22:00:00+02:00": 8 * time.Hour,
	} {
		from := at(t, night)
		x := p.At(from.Add(time.Hour))
		require.Equal(t, from, x.From.UTC())
		require.Equal(t, length, x.To.Sub(x.From), night)
		require.Equal(t, chat.ShiftEnds, p.At(x.To.Add(-30*time.Minute)).Phase)
		require.Equal(t, chat.ShiftOn, p.At(x.To.Add(-30*time.Minute-time.Second)).Phase)
	}
}

func TestAHolidayHasNoShift(t *testing.T) {
	week, day := hours.Week("Mon-Fri", "09:00-17:00"), hours.Closed("2026-11-27")
	p := plan(t, 0, "Europe/Tallinn", week, day.Named("inventory"))
	x := p.At(at(t, "2026-11-27T12:00:00+02:00"))
	require.Equal(t, chat.ShiftOff, x.Phase)
	require.Equal(t, at(t, "2026-11-30T09:00:00+02:00"), x.Next.UTC())
	a := chat.Agent{ID: "a", Mode: chat.Available}
	a.Plan.Chosen = at(t, "2026-11-27T10:00:00+02:00")
	require.True(t, p.Standing(a, at(t, "2026-11-27T12:00:00+02:00")).Outside)
	due, act := p.Next(a, at(t, "2026-11-27T12:00:00+02:00"))
	for act == "" {
		due, act = p.Next(a, due)
	}
	require.Equal(t, End, act)
	require.Equal(t, at(t, "2026-11-30T17:00:00+02:00"), due.UTC(), "the next shift's end")
}

func TestAShiftWithoutAnEndIsLookedAtNowAndThen(t *testing.T) {
	for _, p := range []Plan{
		plan(t, time.Hour, "UTC", hours.Week("Mon-Sun", "00:00-24:00")),
		plan(t, time.Hour, "UTC", hours.Week("Mon-Sun", "00:00-23:00")),
	} {
		a := chat.Agent{ID: "a", Mode: chat.Available}
		now := at(t, "2026-11-27T12:00:00Z")
		a.Plan.Chosen = now
		x := p.At(now)
		require.Zero(t, x.To)
		due, act := p.Next(a, now)
		require.True(t, due.After(now))
		require.Contains(t, []Act{"", Pause}, act)
	}
}

func TestAWeekOfEdgesComesInOrderAndNoneTwice(t *testing.T) {
	p := plan(t, 15*time.Minute, "Europe/Tallinn", hours.Week("Mon-Fri", "09:00-12:00", "12:30-17:00"))
	now, end := at(t, "2026-10-24T00:00:00Z"), at(t, "2026-10-31T00:00:00Z")
	a := chat.Agent{ID: "a", Mode: chat.Available, Capacity: 1, Load: 1, Sessions: 1}
	a.Plan.Chosen = now
	acts := map[Act]int{}
	for now.Before(end) {
		due, act := p.Next(a, now)
		require.False(t, due.Before(now) && act == "", "it goes forward")
		if due.IsZero() {
			break
		}
		if due.After(now) {
			now = due
			continue
		}
		acts[act]++
		var err error
		if a, err = p.Do(a, act, now); err != nil {
			t.Fatal(err)
		}
		if act == Relief { // she goes home, and comes again when the next shift begins
			now = p.At(now).Next
			a, err = a.Choose(chat.Available, "", now)
			require.NoError(t, err)
		}
	}
	require.Equal(t, map[Act]int{Drain: 5, Pause: 5, Resume: 5, End: 5, Relief: 5}, acts)
}

func TestWhoIsNotThereHasNothingDue(t *testing.T) {
	p := plan(t, 0, "UTC", hours.Week("Mon-Fri", "09:00-17:00"))
	for _, a := range []chat.Agent{
		{ID: "a", Mode: chat.Offline}, {ID: "a", Mode: chat.Lost}, {ID: "a", Mode: chat.Available, Removed: true},
	} {
		due, act := p.Next(a, at(t, "2026-11-27T18:00:00Z"))
		require.Zero(t, due)
		require.Empty(t, act)
	}
}

func TestHoursOfTheAgentsOwnCountInsteadAndAreReadOnce(t *testing.T) {
	named := plan(t, 0, "UTC", hours.Week("Mon", "09:00-10:00")).Hours
	own := plan(t, 0, "UTC", hours.Week("Tue", "09:00-10:00")).Hours
	text, err := json.Marshal(own)
	require.NoError(t, err)
	find := func(id string) *hours.Schedule { return map[string]*hours.Schedule{"week": named}[id] }
	var b Book
	a := chat.Agent{ID: "a"}
	require.True(t, b.Plan(a, find, time.Hour).none())
	a.Plan.Schedule = "week"
	require.Equal(t, Plan{named, time.Hour}, b.Plan(a, find, time.Hour))
	a.Plan.Own, a.Plan.Handover = text, -1
	p := b.Plan(a, find, time.Hour)
	require.True(t, p.Hours.Open(at(t, "2026-11-24T09:30:00Z")))
	require.EqualValues(t, -1, p.Handover)
	require.Same(t, p.Hours, b.Plan(a, find, time.Hour).Hours)
	a.Plan.Own = json.RawMessage(`{"zone":7}`)
	require.True(t, b.Plan(a, find, 0).none(), "hours that cannot be read are none")
	a.Plan.Schedule, a.Plan.Own = "gone", nil
	require.True(t, b.Plan(a, find, 0).none())
}

func FuzzOwnHoursNeverHangOrPanic(f *testing.F) {
	f.Add(`{"zone":"UTC","week":{"mon":["09:00-17:00"],"tue":["09:00-17:00"]}}`, int64(1_790_000_000), uint8(1))
	f.Add(`{"zone":"America/Havana","week":{"sun":["00:00-23:59"]}}`, int64(1_772_900_000), uint8(3))
	f.Fuzz(func(t *testing.T, own string, unix int64, mode uint8) {
		now := time.Unix(unix%4_000_000_000, 0).UTC()
		modes := []chat.AgentMode{chat.Available, chat.Break, chat.Draining, chat.Lost}
		a := chat.Agent{ID: "a", Mode: modes[mode%4]}
		a.Plan.Own = json.RawMessage(own)
		var b Book
		p := b.Plan(a, nil, time.Hour)
		for range 20 {
			at, act := p.Next(a, now)
			if at.IsZero() || act == Relief {
				return
			}
			if at.After(now) {
				now = at
			} else {
				require.NotEmpty(t, act)
				a, _ = p.Do(a, act, now)
			}
		}
	})
}

func TestAHandoverIsNoLongerThanItsShift(t *testing.T) {
	p := plan(t, 3*time.Hour, "UTC", hours.Week("Fri", "09:00-11:00"))
	require.Equal(t, chat.ShiftOff, p.At(at(t, "2026-11-27T08:30:00Z")).Phase)
	for _, instant := range []string{"2026-11-27T09:00:00Z", "2026-11-27T10:59:59Z"} {
		require.Equal(t, chat.ShiftEnds, p.At(at(t, instant)).Phase, instant)
	}
	begun, end := p.before(at(t, "2026-11-27T12:00:00Z"))
	require.Equal(t, at(t, "2026-11-27T09:00:00Z"), begun.UTC(), "with the shift, and not before")
	require.Equal(t, at(t, "2026-11-27T11:00:00Z"), end.UTC())
}
