package main

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// TestPartitionsLoseNothing makes the way between nodes and store bad, for longer than a lease each: 5 episodes, or 500 with
// SWITCHBOARD_FULL=1. Every fifth is everybody's. It tells how soon after the end of each all nodes reach the store again.
func TestPartitionsLoseNothing(t *testing.T) { onEach(t, 1, partitions) }

func partitions(t *testing.T, g *ground) {
	s := newStage(t, g, crowd.Config{Visitors: 20, Agents: 6, Pause: breath(), Typing: true}, 5*time.Second)
	kinds := []fleet.Weather{fleet.Cut, fleet.OneWay, fleet.Slow, fleet.Resets}
	var back []time.Duration
	s.perform(func() {
		for i := range size(5, 500) {
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
			back = append(back, s.normal())
			wait(t, lease)
		}
	})
	slices.Sort(back)
	t.Logf("all nodes reached the store again within: p50 %v, p99 %v, at most %v", back[len(back)/2], back[len(back)*99/100], back[len(back)-1])
}

// normal waits until every node has done something that goes to the store, and tells how long that took.
func (s *stage) normal() time.Duration {
	s.Helper()
	begun := time.Now()
	var all sync.WaitGroup
	for i := range nodes {
		all.Go(func() {
			for time.Since(begun) < time.Minute && !s.reaches(i) {
				wait(s.T, 50*time.Millisecond)
			}
		})
	}
	all.Wait()
	require.Less(s, time.Since(begun), time.Minute, "a node does not come back")
	return time.Since(begun).Round(time.Millisecond)
}

// reaches tells whether an agent can say at a node that he is there.
func (s *stage) reaches(node int) bool {
	client := http.Client{Transport: s.nodes.Node(node), Timeout: lease}
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPut, "http://node"+fleet.Mount+"/v1/agent/status", strings.NewReader(`{"mode":"available"}`))
	if err != nil {
		return false
	}
	r.Header.Set(fleet.Login, "agent-1")
	r.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
