package hours_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

var zones = strings.Fields(zoneNames)

// randomSchedule is of a random zone; its dates are near an instant.
func randomSchedule(tb testing.TB, r *rand.Rand, around int64) *hours.Schedule {
	zone, err := time.LoadLocation(zones[r.IntN(len(zones))])
	require.NoError(tb, err)
	s, err := randomOracle(r, zone, around).schedule()
	require.NoError(tb, err)
	return s
}

// calendar is what schedules and revisions have in common.
type calendar interface {
	Open(time.Time) bool
	NextOpen(time.Time) (time.Time, bool)
	NextClose(time.Time) (time.Time, bool)
	PrevClose(time.Time) (time.Time, bool)
	At(time.Time) hours.State
	Between(a, b time.Time) time.Duration
	Add(time.Time, time.Duration) (time.Time, bool)
	Sub(time.Time, time.Duration) (time.Time, bool)
}

// lawful holds a schedule to the laws that connect its queries, at three instants and an amount of
// time.
func lawful(t *testing.T, s calendar, a, b, c time.Time, d time.Duration) {
	require.Equal(t, s.Between(a, c), s.Between(a, b)+s.Between(b, c), "additive over %s, %s, %s", a, b, c)
	require.Equal(t, s.Between(a, b), -s.Between(b, a))
	same, ok := s.Add(a, 0)
	require.True(t, ok && same.Equal(a))
	if due, ok := s.Add(a, d); ok {
		require.Equal(t, d, s.Between(a, due), "Add inverts Between, from %s to %s", a, due)
		if d > 0 {
			require.Less(t, s.Between(a, due.Add(-1)), d, "Add is the first such instant")
		}
		start, ok := s.Sub(due, d)
		require.True(t, ok)
		require.Equal(t, d, s.Between(start, due), "Sub mirrors Add")
		require.False(t, start.Before(a), "Sub is the last such instant")
		require.Zero(t, s.Between(a, start))
	}
	next, ok := s.NextOpen(a)
	if ok {
		require.True(t, next.After(a) && s.Open(next) && !s.Open(next.Add(-1)))
	}
	if shut, ok := s.NextClose(a); ok {
		require.True(t, shut.After(a) && !s.Open(shut) && s.Open(shut.Add(-1)))
		last, ok := s.PrevClose(shut)
		require.True(t, ok && last.Equal(shut), "PrevClose of a closing is itself")
		last, ok = s.PrevClose(shut.Add(-1))
		require.True(t, !ok || !last.After(a), "no closing between %s and %s, but %s", a, shut, last)
	}
	state := s.At(a)
	require.Equal(t, s.Open(a), state.Phase == hours.PhaseOpen || state.Phase == hours.PhaseLastCall)
	require.False(t, state.Since.After(a))
	require.True(t, state.Until.IsZero() || state.Until.After(a))
}

func TestQueriesOfOneScheduleAgree(t *testing.T) {
	for seed := range cases(150/thin, 5_000) {
		r := rand.New(rand.NewPCG(2, uint64(seed)))
		around := int64(r.IntN(4_000_000_000) - 1_000_000_000)
		s := randomSchedule(t, r, around)
		q := hours.Revisions{{S: s}, {From: time.Unix(around, 500).UTC(), S: randomSchedule(t, r, around)}, {From: time.Unix(around+3*day, 0), S: s}}
		for range 4 {
			instant := func() time.Time {
				return time.Unix(around+int64(r.IntN(8*day)-4*day), int64(r.IntN(3))*499_999_999).UTC()
			}
			d := time.Duration(r.Int64N(int64(100 * time.Hour)))
			lawful(t, s, instant(), instant(), instant(), d)
			lawful(t, q, instant(), instant(), instant(), d)
			far := time.Date(r.IntN(9998)+1, 5, 17, r.IntN(24), 3, 0, 0, time.UTC)
			require.Equal(t, s.At(far).Phase, again(t, s).At(far).Phase)
		}
	}
}

// again is the schedule written to JSON and read.
func again(t *testing.T, s *hours.Schedule) *hours.Schedule {
	data, err := json.Marshal(s)
	require.NoError(t, err)
	read := new(hours.Schedule)
	require.NoError(t, json.Unmarshal(data, read), "%s", data)
	second, err := json.Marshal(read)
	require.NoError(t, err)
	require.JSONEq(t, string(data), string(second))
	return read
}

func TestCombinationsArePointwise(t *testing.T) {
	for seed := range 200 / thin {
		r := rand.New(rand.NewPCG(3, uint64(seed)))
		around := int64(r.IntN(3_000_000_000))
		a, b, c := randomSchedule(t, r, around), randomSchedule(t, r, around), randomSchedule(t, r, around)
		or, and, not, first := hours.Union(a, b, c), hours.Intersect(a, b, c), hours.Minus(a, b, c), hours.FirstOpen(a, b, c)
		nested := hours.Minus(hours.Union(a, b), hours.Intersect(b, c))
		for range 50 {
			at := time.Unix(around+int64(r.IntN(8*day)-4*day), 0)
			x, y, z := a.Open(at), b.Open(at), c.Open(at)
			require.Equal(t, x || y || z, or.Open(at))
			require.Equal(t, x && y && z, and.Open(at))
			require.Equal(t, x && !y && !z, not.Open(at))
			require.Equal(t, x || y || z, first.Open(at))
			require.Equal(t, (x || y) && !(y && z), nested.Open(at))
			part := first.At(at).Part
			require.Equal(t, first.Open(at), []*hours.Schedule{a, b, c}[part].Open(at))
			require.True(t, part == 0 || !x)
		}
		at := time.Unix(around, 0).UTC()
		lawful(t, again(t, nested), at, at.Add(50*time.Hour), at.Add(-30*time.Hour), 9*time.Hour)
	}
}

func TestPeriodsAreWhatIsOpen(t *testing.T) {
	for seed := range 200 / thin {
		r := rand.New(rand.NewPCG(4, uint64(seed)))
		around := int64(r.IntN(3_000_000_000))
		s := randomSchedule(t, r, around)
		from, to := time.Unix(around-5*day, 7), time.Unix(around+5*day, 11)
		var sum time.Duration
		last := from
		for p := range s.Periods(from, to) {
			require.True(t, p.Start.Before(p.End) && !p.Start.Before(last) && !p.End.After(to))
			require.Zero(t, s.Between(last, p.Start))
			require.Equal(t, p.End.Sub(p.Start), s.Between(p.Start, p.End))
			sum += p.End.Sub(p.Start)
			last = p.End
		}
		require.Equal(t, s.Between(from, to), sum)
	}
}

func FuzzLaws(f *testing.F) {
	f.Add(uint64(1), int64(1772953200), int64(3600), int64(90_000))
	f.Add(uint64(2), int64(-62135596800), int64(1)<<40, int64(1)<<50)
	f.Fuzz(func(t *testing.T, seed uint64, at, away, ns int64) {
		around := at%(140*365*day) + 70*365*day // dated rules lie between 1900 and 2199
		s := randomSchedule(t, rand.New(rand.NewPCG(5, seed)), around)
		a := time.Unix(at%(1<<55), ns%1_000_000_000)
		b := a.Add(time.Duration(away % (1 << 61))) // 73 years: a Duration holds the sums
		lawful(t, s, a, b, a.Add(time.Duration(ns%(1<<61))), time.Duration(ns&(1<<58-1)))
	})
}
