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
	whole      func() bool // it is everybody's this time. Default: it never is
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
		all = append(all, chance{
			name:  "connections ended",
			begin: func(int) error { return s.cluster.SQL(cutOff) }, end: func(int) error { return nil },
		})
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
		s.episodes = append(s.episodes, episode{c.name, i, from, time.Now(), c.whole != nil && c.whole()})
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
	whole    bool // it was everybody's
}

// outage is the longest time for which the store was away from everybody. Two faults of everybody
// are one to people when no more lies between them than the time to be well again.
func outage(episodes []episode) (longest time.Duration) {
	var from, to time.Time
	for _, e := range episodes {
		if !e.whole {
			continue
		}
		if e.from.Sub(to) > acceptsWithin {
			from = e.from
		}
		to = e.to
		longest = max(longest, to.Sub(from))
	}
	return longest
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
		cs = append(cs, chance{name: string(w), begin: func(i int) error {
			hit = []int{i}
			if r.IntN(4) == 0 {
				hit = all(s)
			}
			s.set(w, hit)
			return nil
		}, end: func(int) error {
			s.set(fleet.Fair, hit)
			return nil
		}, whole: func() bool { return len(hit) == nodes }})
	}
	lag := func(d time.Duration) {
		for _, l := range s.links {
			for _, r := range l {
				r.Lag(d)
			}
		}
	}
	return append(cs, chance{name: "far", begin: func(int) error {
		lag(25 * time.Millisecond)
		return nil
	}, end: func(int) error {
		lag(0)
		return nil
	}})
}

// nodesChances are nodes that end, stop, leave, or whose clock is put.
func (s *trial) nodesChances(r *rand.Rand) []chance {
	steps := []time.Duration{61 * time.Second, -61 * time.Second, 50 * time.Second, 10 * time.Minute, -10 * time.Minute}
	return []chance{
		{name: "kill", begin: s.nodes.Kill, end: s.nodes.Start},
		{name: "terminate", begin: s.nodes.Terminate, end: s.nodes.Start},
		{name: "stop", begin: s.nodes.Pause, end: s.nodes.Resume},
		{
			name:  "clock",
			begin: func(i int) error { return s.nodes.SetClock(i, steps[r.IntN(len(steps))]) },
			end:   func(i int) error { return s.nodes.SetClock(i, 0) },
		},
	}
}

// memberChances are members of etcd that end or stop.
func (s *trial) memberChances() []chance {
	return []chance{
		{name: "member frozen", begin: s.members.Pause, end: s.members.Resume},
		{name: "member killed", begin: s.members.Kill, end: s.members.Start},
	}
}

// serverChances are a database's server that stops or ends, and requests to it that are cut.
func (s *trial) serverChances(freeze, thaw, kill, restart func() error) []chance {
	of := func(fn func() error) func(int) error { return func(int) error { return fn() } }
	always := func() bool { return true }
	return []chance{
		{
			name:  "request cut",
			begin: func(i int) error { s.links[i][0].CutAt(1000 + 500*i); return nil },
			end:   func(int) error { return nil },
		},
		{name: "server frozen", begin: of(freeze), end: of(thaw), whole: always},
		{name: "server killed", begin: of(kill), end: of(restart), whole: always},
	}
}

// number is a variable of the environment.
func number(name string, otherwise uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return otherwise
}
