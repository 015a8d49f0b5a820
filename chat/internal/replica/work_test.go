package replica

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// allocated is the bytes that a call takes.
func allocated(do func()) uint64 {
	const times = 100
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		do()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / times
}

// TestWhatAnAgentHasIsNamedAndNotCopied: a stream asks with every message, and a session is more
// than a kilobyte.
func TestWhatAnAgentHasIsNamedAndNotCopied(t *testing.T) {
	for _, n := range []int{1, 50} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			f := newFeeding(t, open{}).team(1, chat.Available)
			f.sessions(n, chat.Session{State: chat.Active, Agent: agentID(0), Entries: 7})
			work, _ := f.WorkOf(agentID(0))
			require.Len(t, work.Sessions, n)
			require.Equal(t, 7, work.Sessions[0].Entries)
			require.LessOrEqual(t, allocated(func() { _, _ = f.WorkOf(agentID(0)) }), uint64(2000))
		})
	}
}
