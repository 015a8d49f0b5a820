package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// mixed are faults of all kinds at random, one after the other, for as many seconds as SWITCHBOARD_MIXED says: 45 without it.
// SEED repeats a run. Each lasts for half a second to five and a half.
var mixed = []fault{
	{name: "pg/mixed", on: plain, clocks: true, lasts: longestMixed, happen: mix},
	{name: "etcd/mixed", on: ensemble, clocks: true, lasts: longestMixed, happen: mix},
}

const (
	shortestMixed = 500 * time.Millisecond
	longestMixed  = 5500 * time.Millisecond
)

// chance is a fault that begins with one call and ends with the next. Node is one at random.
type chance struct {
	name       string
	begin, end func(node int) error
}

func mix(s *trial) {
	seed := number("SEED", uint64(time.Now().Unix()))
	s.Logf("SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	all := append(s.nodesChances(r), s.linkChances(r)...)
	switch {
	case s.members != nil:
		all = append(all, s.memberChances()...)
	case s.server != nil:
		all = append(all, s.serverChances(s.server.Freeze, s.server.Thaw, s.server.Kill, s.server.Restart)...)
	default:
		signal := func(with syscall.Signal) func() error {
			return func() error { s.signal(s.T, with); return nil }
		}
		all = append(all, s.serverChances(signal(syscall.SIGSTOP), signal(syscall.SIGCONT), s.cluster.Kill, s.cluster.Restart)...)
		all = append(all, chance{"connections ended", func(int) error { return s.cluster.SQL(cutOff) }, func(int) error { return nil }})
	}
	happened := map[string]int{}
	end := time.Now().Add(time.Duration(number("SWITCHBOARD_MIXED", 45)) * time.Second)
	n := 0
	for ; time.Now().Before(end); n++ {
		c, i := all[r.IntN(len(all))], r.IntN(nodes)
		from := time.Now()
		require.NoError(s, c.begin(i), c.name)
		wait(s.T, shortestMixed+time.Duration(r.Int64N(int64(longestMixed-shortestMixed))))
		require.NoError(s, c.end(i), c.name)
		happened[c.name]++
		s.episodes = append(s.episodes, episode{c.name, i, from, time.Now()})
		wait(s.T, time.Duration(r.IntN(2000))*time.Millisecond)
	}
	told := fmt.Sprintf("%d faults:", n)
	for _, name := range slices.Sorted(maps.Keys(happened)) {
		told += fmt.Sprintf(" %s %d", name, happened[name])
	}
	s.Log(told)
}

// episode is one fault of many.
type episode struct {
	name     string
	node     int
	from, to time.Time
}

// tellSilence says what happened while nothing was accepted for longest: faults that follow on each other are one to people.
func (s *trial) tellSilence(from, to time.Time) {
	for _, e := range s.episodes {
		if e.to.After(from) && e.from.Before(to) {
			s.Logf("while nothing was accepted for %v: %s (node %d) from %v to %v", to.Sub(from).Round(10*time.Millisecond), e.name, e.node,
				e.from.Sub(from).Round(10*time.Millisecond), e.to.Sub(from).Round(10*time.Millisecond))
		}
	}
}

// linkChances are bad ways, of one node or of all of them.
func (s *trial) linkChances(r *rand.Rand) (cs []chance) {
	for _, w := range []fleet.Weather{fleet.Cut, fleet.OneWay, fleet.Dead, fleet.Resets, fleet.Frays, fleet.Slow} {
		var hit []int
		cs = append(cs, chance{string(w), func(i int) error {
			hit = []int{i}
			if r.IntN(4) == 0 {
				hit = all(s)
			}
			s.set(w, hit)
			return nil
		}, func(int) error {
			s.set(fleet.Fair, hit)
			return nil
		}})
	}
	lag := func(d time.Duration) {
		for _, l := range s.links {
			for _, r := range l {
				r.Lag(d)
			}
		}
	}
	return append(cs, chance{"far", func(int) error {
		lag(25 * time.Millisecond)
		return nil
	}, func(int) error {
		lag(0)
		return nil
	}})
}

// nodesChances are nodes that end, stop, leave, or whose clock is put.
func (s *trial) nodesChances(r *rand.Rand) []chance {
	steps := []time.Duration{61 * time.Second, -61 * time.Second, 50 * time.Second, 10 * time.Minute, -10 * time.Minute}
	return []chance{
		{"kill", s.nodes.Kill, s.nodes.Start},
		{"terminate", s.nodes.Terminate, s.nodes.Start},
		{"stop", s.nodes.Pause, s.nodes.Resume},
		{
			"clock", func(i int) error { return s.nodes.SetClock(i, steps[r.IntN(len(steps))]) },
			func(i int) error { return s.nodes.SetClock(i, 0) },
		},
	}
}

// memberChances are members of etcd that end or stop.
func (s *trial) memberChances() []chance {
	return []chance{{"member frozen", s.members.Pause, s.members.Resume}, {"member killed", s.members.Kill, s.members.Start}}
}

// serverChances are a database's server that stops or ends, and requests to it that are cut.
func (s *trial) serverChances(freeze, thaw, kill, restart func() error) []chance {
	whole := func(fn func() error) func(int) error { return func(int) error { return fn() } }
	return []chance{
		{"request cut", func(i int) error { s.links[i][0].CutAt(1000 + 500*i); return nil }, func(int) error { return nil }},
		{"server frozen", whole(freeze), whole(thaw)},
		{"server killed", whole(kill), whole(restart)},
	}
}

// number is a variable of the environment.
func number(name string, otherwise uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return otherwise
}
