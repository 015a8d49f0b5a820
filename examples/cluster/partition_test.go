package main

import (
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// TestPartitionsLoseNothing makes the way between nodes and store bad, for longer than a lease each: 8 episodes, or 500 with
// SWITCHBOARD_FULL=1. Every fifth is everybody's.
func TestPartitionsLoseNothing(t *testing.T) {
	onEach(t, 1, func(t *testing.T, g *ground) {
		s := newStage(t, g, crowd.Config{Visitors: 20, Agents: 6, Pause: 50 * time.Millisecond, Typing: true}, 5*time.Second)
		kinds := []fleet.Weather{fleet.Cut, fleet.OneWay, fleet.Slow, fleet.Resets}
		s.perform(func() {
			for i := range size(8, 500) {
				hit := g.relays[i%nodes : i%nodes+1]
				if i%5 == 4 {
					hit = g.relays
				}
				for _, r := range hit {
					r.Set(kinds[i%len(kinds)])
				}
				pause(t)
				for _, r := range hit {
					r.Set(fleet.Fair)
				}
				wait(t, lease)
			}
		})
	})
}
