package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
)

// TestARollingRestartLosesNothing restarts the nodes in turn: 1 round, or 20 under more than 200 messages a second where the machine is free, with
// SWITCHBOARD_FULL=1.
func TestARollingRestartLosesNothing(t *testing.T) {
	onEach(t, 1, func(t *testing.T, g *ground) {
		s := newStage(t, g, crowd.Config{Visitors: size(40, 120), Agents: size(14, 40), Messages: 10, Pause: 400 * time.Millisecond}, 5*time.Second)
		s.perform(func() {
			begun, before := time.Now(), s.crowd.Figures().Accepted
			for range size(1, 20) {
				for i := range nodes {
					require.NoError(t, s.nodes.Terminate(i))
					require.NoError(t, s.nodes.Start(i))
					pause(t)
				}
			}
			t.Logf("%.0f messages a second", float64(s.crowd.Figures().Accepted-before)/time.Since(begun).Seconds())
		})
	})
}

// TestKilledNodesLoseNothing kills them in turn: 1 round, or 20 with SWITCHBOARD_FULL=1.
func TestKilledNodesLoseNothing(t *testing.T) {
	onEach(t, 1, func(t *testing.T, g *ground) {
		s := newStage(t, g, crowd.Config{Visitors: 20, Agents: 6, Pause: 100 * time.Millisecond}, 5*time.Second)
		s.perform(func() {
			for range size(1, 20) {
				for i := range nodes {
					require.NoError(t, s.nodes.Kill(i))
					pause(t)
					require.NoError(t, s.nodes.Start(i))
				}
			}
		})
	})
}
