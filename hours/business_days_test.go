package hours_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

func TestBusinessDaysAreCountedOnTheScheduleAndTheTimeOfDayIsKept(t *testing.T) {
	s := build(t, "Europe/Warsaw",
		hours.Week("Mon-Thu", "09:00-17:00"), hours.Week("Fri", "09:00-13:00"), hours.Closed("2026-06-04"), hours.On("2026-06-13", "10:00-12:00"))
	for _, c := range []struct {
		from string
		n    int
		to   string
	}{
		{"2026-06-18 14:00", 2, "2026-06-22 14:00"}, // Thursday, Friday, Monday
		{"2026-06-18 14:00", 1, "2026-06-19 14:00"}, // also when it is shut by then
		{"2026-06-03 20:00", 1, "2026-06-05 20:00"}, // Corpus Christi between
		{"2026-06-12 10:00", 1, "2026-06-13 10:00"}, // a Saturday that is worked
		{"2026-06-20 10:00", 1, "2026-06-22 10:00"}, // from a Saturday that is not
		{"2026-06-20 10:00", -1, "2026-06-19 10:00"},
		{"2026-06-22 10:00", -2, "2026-06-18 10:00"},
		{"2026-06-22 10:00", 0, "2026-06-22 10:00"},
		{"2026-06-20 10:00", 0, "2026-06-20 10:00"},
		{"2026-03-27 02:30", 1, "2026-03-30 02:30"}, // over a clock change
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.from, s.Location())
		require.NoError(t, err)
		due, ok := s.AddDays(at.UTC(), c.n)
		require.True(t, ok)
		require.Equal(t, c.to, due.In(s.Location()).Format("2006-01-02 15:04"), "%s + %d", c.from, c.n)
		if c.from != "2026-06-20 10:00" || c.n >= 0 {
			require.Equal(t, c.n, s.DaysBetween(at, due))
		}
	}
}

func TestWhatRunsOverMidnightMakesOneBusinessDay(t *testing.T) {
	friday := time.Date(2026, 6, 5, 12, 0, 0, 0, time.UTC)
	night := build(t, "UTC", hours.Week("Fri", "20:00-03:00"))
	require.Equal(t, 0, night.DaysBetween(friday, friday.AddDate(0, 0, 6)))
	require.Equal(t, 1, night.DaysBetween(friday, friday.AddDate(0, 0, 7)))
	always := build(t, "UTC", hours.Week("Mon-Sun", "00:00-24:00"))
	require.Equal(t, 7, always.DaysBetween(friday, friday.AddDate(0, 0, 7)))
	cut := build(t, "UTC", hours.Week("Mon-Fri", "09:00-17:00"), hours.Cut("2026-06-08T08:00", "2026-06-08T18:00"), hours.Cut("2026-06-09T09:00", "2026-06-09T10:00"))
	require.Equal(t, 4, cut.DaysBetween(friday, friday.AddDate(0, 0, 7)), "Monday is cut away, Tuesday only shortened")
}

func TestADateThatAZoneSkipsIsNoBusinessDay(t *testing.T) {
	s := build(t, "Pacific/Apia", hours.Week("Mon-Sun", "09:00-17:00"))
	before := time.Date(2011, 12, 29, 10, 0, 0, 0, s.Location())
	due, ok := s.AddDays(before, 1)
	require.True(t, ok)
	require.Equal(t, "2011-12-31 10:00", due.Format("2006-01-02 15:04"))
	gap := build(t, "America/New_York", hours.Week("Sun", "02:10-02:50"))
	require.Equal(t, 0, gap.DaysBetween(time.Date(2026, 3, 7, 12, 0, 0, 0, gap.Location()), time.Date(2026, 3, 8, 12, 0, 0, 0, gap.Location())))
	havana := build(t, "America/Havana", hours.Week("Mon-Sun", "00:00-24:00"))
	due, ok = havana.AddDays(time.Date(2026, 3, 7, 0, 30, 0, 0, havana.Location()), 1)
	require.True(t, ok)
	require.Equal(t, "2026-03-08 01:00", due.Format("2006-01-02 15:04"), "half past midnight does not exist")
}

