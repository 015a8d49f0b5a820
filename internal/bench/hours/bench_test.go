package hours_test

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"

	"github.com/switchboard-go/switchboard/hours"
)

// subject is a library at work on Mon-Fri 09:00-17:00 in New York. What a library has no call for is nil.
type subject struct {
	name     string
	open     func(t time.Time) bool
	nextOpen func(t time.Time) time.Time
	between  func(a, b time.Time) time.Duration
	add      func(t time.Time, d time.Duration) time.Time
}

func newYork(tb testing.TB) *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	require.NoError(tb, err)
	return zone
}

// subjects are, first, package hours, then rickar/cal: at its fastest, without holidays, and with those of the US in the way
// that has no data race; and rrule-go, which can say when a weekly rule comes round next.
func subjects(tb testing.TB) []subject {
	s, err := hours.New(hours.Config{Location: newYork(tb), Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}})
	require.NoError(tb, err)
	ours := subject{
		name: "hours", open: s.Open, between: s.Between,
		nextOpen: func(t time.Time) time.Time { next, _ := s.NextOpen(t); return next },
		add:      func(t time.Time, d time.Duration) time.Time { due, _ := s.Add(t, d); return due },
	}
	bare, holidays := cal.NewBusinessCalendar(), cal.NewBusinessCalendar()
	holidays.AddHoliday(us.Holidays...)
	rule, err := rrule.NewRRule(rrule.ROption{
		Freq: rrule.WEEKLY, Byweekday: []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR},
		Dtstart: time.Date(2026, 1, 1, 9, 0, 0, 0, newYork(tb)),
	})
	require.NoError(tb, err)
	recurring := subject{name: "rrule-go", nextOpen: func(t time.Time) time.Time { return rule.After(t, false) }}
	return []subject{ours, rickarSubject("rickar", bare), rickarSubject("rickar-us-holidays", holidays), recurring}
}

func rickarSubject(name string, c *cal.BusinessCalendar) subject {
	return subject{
		name: name, open: c.IsWorkTime, between: c.WorkHoursInRange, nextOpen: c.NextWorkdayStart, add: c.AddWorkHours,
	}
}

// TestPeersAgree holds that what is measured is the same work: away from clock changes and holidays the answers are equal.
func TestPeersAgree(t *testing.T) {
	start := time.Date(2026, 6, 22, 12, 0, 0, 0, newYork(t))
	all := subjects(t)
	for _, other := range all[1:] {
		evening := start.Add(8 * time.Hour)
		require.True(t, all[0].nextOpen(evening).Equal(other.nextOpen(evening)), other.name)
		if other.open == nil {
			continue
		}
		end := start.AddDate(0, 0, 5)
		require.Equal(t, all[0].between(start, end), other.between(start, end), other.name)
		require.True(t, all[0].add(start, 20*time.Hour).Equal(other.add(start, 20*time.Hour)), other.name)
		// Three past, for rickar/cal counts 17:00 itself as open.
		for at := start.Add(3 * time.Minute); at.Before(end); at = at.Add(10 * time.Minute) {
			require.Equal(t, all[0].open(at), other.open(at), "%s at %s", other.name, at)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	at := time.Date(2026, 6, 22, 12, 0, 0, 0, newYork(b))
	for _, s := range subjects(b) {
		if s.open != nil {
			measure(b, s.name, func() bool { return s.open(at) })
		}
	}
}

func BenchmarkNextOpen(b *testing.B) {
	at := time.Date(2026, 6, 26, 20, 0, 0, 0, newYork(b))
	for _, s := range subjects(b) {
		measure(b, s.name, func() bool { return s.nextOpen(at).After(at) })
	}
}

func BenchmarkBetweenYear(b *testing.B) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, newYork(b))
	to := from.AddDate(1, 0, 0)
	for _, s := range subjects(b) {
		if s.between != nil {
			measure(b, s.name, func() bool { return s.between(from, to) > 0 })
		}
	}
}

func BenchmarkAdd4h(b *testing.B)    { benchmarkAdd(b, 4*time.Hour) }
func BenchmarkAdd2000h(b *testing.B) { benchmarkAdd(b, 2000*time.Hour) }

func benchmarkAdd(b *testing.B, d time.Duration) {
	at := time.Date(2026, 1, 5, 12, 0, 0, 0, newYork(b))
	for _, s := range subjects(b) {
		if s.add != nil {
			measure(b, s.name, func() bool { return s.add(at, d).After(at) })
		}
	}
}

func measure(b *testing.B, name string, run func() bool) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if !run() {
				b.Fatal("the answer is wrong")
			}
		}
	})
}
