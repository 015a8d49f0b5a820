package sessions_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// TestASessionThatBecameAnotherVisitorsIsWhereThatOneIs: of a visitor who signed in, and was
// somebody before.
func TestASessionThatBecameAnotherVisitorsIsWhereThatOneIs(t *testing.T) {
	g := newGlancing(t)
	x := chat.Session{ID: id(1), Visitor: "vis_1", State: chat.Active}
	where := func() string {
		t.Helper()
		got, err := g.Look(t.Context(), []chat.Session{x})
		require.NoError(t, err)
		known, ok := g.Known(x)
		require.True(t, ok)
		require.Equal(t, got[0], known)
		return string(got[0].Where)
	}
	on := func(v chat.VisitorID, page string) {
		g.put(records.History(v), map[string]string{"device": page})
	}
	on("vis_1", "phone")
	require.Contains(t, where(), "phone")
	x.Visitor = "vis_2"
	_, ok := g.Known(x)
	require.False(t, ok)
	on("vis_2", "tablet")
	require.Contains(t, where(), "tablet")
	on("vis_1", "watch")
	require.Contains(t, where(), "tablet")
	on("vis_2", "computer")
	require.Contains(t, where(), "computer")
}