func TestACombinationHasTheBusinessDaysOfItsParts(t *testing.T) {
	monday := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	count := func(s *hours.Schedule) int {
		return s.DaysBetween(monday.Add(-time.Hour), monday.AddDate(0, 0, 7).Add(-time.Hour))
	}
	shop, team := build(t, "UTC", hours.Week("Mon-Fri", "09:00-17:00")), build(t, "Asia/Tokyo", hours.Week("Fri,Sat", "10:00-12:00"))
	closed := build(t, "UTC", hours.On("2026-06-02", "00:00-24:00"), hours.On("2026-06-03", "10:00-11:00"))
	require.Equal(t, 6, count(hours.Union(shop, team)))
	require.Equal(t, 6, count(hours.FirstOpen(shop, team)))
	require.Equal(t, 0, count(hours.Intersect(shop, team)), "Tokyo's noon is over before the shop opens")
	require.Equal(t, 4, count(hours.Minus(shop, closed)))
	require.Equal(t, 2, count(hours.Intersect(shop, closed)))
	require.Equal(t, 0, count(new(hours.Schedule)))
	revisions := hours.Revisions{{S: shop}, {From: monday.AddDate(0, 0, 2), S: build(t, "UTC", hours.Week("Sun", "09:00-10:00"))}}
	require.Equal(t, 3, revisions.DaysBetween(monday.Add(-time.Hour), monday.AddDate(0, 0, 7).Add(-time.Hour)))
	due, ok := revisions.AddDays(monday.Add(time.Hour), 2)
	require.True(t, ok)
	require.Equal(t, monday.AddDate(0, 0, 6).Add(time.Hour), due)
	_, ok = hours.Revisions(nil).AddDays(monday, 1)
	require.False(t, ok)
}

func TestBusinessDaysThatNeverComeAreNotFound(t *testing.T) {
	now := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	steps := []int{1, -1, 3, 200_000}
	if thin > 1 { // under the race detector this one takes longer than all others of this package
		steps = steps[:1]
	}
	for name, s := range adversaries(t) {
		for _, n := range steps {
			for _, at := range []time.Time{now, {}, time.Unix(1<<62, 0), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)} {
				due, ok := s.AddDays(at, n)
				if ok && n > 0 {
					require.Equal(t, n, s.DaysBetween(at, due), "%s: %s + %d", name, at, n)
				}
			}
		}
	}
	_, ok := build(t, "UTC", hours.On("2026-06-02", "09:00-10:00")).AddDays(now, 2)
	require.False(t, ok)
}

func TestBusinessDaysAddUp(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 9))
		zone, err := time.LoadLocation(zones[r.IntN(len(zones))])
		require.NoError(t, err)
		at := time.Date(1970+r.IntN(100), 1, 1+r.IntN(365), r.IntN(24), r.IntN(60), 0, 0, zone)
		s, err := randomOracle(r, zone, at.Unix()).schedule()
		require.NoError(t, err)
		for range 20 {
			a, b, c := at.Add(time.Duration(r.IntN(800))*time.Hour), at.Add(time.Duration(r.IntN(800))*time.Hour), at.Add(time.Duration(r.IntN(800))*time.Hour)
			require.Equal(t, s.DaysBetween(a, c), s.DaysBetween(a, b)+s.DaysBetween(b, c))
			n := r.IntN(60) - 30
			if due, ok := s.AddDays(a, n); ok && n > 0 {
				require.Equal(t, n, s.DaysBetween(a, due), "%s %s + %d is %s", zone, a, n, due)
				if back, ok := s.AddDays(due, -n); ok {
					require.Equal(t, -n, s.DaysBetween(due, back), "%s %s - %d is %s", zone, due, n, back)
				}
			}
		}
	}
	s := build(t, "UTC", hours.Week("Mon-Fri", "09:00-17:00"), hours.ClosedYearly("12-25"))
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	half := time.Date(5000, 7, 1, 0, 0, 0, 0, time.UTC)
	require.Equal(t, s.DaysBetween(from, to), s.DaysBetween(from, half)+s.DaysBetween(half, to))
}
