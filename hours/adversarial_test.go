package hours_test

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

// adversaries are schedules made to be slow or to hang.
func adversaries(t testing.TB) map[string]*hours.Schedule {
	exceptions, cuts := []hours.Rule{hours.Week("Mon-Sun", "09:00-17:00")}, []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 5000 / thin {
		day := start.AddDate(0, 0, i*7919%(20_000/thin))
		exceptions = append(exceptions, hours.On(day.Format(time.DateOnly)+".."+day.AddDate(0, 0, i%50).Format(time.DateOnly), "10:00-11:00"))
		cuts = append(cuts, hours.Cut(day.Format("2006-01-02T15:04"), day.AddDate(0, 0, i%50).Format(time.DateOnly)+"T16:30"))
	}
	var minutes []string
	for i := range 96 {
		minutes = append(minutes, fmt.Sprintf("%02d:%02d-%02d:%02d", i/4, i%4*15, i/4, i%4*15+1))
	}
	mondays := build(t, "America/Havana", hours.Week("Mon", "09:00-17:00"))
	return map[string]*hours.Schedule{
		"never":               build(t, "UTC"),
		"zero":                new(hours.Schedule),
		"all days excepted":   build(t, "Pacific/Apia", hours.Week("Mon-Sun", "09:00-17:00"), hours.ClosedYearly("01-01..12-31")),
		"always":              build(t, "America/Havana", hours.Week("Mon-Sun", "00:00-24:00")),
		"always by long ones": build(t, "Asia/Gaza", hours.Week("Mon-Sun", "12:00-999:59")),
		"one minute a year":   build(t, "America/Santiago", hours.OnYearly("09-06", "00:00-00:01")),
		"leap days":           build(t, "Pacific/Kwajalein", hours.OnYearly("02-29", "10:00-10:01")),
		"one minute ever":     build(t, "Europe/Warsaw", hours.On("2199-12-31", "23:59-24:00")),
		"exceptions":          build(t, "Europe/Dublin", exceptions...),
		"cuts":                build(t, "Africa/Casablanca", cuts...),
		"a closed century":    build(t, "Europe/Warsaw", hours.Week("Mon-Fri", "09:00-17:00"), hours.Closed("1999-12-31..2199-12-31")),
		"every quarter hour":  build(t, "America/New_York", hours.Week("Mon-Sun", minutes...)),
		"no day in common":    hours.Intersect(mondays, build(t, "America/Havana", hours.Week("Tue", "09:00-17:00"))),
		"mondays in leap":     hours.Intersect(mondays, build(t, "UTC", hours.OnYearly("02-29", "00:00-24:00"))),
		"nothing left":        hours.Minus(mondays, hours.Union(mondays, mondays)),
	}
}

// TestNothingHangs asks everything everywhere. The first question of a far year may compile some
// centuries; the second of the same must not wait for anything.
func TestNothingHangs(t *testing.T) {
	instants := []time.Time{
		{}, time.Unix(0, 0), time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64, 0), time.Unix(1<<62, 999_999_999),
		time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC),
		time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	}
	const slow = 500 * time.Millisecond // ten thousand times what it takes, for machines that do other things
	if thin > 1 {
		instants = instants[5:7]
	}
	for name, s := range adversaries(t) {
		ask(s, instants)
		for i := range 3 {
			began := time.Now()
			ask(s, instants)
			if took := time.Since(began); took < slow {
				break
			} else if i == 2 {
				t.Errorf("%s: %d rounds of questions took %s", name, len(instants), took)
			}
		}
	}
}

func ask(s *hours.Schedule, instants []time.Time) {
	for _, at := range instants {
		s.Open(at)
		s.At(at)
		s.NextOpen(at)
		s.NextClose(at)
		s.PrevClose(at)
		for _, d := range []time.Duration{0, 1, -1, time.Hour, math.MaxInt64 / thin / thin / thin, math.MinInt64 / thin / thin / thin} {
			s.Add(at, d)
			s.Sub(at, d)
		}
		s.Between(at, instants[0])
		for range s.Periods(at, at.Add(time.Hour)) {
			break
		}
	}
}

func TestWhereThereIsNoAnswerOkIsFalse(t *testing.T) {
	all := adversaries(t)
	at := time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC)
	for _, name := range []string{"never", "zero", "all days excepted", "no day in common", "nothing left"} {
		s := all[name]
		_, opens := s.NextOpen(at)
		_, closes := s.NextClose(at)
		_, closed := s.PrevClose(at)
		_, added := s.Add(at, 1)
		_, taken := s.Sub(at, 1)
		require.Equal(t, []bool{false, false, false, false, false}, []bool{opens, closes, closed, added, taken}, name)
		require.Equal(t, hours.PhaseClosed, s.At(at).Phase)
	}
	for _, name := range []string{"always", "always by long ones"} {
		_, closes := all[name].NextClose(at)
		require.False(t, closes)
		require.True(t, all[name].At(at).Since.IsZero() && all[name].At(at).Until.IsZero())
	}
	expects(t, all["a closed century"], [][3]string{{"opens", "1999-12-30T17:00:00Z", "2200-01-01T08:00:00Z"}})
	expects(t, all["one minute ever"], [][3]string{
		{"opens", "1900-01-01T00:00:00Z", "2199-12-31T22:59:00Z"}, {"opens", "2199-12-31T22:59:00Z", "none"}, {"1m", "1900-01-01T00:00:00Z", "2199-12-31T23:00:00Z"},
	})
	expects(t, all["mondays in leap"], [][3]string{{"opens", "2072-03-02T00:00:00Z", "2112-02-29T14:00:00Z"}})
}

func TestReadersOfOneScheduleDoNotDisturbEachOther(t *testing.T) {
	s := shop(t)
	want := make([]time.Duration, 40)
	from := func(i int) time.Time { return time.Date(1990+i*2, 3, 1, 0, 0, 0, 0, time.UTC) }
	for i, fresh := 0, shop(t); i < len(want); i++ {
		want[i] = fresh.Between(from(i), from(i+1))
	}
	var readers sync.WaitGroup
	for reader := range 8 {
		readers.Go(func() {
			for i := range want {
				i = (i*7 + reader*11) % len(want)
				if got := s.Between(from(i), from(i+1)); got != want[i] {
					t.Errorf("Between in %s: %s, not %s", from(i), got, want[i])
				}
				if due, ok := s.Add(from(i), want[i]); !ok || s.Between(from(i), due) != want[i] {
					t.Errorf("Add from %s: %s", from(i), due)
				}
			}
		})
	}
	readers.Wait()
}
