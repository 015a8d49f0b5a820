package hours_test

import (
	_ "embed"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"sort"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

//go:embed testdata/zones.txt
var zoneNames string

const day = 24 * 60 * 60

// changes are the instants of some years at which a zone's offset changes, and one at which it does
// not. They are found by looking twice a day and halving: Time.ZoneBounds has been seen to err on
// the last day of leap years.
func changes(zone *time.Location, from, to int) []int64 {
	offset := func(at int64) int {
		_, offset := time.Unix(at, 0).In(zone).Zone()
		return offset
	}
	found := []int64{1780315200}
	end := time.Date(to, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	start := time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for at, was := start, offset(start); at < end; at += day / 2 {
		now := offset(at + day/2)
		if now == was {
			continue
		}
		found = append(found, at+1+int64(sort.Search(day/2-1, func(i int) bool { return offset(at+1+int64(i)) != was })))
		was = now
	}
	return found
}

func TestEveryZoneAgreesWithItsWallClock(t *testing.T) {
	for i := range cases(len(zones), len(zones)) {
		name := zones[i]
		if i%thin > 0 {
			continue
		}
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		r := rand.New(rand.NewPCG(1, crc(name)))
		from := 1900 + r.IntN(180)
		all := changes(zone, from, from+20)
		if full {
			all = changes(zone, 1900, 2100)
		} else {
			all = []int64{all[r.IntN(len(all))], all[r.IntN(len(all))]}
		}
		for i, at := range all {
			if i > 0 && at > 3_000_000_000 && i%7 != 0 {
				continue // the same rule year after year
			}
			agree(t, r, zone, at)
		}
	}
}

// agree compares a random schedule with the oracle on every step of three days around an instant.
func agree(t *testing.T, r *rand.Rand, zone *time.Location, at int64) {
	o := randomOracle(r, zone, at)
	s, err := o.schedule()
	require.NoError(t, err)
	step := gcd(60, at)
	for _, near := range []int64{at - lead, at, at + 2*day} {
		_, offset := time.Unix(near, 0).In(zone).Zone()
		step = gcd(step, int64(offset))
	}
	if step < 60 && !full && r.IntN(16) > 0 {
		return // local mean time, looked at second by second, takes long
	}
	o.look(at-lead, at+2*day, step)
	fault := compare(o, s, r)
	text, _ := s.MarshalJSON()
	require.Empty(t, fault, "%s around %s: %s", zone, time.Unix(at, 0).UTC(), text)

	near := func() time.Time { return time.Unix(at+int64(r.IntN(2*day)-day), int64(r.IntN(2))).UTC() }
	lawful(t, s, near(), near(), near(), time.Duration(r.Int64N(int64(60*time.Hour))))
	pointwise(t, s, randomSchedule(t, r, at), near)
}

// pointwise holds combinations and periods to what the schedules say of single instants.
func pointwise(t *testing.T, a, b *hours.Schedule, near func() time.Time) {
	or, and, not := hours.Union(a, b), hours.Intersect(a, b), hours.Minus(a, b)
	for range 6 {
		at := near()
		x, y := a.Open(at), b.Open(at)
		require.Equal(t, []bool{x || y, x && y, x && !y}, []bool{or.Open(at), and.Open(at), not.Open(at)}, at)
		within := false
		for p := range a.Periods(at.Add(-time.Hour), at.Add(time.Hour)) {
			within = within || (!at.Before(p.Start) && at.Before(p.End))
		}
		require.Equal(t, x, within, "Open is membership in Periods at %s", at)
	}
}

func crc(text string) uint64 { return uint64(crc32.ChecksumIEEE([]byte(text))) }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// lead is how much earlier the oracle must begin to look than the schedule is compared: shifts run
// on for days.
const lead = 6 * day

// compare says where the schedule and the oracle differ, and is empty where they do not.
func compare(o *oracle, s *hours.Schedule, r *rand.Rand) string {
	first, last := int((lead-day)/o.step), len(o.open)
	instant := func(i int) time.Time { return time.Unix(o.start+int64(i)*o.step, 0).UTC() }
	sum := make([]int, len(o.open)+1)
	for i, open := range o.open {
		sum[i+1] = sum[i]
		if open {
			sum[i+1]++
		}
	}
	for i := first; i < last; i++ {
		if s.Open(instant(i)) != o.open[i] {
			return fmt.Sprintf("Open(%s) is not %v", instant(i), o.open[i])
		}
	}
	for range 50 {
		a, b := first+r.IntN(last-first), first+r.IntN(last-first)
		want := time.Duration(int64(sum[b]-sum[a])*o.step) * time.Second
		if got := s.Between(instant(a), instant(b)); got != want {
			return fmt.Sprintf("Between(%s, %s) is %s, not %s", instant(a), instant(b), got, want)
		}
		if fault := turns(o, s, a, last, instant); fault != "" {
			return fault
		}
	}
	return ""
}

// turns compares the next opening and closing after step a, where they come before the last step.
func turns(o *oracle, s *hours.Schedule, a, last int, instant func(int) time.Time) string {
	for i, seen := a+1, [2]bool{}; i < last; i++ {
		if o.open[i] == o.open[i-1] {
			continue
		}
		got, ok := s.NextClose(instant(a))
		kind := 0
		if o.open[i] {
			got, ok = s.NextOpen(instant(a))
			kind = 1
		}
		if !seen[kind] && (!ok || !got.Equal(instant(i))) {
			return fmt.Sprintf("after %s the next turn to open=%v is %s %v, not %s", instant(a), o.open[i], got, ok, instant(i))
		}
		seen[kind] = true
	}
	return ""
}
