package main

import (
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
)

// TestAStoreThatIsKilledLosesNothing kills PostgreSQL's postmaster under people who talk: 2 times, or 100 with
// SWITCHBOARD_FULL=1.
func TestAStoreThatIsKilledLosesNothing(t *testing.T) {
	t.Parallel()
	hurt(t, postgres(t), size(2, 100))
}

// TestMembersThatStopLoseNothing stops a member of etcd: once, or one after the other 50 times with SWITCHBOARD_FULL=1.
func TestMembersThatStopLoseNothing(t *testing.T) {
	t.Parallel()
	hurt(t, etcdOfThree(t), size(1, 50))
}

func hurt(t *testing.T, g *ground, times int) {
	s := newStage(t, g, crowd.Config{Visitors: 20, Agents: 6, Pause: breath()}, 5*time.Second)
	s.perform(func() {
		for range times {
			wait(t, 500*time.Millisecond)
			g.hurt()
			s.talkOn()
		}
	})
}
