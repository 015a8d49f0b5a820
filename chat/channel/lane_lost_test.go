package channel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

func TestAnAddressThatIsDeadIsNotWrittenToAndAgentsAreToldWhy(t *testing.T) {
	for name, of := range map[string]string{"of a message": "x-a", "of none that is known": "x-z"} {
		p := newPost(t)
		p.wrote(t)
		require.NoError(t, p.Post(t.Context(), noon, out("a", "hello")))
		_, err := p.Step(t.Context(), noon)
		require.NoError(t, err)
		e := status(of, channel.Failed)
		e.Account, e.Peer, e.Class, e.Failure = "shop", "vera", channel.Blocked, "5.1.1 no mailbox"
		e.At = noon.Add(time.Minute)
		require.NoError(t, p.Hear(t.Context(), noon, e))
		old := channel.Event{
			Account: "shop", Peer: "vera", Kind: channel.KindMessage, ID: "m", At: noon,
		}
		require.NoError(t, p.Hear(t.Context(), noon, old), "it comes again, and is no news")
		old.At = e.At
		require.NoError(t, p.Hear(t.Context(), noon, old), "nor is what is of the same second")
		require.NoError(t, p.Post(t.Context(), noon, out("b", "are you there?")))
		_, err = p.Step(t.Context(), noon)
		require.NoError(t, err)
		require.Equal(t, []string{"hello"}, p.sent, name)
		last := p.told[len(p.told)-1]
		require.Equal(t, channel.Blocked, last.Class, name)
		require.Contains(t, last.Why, "5.1.1 no mailbox", name)

		later := channel.Event{
			Account: "shop", Peer: "vera", Kind: channel.KindMessage, ID: "m2",
			At: noon.Add(time.Hour),
		}
		require.NoError(t, p.Hear(t.Context(), noon.Add(time.Hour), later))
		e.ID = "again" // an old one, that comes late
		require.NoError(t, p.Hear(t.Context(), noon.Add(time.Hour), e))
		require.NoError(t, p.Post(t.Context(), noon.Add(time.Hour), out("c", "good")))
		_, err = p.Step(t.Context(), noon.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, []string{"hello", "good"}, p.sent, name)
	}
}
