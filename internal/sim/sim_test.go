package sim

import (
	"flag"
	"os"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

var (
	seed  = flag.Uint64("seed", 0, "the seed to replay with -run TestSeed")
	steps = flag.Int("steps", 2500, "steps of each run")
	seeds = flag.Uint64("seeds", 8, "how many seeds TestNoSeedBreaksAnInvariant plays")
	trace = flag.Bool("trace", false, "print everything that happens in TestSeed")
)

// play runs one seed in a bubble, where waiting takes no time.
func play(t *testing.T, cfg Config) (r Result) {
	t.Helper()
	if racing {
		cfg.Steps = min(cfg.Steps, 400)
	}
	synctest.Test(t, func(t *testing.T) {
		var err error
		r, err = Run(cfg)
		require.NoError(t, err)
	})
	return r
}

// size is how many seeds to play: many when asked for everything, one under the race detector.
func size(n uint64) uint64 {
	switch {
	case os.Getenv("SWITCHBOARD_FULL") != "":
		return max(n, 256)
	case racing:
		return 1
	}
	return n
}

// TestSeed replays one seed.
func TestSeed(t *testing.T) {
	cfg := Config{Seed: *seed, Steps: *steps}
	if *trace {
		cfg.Trace = os.Stderr
	}
	r := play(t, cfg)
	t.Logf("seed %d: %d nodes, %d commits, %d messages accepted, hash %016x\nfaults: %v\nmoves: %v", r.Seed, r.Nodes, r.Commits, r.Messages, r.Hash, r.Fired, r.Moved)
	require.Empty(t, r.Faults)
}

func TestNoSeedBreaksAnInvariant(t *testing.T) {
	t.Parallel()
	n := size(*seeds)
	fired, moved, messages := map[string]int{}, map[string]int{}, 0
	for s := range n {
		r := play(t, Config{Seed: s, Steps: *steps})
		require.Empty(t, r.Faults, "replay with: go test ./internal/sim -run TestSeed -seed %d -steps %d", s, *steps)
		for k, v := range r.Fired {
			fired[k] += v
		}
		for k, v := range r.Moved {
			moved[k] += v
		}
		messages += r.Messages
	}
	t.Logf("%d seeds, %d messages\nfaults: %v\nmoves: %v", n, messages, fired, moved)
	if n < *seeds {
		return // too few to have met everything
	}
	for _, name := range []string{"conflict", "fail", "lost", "repeat", "late", "short", "crash before a commit", "crash after a commit", "crash", "pause", "jump", "drop"} {
		require.Positive(t, fired[name], "the fault %q never happened", name)
	}
	for _, edge := range []string{"queued → offered", "offered → active", "offered → queued", "queued → active", "active → held", "held → active", "active → queued", "active → wrapping", "wrapping → closed",
		"closed → queued", "queued → abandoned"} {
		require.Positive(t, moved[edge], "no session went %s", edge)
	}
}

func TestASeedIsReplayedBitForBit(t *testing.T) {
	t.Parallel()
	for s := range min(size(2), 16) {
		one, two := play(t, Config{Seed: s, Steps: *steps}), play(t, Config{Seed: s, Steps: *steps})
		require.Equal(t, one.Hash, two.Hash, "seed %d", s)
		require.Equal(t, one, two)
	}
}

func TestEveryPlantedBugIsFound(t *testing.T) {
	t.Parallel()
	all := Mutants
	if racing {
		all = all[1:2]
	}
	for _, m := range all {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			for s := range uint64(64) {
				if r := play(t, Config{Seed: s, Steps: *steps, Mutant: &m}); len(r.Faults) > 0 {
					t.Logf("found with seed %d: %s", s, r.Faults[0])
					return
				}
			}
			t.Fatal("not found within 64 seeds")
		})
	}
}
