package hours_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

// oddNights are zones and days on which clocks did what clocks seldom do.
var oddNights = []struct{ zone, day string }{
	{"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2150-10-04"}, {"Pacific/Apia", "2011-12-30"}, {"Africa/Cairo", "2026-04-24"},
	{"Africa/Cairo", "2010-08-11"}, {"Africa/Casablanca", "2026-02-15"}, {"America/Havana", "2026-03-08"}, {"America/Santiago", "2026-09-06"},
	{"Antarctica/Troll", "2026-03-29"}, {"America/Scoresbysund", "2024-03-31"}, {"Pacific/Kwajalein", "1993-08-21"}, {"Europe/Berlin", "2026-10-25"},
	{"Asia/Kathmandu", "1986-01-01"}, {"UTC", "2026-06-01"},
}

// minutes is 60 days as a list of minutes, each open or not, and every question answered by walking
// along it.
type minutes struct {
	open  []bool
	start int64
	sum   []int // open minutes before each
}

func (m *minutes) at(i int) time.Time { return time.Unix(m.start+int64(i)*60, 0).UTC() }

// walk is the first minute from i on, in steps, at which ok holds, or -1.
func (m *minutes) walk(i, step int, ok func(i int) bool) int {
	for ; i > 0 && i < len(m.open); i += step {
		if ok(i) {
			return i
		}
	}
	return -1
}

func (m *minutes) opens(i int) bool  { return m.open[i] && !m.open[i-1] }
func (m *minutes) closes(i int) bool { return !m.open[i] && m.open[i-1] }

func TestEveryQuestionIsAnsweredAsByWalkingAlongTheMinutes(t *testing.T) {
	asked := 0
	for n, night := range oddNights {
		if n%thin > 0 {
			continue
		}
		zone, err := time.LoadLocation(night.zone)
		require.NoError(t, err)
		middle, err := time.ParseInLocation(time.DateOnly, night.day, zone)
		require.NoError(t, err)
		for seed := range cases(1, 300) {
			r := rand.New(rand.NewPCG(uint64(n), uint64(seed)))
			asked += askAll(t, r, zone, middle.Unix()/60*60)
		}
	}
	t.Logf("%d questions", asked)
}

// askAll compares one random schedule over 60 days: whether it is open at every minute of the
// middle ones, and everything else at random ones. It returns how much was asked.
func askAll(t *testing.T, r *rand.Rand, zone *time.Location, around int64) int {
	o := randomOracle(r, zone, around)
	plain, err := o.schedule()
	require.NoError(t, err)
	config, _ := plain.Config()
	call, grace := r.IntN(90), r.IntN(90)
	config.LastCall, config.Grace = time.Duration(call)*time.Minute, time.Duration(grace)*time.Minute
	s, err := hours.New(config)
	require.NoError(t, err)
	o.look(around-30*day, around+30*day, 60)
	m := &minutes{open: o.open, start: o.start, sum: make([]int, len(o.open)+1)}
	for i, open := range m.open {
		m.sum[i+1] = m.sum[i]
		if open {
			m.sum[i+1]++
		}
	}
	first, last := 10*1440, 50*1440
	for i := first; i < last; i++ {
		if s.Open(m.at(i)) != m.open[i] {
			require.Equal(t, m.open[i], s.Open(m.at(i)), "%s at %s: %v", zone, m.at(i), config.Rules)
		}
	}
	for range 40 {
		i, j := first+r.IntN(last-first), first+r.IntN(last-first)
		at := m.at(i)
		turn := func(name string, want int, got time.Time, ok bool) {
			if want >= 0 {
				require.True(t, ok && got.Equal(m.at(want)), "%s: %s of %s is %s, not %s: %v", zone, name, at, got, m.at(want), config.Rules)
			}
		}
		nextOpen, nextClose, prevClose := m.walk(i+1, 1, m.opens), m.walk(i+1, 1, m.closes), m.walk(i, -1, m.closes)
		got, ok := s.NextOpen(at)
		turn("NextOpen", nextOpen, got, ok)
		got, ok = s.NextClose(at)
		turn("NextClose", nextClose, got, ok)
		got, ok = s.PrevClose(at)
		turn("PrevClose", prevClose, got, ok)

		phase := hours.PhaseClosed
		switch {
		case m.open[i] && nextClose >= 0 && nextClose-i <= call:
			phase = hours.PhaseLastCall
		case m.open[i]:
			phase = hours.PhaseOpen
		case prevClose >= 0 && i-prevClose < grace:
			phase = hours.PhaseGrace
		}
		if !m.open[i] && prevClose >= 0 || m.open[i] && nextClose >= 0 {
			require.Equal(t, phase, s.At(at).Phase, "%s at %s: %v", zone, at, config.Rules)
		}
		require.Equal(t, time.Duration(m.sum[j]-m.sum[i])*time.Minute, s.Between(at, m.at(j)), "%s from %s to %s: %v", zone, at, m.at(j), config.Rules)
		d := 1 + r.IntN(3000)
		got, ok = s.Add(at, time.Duration(d)*time.Minute)
		turn("Add", m.walk(i+1, 1, func(k int) bool { return m.sum[k]-m.sum[i] == d }), got, ok)
		got, ok = s.Sub(at, time.Duration(d)*time.Minute)
		turn("Sub", m.walk(i, -1, func(k int) bool { return m.sum[i]-m.sum[k] == d }), got, ok)

		days, step := 0, int64(1)
		if j < i {
			step = -1
		}
		to := floorDay(o.wall[j])
		for day := floorDay(o.wall[i]); day != to; day += step {
			if o.business[max(day, day+step)] {
				days += int(step)
			}
		}
		require.Equal(t, days, s.DaysBetween(at, m.at(j)), "%s from %s to %s: %v", zone, at, m.at(j), config.Rules)
		if o.business[to] && days > 0 {
			due, ok := s.AddDays(at, days)
			require.True(t, ok)
			year, month, date := due.In(zone).Date()
			require.Equal(t, to, floorDay(time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix()),
				"%s: %d business days from %s are %s: %v", zone, days, at, due, config.Rules)
		}
	}
	return last - first + 40*8
}
