package replica

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// TestASessionsRecordMayChangeWithoutAnEntry: then it had its entries as early as before.
func TestASessionsRecordMayChangeWithoutAnEntry(t *testing.T) {
	f := newFeeding(t, open{"q0"})
	s := chat.Session{ID: sessionID(0), Queue: "q0", Visitor: "vera", State: chat.Queued}
	s.StateAt, s.LastAt, s.Entries = noon, noon, 3
	write := func() store.Rev {
		f.feed(map[string]any{records.Session(s.ID): s})
		return f.rev
	}
	had := func(n int, at store.Rev) {
		t.Helper()
		entries, rev, ok := NewLists(1, f.Replica).Grown(s.ID)
		require.True(t, ok)
		require.Equal(t, n, entries)
		require.Equal(t, at, rev)
	}
	began := write()
	had(3, began)
	s.Tags = []string{"vip"}
	write()
	had(3, began)
	s.Entries = 4
	had(4, write())
	s.State = chat.Closed
	write()
	_, _, ok := NewLists(1, f.Replica).Grown(s.ID)
	require.False(t, ok)
	require.Empty(t, f.state.sessions.grown)
}
