package routing_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

// Invariant 10: the same events give the same decisions, byte for byte.
func TestReplayIsByteIdentical(t *testing.T) {
	play := func(seed uint64) ([]string, string) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		h := newHost(t, randomConfig(rnd), rnd)
		h.logging = true
		for range 1500 / slow {
			h.step()
			h.advance()
		}
		state, err := json.Marshal(h.r.Snapshot())
		require.NoError(t, err)
		return h.log, string(state)
	}
	for seed := range uint64(4) {
		log, state := play(seed)
		again, stateAgain := play(seed)
		require.True(t, slices.Equal(log, again), "seed %d", seed)
		require.True(t, state == stateAgain, "seed %d", seed)
	}
}

// After any Advance, undoing all of it in any order leaves the Router as it was.
func TestUndoLeavesNoTrace(t *testing.T) {
	undone := 0
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 10))
		h := newHost(t, randomConfig(rnd), rnd)
		for range 6 {
			h.agentChanges()
		}
		for range 300 / min(slow, 2) {
			h.step()
			h.r.Undo(h.now, Decision{Kind: Offer, Request: "r1", Agent: "nobody"}) // not in flight: ignored
			before, err := json.Marshal(h.r.Snapshot())
			require.NoError(t, err)
			ds := slices.Clone(h.r.Advance(h.now))
			first := show(ds)
			rnd.Shuffle(len(ds), func(i, j int) { ds[i], ds[j] = ds[j], ds[i] })
			for _, d := range ds {
				h.r.Undo(h.now, d)
				undone++
			}
			after, err := json.Marshal(h.r.Snapshot())
			require.NoError(t, err)
			if len(ds) > 0 {
				var a, b State
				require.NoError(t, json.Unmarshal(before, &a))
				require.NoError(t, json.Unmarshal(after, &b))
				a.Now = b.Now
				require.Equal(t, a.Agents, b.Agents)
				require.Equal(t, a.InFlight, b.InFlight)
				require.Equal(t, a.Requests, b.Requests)
			}
			require.Equal(t, first, show(h.r.Advance(h.now)), "the same is proposed again")
			for _, d := range slices.Clone(h.r.Advance(h.now)) {
				t.Fatal("proposed twice", d)
			}
			h.settleAll(first)
		}
	}
	require.Greater(t, undone, 200)
}

// settleAll commits everything in flight, so that the next step starts clean.
func (h *host) settleAll(string) {
	s := h.r.Snapshot()
	batches := map[int][]Decision{}
	for i, f := range s.InFlight {
		key := f.Decision.Batch
		if key == 0 {
			key = -1 - i
		}
		if f.Decision.Request == "" {
			h.r.Undo(h.now, f.Decision)
			f.Decision.At = h.now
			h.write(f.Decision)
			h.change(f.Decision.Agent)
			continue
		}
		batches[key] = append(batches[key], f.Decision)
	}
	keys := []int{}
	for k := range batches {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		h.commit(batches[k])
	}
}
