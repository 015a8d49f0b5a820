package replica

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func TestTheMarkOfPresenceMovesWhenAVisitorsPresenceMay(t *testing.T) {
	f := newFeeding(t, open{"q0"}).team(1, chat.Available)
	tick := noon
	p := NewPresences(func() time.Time { return tick }, f.Replica)
	was := p.Mark()
	moves := func(how string, moved bool) {
		t.Helper()
		is := p.Mark()
		require.Equal(t, moved, is != was, how)
		was = is
	}
	moves("nothing", false)
	shard := records.Visiting("node1", 0)
	f.feed(connected("node1", 1))
	f.feed(map[string]any{shard: records.Visitors{Here: []chat.VisitorID{"vera"}}})
	require.True(t, p.Of("vera").Here)
	moves("a visitor comes", true)
	f.sessions(3, chat.Session{State: chat.Active, Agent: agentID(0)})
	moves("sessions begin", false)
	gone := records.Gone{Visitor: "vera", At: noon}
	f.feed(map[string]any{shard: records.Visitors{Gone: []records.Gone{gone}}})
	require.False(t, p.Of("vera").Here)
	moves("a visitor goes", true)
	f.feed(map[string]any{shard: records.Visitors{Here: []chat.VisitorID{"vera"}}})
	moves("and comes back", true)
	tick = noon.Add(time.Hour)
	require.False(t, p.Of("vera").Known)
	moves("their node is not heard of", true)
}
