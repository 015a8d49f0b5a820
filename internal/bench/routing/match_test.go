package routing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

var sizes = []int{10, 100, 1_000, 10_000, 100_000}

// matched is a Matcher at 80 % load.
type matched struct {
	m     *routing.Matcher
	needs []*routing.Need
	live  []routing.Assignment
	rnd   *rand.Rand
	now   time.Time
}

func newMatched(tb testing.TB, t team) *matched {
	m, err := routing.NewMatcher(routing.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	x := &matched{m: m, rnd: rand.New(rand.NewPCG(1, 2)), now: start}
	for _, n := range t.needs {
		need, err := m.Need(n)
		if err != nil {
			tb.Fatal(err)
		}
		x.needs = append(x.needs, need)
	}
	for _, a := range t.agents {
		m.SetAgent(start, a)
	}
	for range t.units() * 8 / 10 {
		x.assign()
	}
	return x
}

func (x *matched) assign() string {
	x.now = x.now.Add(time.Millisecond)
	if a, ok := x.m.Assign(x.now, x.needs[x.rnd.IntN(len(x.needs))]); ok {
		x.live = append(x.live, a)
		return a.Agent()
	}
	return ""
}

func (x *matched) release() {
	if len(x.live) == 0 {
		return
	}
	i := x.rnd.IntN(len(x.live))
	x.now = x.now.Add(time.Millisecond)
	x.m.Release(x.now, x.live[i])
	x.live[i] = x.live[len(x.live)-1]
	x.live = x.live[:len(x.live)-1]
}

// scanned is the scan at 80 % load, doing the same.
type scanned struct {
	s    *scan
	t    team
	live []*scanAgent
	rnd  *rand.Rand
	now  time.Time
}

func newScanned(t team) *scanned {
	x := &scanned{s: newScan(t), t: t, rnd: rand.New(rand.NewPCG(1, 2)), now: start}
	return x
}

func (x *scanned) assign() string {
	x.now = x.now.Add(time.Millisecond)
	if a := x.s.assign(x.now, x.t.needs[x.rnd.IntN(len(x.t.needs))].Skills); a != nil {
		x.live = append(x.live, a)
		return a.id
	}
	return ""
}

func (x *scanned) release() {
	if len(x.live) == 0 {
		return
	}
	i := x.rnd.IntN(len(x.live))
	x.now = x.now.Add(time.Millisecond)
	x.s.release(x.now, x.live[i])
	x.live[i] = x.live[len(x.live)-1]
	x.live = x.live[:len(x.live)-1]
}

func TestMatcherPicksWhatTheScanPicks(t *testing.T) {
	for _, unique := range []bool{false, true} {
		team := newTeam(200, unique)
		m, s := newMatched(t, team), newScanned(team)
		for range team.units() * 8 / 10 {
			s.assign()
		}
		for i := range 20_000 {
			m.release()
			s.release()
			if a, b := m.assign(), s.assign(); a != b {
				t.Fatalf("step %d: %q, the scan %q", i, a, b)
			}
		}
	}
}

func kinds(unique bool) string {
	if unique {
		return "unique"
	}
	return "archetypes"
}

func BenchmarkMatch(b *testing.B) {
	for _, unique := range []bool{false, true} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s/agents=%d", kinds(unique), n), func(b *testing.B) {
				x := newMatched(b, newTeam(n, unique))
				b.ReportAllocs()
				for b.Loop() {
					x.release()
					x.assign()
				}
			})
		}
	}
}

func BenchmarkScan(b *testing.B) {
	for _, unique := range []bool{false, true} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s/agents=%d", kinds(unique), n), func(b *testing.B) {
				t := newTeam(n, unique)
				x := newScanned(t)
				m := newMatched(b, t) // to fill the scan as fast
				for _, a := range m.live {
					s := x.byID(a.Agent())
					s.used++
					x.live = append(x.live, s)
				}
				b.ReportAllocs()
				for b.Loop() {
					x.release()
					x.assign()
				}
			})
		}
	}
}

// byID: ids are numbered.
func (x *scanned) byID(id string) *scanAgent {
	var i int
	if _, err := fmt.Sscanf(id, "agent-%d", &i); err != nil {
		panic(err)
	}
	return x.s.agents[i]
}
