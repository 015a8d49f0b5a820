package main

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
)

// TestCapacityIsNeverExceeded has many visitors arrive at once at three processes: 80 at 45 places, or 10,000 at 600 in
// each of 100 with SWITCHBOARD_FULL=1, of as many as SWITCHBOARD_RUNS says. It is the set-up of a fault that other systems have: limit 3, and 4
// chats given by 3 instances.
func TestCapacityIsNeverExceeded(t *testing.T) { onEach(t, runs(t), rush) }

func rush(t *testing.T, g *ground) {
	visitors := size(80, 10_000)
	g.direct()
	people := crowd.Config{Agents: size(15, 200), Capacity: 3, Await: 20 * time.Second}
	s := newStage(t, g, people, 24*time.Hour)
	f := s.witnessed(func() error { return s.crowd.Rush(t.Context(), visitors, 3*time.Minute) })
	require.Equal(t, visitors, f.Sessions)
}

func runs(t *testing.T) int {
	given := os.Getenv("SWITCHBOARD_RUNS")
	if given == "" {
		return size(1, 100)
	}
	n, err := strconv.Atoi(given)
	require.NoError(t, err, "SWITCHBOARD_RUNS")
	return n
}
