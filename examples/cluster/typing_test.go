package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
)

// TestTypingSignsReachOtherNodes has signs come in at any node, and agents who listen at any other: of three, one in three
// would be seen without a bus.
func TestTypingSignsReachOtherNodes(t *testing.T) {
	onEach(t, 1, func(t *testing.T, g *ground) {
		if g.deaf {
			t.Skip("MariaDB carries no typing signs")
		}
		g.direct()
		s := newStage(t, g, crowd.Config{Typing: true}, 5*time.Second)
		f := s.perform(func() {
			s.until("people type", func() bool { return s.crowd.Figures().Typed >= 40 })
		})
		t.Logf("%d signs given, %d seen", f.Typed, f.TypingSeen)
		require.Greater(t, f.TypingSeen, f.Typed/2)
	})
}
