package chat

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnAgentsLastSessionsAreKeptOnceAndTheOldestIsForgotten(t *testing.T) {
	var p PastSessions
	require.Empty(t, p.IDs())
	for i := range MaxPastSessions {
		require.False(t, p.Full())
		p = p.With(SessionID(fmt.Sprint("ses_", i)))
	}
	require.True(t, p.Full())
	p = p.With("ses_3")
	ids := p.IDs()
	require.Len(t, ids, MaxPastSessions)
	require.Equal(t, SessionID("ses_3"), ids[MaxPastSessions-1])
	require.Equal(t, SessionID("ses_0"), ids[0])
	ids = p.With("ses_new").IDs()
	require.Len(t, ids, MaxPastSessions)
	require.Equal(t, SessionID("ses_1"), ids[0])
	require.Equal(t, SessionID("ses_new"), ids[MaxPastSessions-1])
}
