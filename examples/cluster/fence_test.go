package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
)

// TestALeaderThatIsPausedPastItsLeaseIsFenced stops the leader's process in the middle of whatever it does, waits until
// another leads, and lets it go on with whatever it had decided: 2 times, 50 with SWITCHBOARD_FULL=1. One who reads the feed
// before it writes knows that it leads no more; at least once it must write first, and the store refuse it.
func TestALeaderThatIsPausedPastItsLeaseIsFenced(t *testing.T) {
	onEach(t, 1, func(t *testing.T, g *ground) {
		s := newStage(t, g, crowd.Config{Visitors: 20, Agents: 4, Messages: 2, Pause: 50 * time.Millisecond}, 5*time.Second)
		s.perform(func() {
			refused, times := 0, size(2, 50)
			for i := 0; i < times || refused == 0 && i < 10*times; i++ {
				if s.fence() {
					refused++
				}
			}
			require.Positive(t, refused, "the store never had to refuse the leader of before")
			t.Logf("the store refused %d leaders of before", refused)
		})
	})
}

// fence tells whether the store refused a commit of the leader of before.
func (s *stage) fence() (refused bool) {
	s.Helper()
	old, term := -1, uint64(0)
	s.until("somebody leads", func() bool { old, term = s.leader(); return old >= 0 })
	before := s.crowd.Figures().Sessions
	require.NoError(s, s.nodes.Pause(old))
	next, later := -1, uint64(0)
	s.until("another leads", func() bool { next, later = s.leader(); return next >= 0 && next != old })
	s.until("sessions begin under the new leader", func() bool { return s.crowd.Figures().Sessions > before })
	require.NoError(s, s.nodes.Resume(old))
	require.Greater(s, later, term, "the term only rises")
	wait(s.T, lease)
	return s.log.has(`"a commit was refused: another node leads"`, fmt.Sprintf("node=node-%d term=%d\n", old+1, term))
}
