package routing_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// randomConfig is a team with three queues and a bit of everything.
func randomConfig(rnd *rand.Rand) Config {
	strategy := func() Strategy {
		if rnd.IntN(10) == 0 {
			return backwards{}
		}
		return Builtin(rnd.IntN(len(Builtins())))
	}
	cfg := Config{
		Channels: []Channel{{ID: "chat"}, {ID: "mail"}}, Strategy: strategy(), Ageing: 5 * time.Second, Strict: rnd.IntN(4) == 0,
		OfferFor: 6 * time.Second, MissFor: 9 * time.Second, DeclineFor: 30 * time.Second, Misses: rnd.IntN(3), Grace: 8 * time.Second,
		LostBoost: rnd.IntN(2), IdleAfter: time.Duration(rnd.IntN(2)*20) * time.Second,
	}
	for _, id := range []string{"q0", "q1", "q2"} {
		q := Queue{ID: id, Priority: rnd.IntN(2), Strategy: cfg.Strategy, Broadcast: 1, OfferFor: cfg.OfferFor}
		if rnd.IntN(3) == 0 {
			q.Strategy = strategy()
		}
		if rnd.IntN(3) == 0 {
			q.Broadcast = 1 + rnd.IntN(4)
		}
		q.LanguageFor = time.Duration(rnd.IntN(3)*6) * time.Second
		q.AutoAccept, q.Manual = rnd.IntN(5) == 0, rnd.IntN(8) == 0
		if rnd.IntN(2) == 0 {
			q.Rings = []Ring{{After: 5 * time.Second, Drop: []string{"fr"}, Lower: 1}, {After: 11 * time.Second, Queues: []string{"q2"}},
				{After: 15 * time.Second, Anyone: true}}
		}
		if rnd.IntN(3) == 0 {
			q.Limit, q.Reopen = 3+rnd.IntN(5), 2
		}
		if rnd.IntN(3) == 0 {
			q.MaxWait = 40 * time.Second
		}
		if id != "q2" && rnd.IntN(2) == 0 {
			q.Overflow, q.OverflowAfter = "q2", time.Duration(rnd.IntN(20))*time.Second
		}
		cfg.Queues = append(cfg.Queues, q)
	}
	return cfg
}

// backwards is a host's own strategy: the last id first.
type backwards struct{}

func (backwards) Less(_ Requirement, a, b AgentView) bool { return a.ID > b.ID }

// events is how many random events the property tests run: a sample, or over a
// million with SWITCHBOARD_FULL=1.
func events() int {
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		return 1_200_000
	}
	return 12_000 / min(slow, 3)
}

const runLength = 2_000 / min(slow, 2)

func TestPicksEqualThoseOfAPlainScan(t *testing.T) {
	first := 0
	if s := os.Getenv("SWITCHBOARD_SEED"); s != "" { // one seed, to look at a failure
		_, err := fmt.Sscan(s, &first)
		require.NoError(t, err)
	}
	for seed := first; seed < events()/runLength || seed == first; seed++ {
		seed := uint64(seed)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 5))
			h := newHost(t, randomConfig(rnd), rnd)
			for range 6 {
				h.agentChanges()
			}
			for range runLength {
				h.step()
				h.advance()
				h.check()
				h.rebuildNowAndThen()
			}
		})
	}
}

// rebuildNowAndThen swaps the Router for one from its snapshot, or from the records.
func (h *host) rebuildNowAndThen() {
	switch h.rnd.IntN(400) {
	case 0:
		blob, err := json.Marshal(h.r.Snapshot())
		require.NoError(h.t, err)
		var s State
		require.NoError(h.t, json.Unmarshal(blob, &s))
		r, err := Restore(h.cfg, s)
		require.NoError(h.t, err)
		again, err := json.Marshal(r.Snapshot())
		require.NoError(h.t, err)
		if string(blob) != string(again) {
			i := 0
			for blob[i] == again[i] {
				i++
			}
			h.t.Logf("%.200s\n%.200s", blob[max(0, i-100):], again[max(0, i-100):])
		}
		require.True(h.t, string(blob) == string(again), "a restored Router has the snapshot it was made from")
		h.r = r
	case 1:
		r, err := New(h.cfg)
		require.NoError(h.t, err)
		for _, id := range h.rnd.Perm(len(h.requests)) {
			r.Set(h.now, *sorted(h.requests)[id])
		}
		for _, id := range h.rnd.Perm(len(h.agents)) {
			r.Set(h.now, *sorted(h.agents)[id])
		}
		h.r, h.flight = r, nil // what was in flight is lost with the node
	case 2:
		require.NoError(h.t, h.r.Configure(h.now, h.cfg))
	case 3:
		h.cfg = randomConfig(h.rnd)
		require.NoError(h.t, h.r.Configure(h.now, h.cfg))
	}
}
