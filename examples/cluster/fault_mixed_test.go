package main

import (
	"math/rand/v2"
	"os"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// mixed are faults at random, one after the other, for as many seconds as SWITCHBOARD_MIXED says: 45 without it. SEED repeats a run.
var mixed = []fault{
	{name: "pg/mixed", on: plain, happen: mix},
	{name: "etcd/mixed", on: ensemble, happen: mix},
}

func mix(s *trial) {
	seed := number("SEED", uint64(time.Now().Unix()))
	s.Logf("SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	kinds := []fleet.Weather{fleet.Cut, fleet.OneWay, fleet.Dead, fleet.Resets, fleet.Frays, fleet.Slow}
	end := time.Now().Add(time.Duration(number("SWITCHBOARD_MIXED", 45)) * time.Second)
	n := 0
	for ; time.Now().Before(end); n++ {
		i, lasts := r.IntN(nodes), time.Duration(500+r.IntN(5000))*time.Millisecond
		switch k := r.IntN(len(kinds) + 3); {
		case k < len(kinds):
			hit := []int{i}
			if r.IntN(4) == 0 {
				hit = all(s)
			}
			s.set(kinds[k], hit)
			wait(s.T, lasts)
			s.set(fleet.Fair, hit)
		case k == len(kinds):
			require.NoError(s, s.nodes.Kill(i))
			wait(s.T, lasts)
			require.NoError(s, s.nodes.Start(i))
		case k == len(kinds)+1:
			require.NoError(s, s.nodes.Pause(i))
			wait(s.T, lasts)
			require.NoError(s, s.nodes.Resume(i))
		case s.members != nil:
			require.NoError(s, s.members.Pause(i))
			wait(s.T, lasts)
			require.NoError(s, s.members.Resume(i))
		default:
			s.links[i][0].CutAt(1000 + r.IntN(4000))
			wait(s.T, lasts)
		}
		wait(s.T, time.Duration(r.IntN(2000))*time.Millisecond)
	}
	s.Logf("%d faults", n)
}

// number is a variable of the environment.
func number(name string, otherwise uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return otherwise
}
