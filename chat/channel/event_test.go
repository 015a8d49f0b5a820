package channel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/hook"
)

func TestAnEventIsWhatADeskTakes(t *testing.T) {
	e := channel.Event{
		Account: "page", Peer: "vera", Name: "Vera", Kind: channel.KindPostback, ID: "m1", At: noon,
		ReplyTo: []string{"m0"}, Text: "Yes",
	}
	require.Equal(t, hook.Inbound{
		Channel: "messenger", Account: "page", Sender: "vera", Name: "Vera", ExternalID: "m1",
		Kind: hook.InboundMessage, At: noon, ReplyTo: []string{"m0"},
		Parts: []hook.Part{{Kind: hook.PartText, Text: "Yes"}},
	}, e.Inbound("messenger"))

	e = channel.Event{Kind: channel.KindMessage, ID: strings.Repeat("i", 300)}
	e.Files = []channel.File{
		{Type: "image", Size: 7}, {Name: "a.pdf", Type: "application/pdf"}, {},
	}
	in := e.Inbound("whatsapp")
	require.Len(t, in.Parts, 3)
	require.Equal(t, hook.Part{Kind: hook.PartFile, Type: "image", Size: 7}, in.Parts[0])
	require.LessOrEqual(t, len(in.ExternalID), 200)
	other := e
	other.ID += "j"
	require.NotEqual(t, in.ExternalID, other.Inbound("whatsapp").ExternalID)

	e = channel.Event{Kind: channel.KindStatus, ID: "s", Of: "w", State: channel.Failed}
	e.Failure = "gone"
	in = e.Inbound("whatsapp")
	require.Equal(t, hook.InboundFailed, in.Kind)
	require.Equal(t, []string{"w"}, in.ReplyTo)
	e.State = channel.Read
	require.Equal(t, hook.InboundKind("status"), e.Inbound("whatsapp").Kind)
}

func TestAStampIsInSecondsOrMilliseconds(t *testing.T) {
	for count, want := range map[int64]time.Time{
		1764504000: noon.AddDate(-1, 0, 0), 1764504000000: noon.AddDate(-1, 0, 0),
		0: {}, -1: {}, 1764504000000000: {},
	} {
		require.Equal(t, want, channel.Stamp(count), count)
	}
}

func TestAResultIsWhatAHookSays(t *testing.T) {
	require.NoError(t, took("x").Err())
	require.ErrorIs(t, channel.Result{}.Err(), hook.ErrUnknown, "what says nothing proved nothing")
	require.ErrorIs(t, channel.Refuse(channel.Blocked, "551", "away").Err(), hook.ErrRefused)
	err := channel.Refuse(channel.Permanent, "", "").Err()
	require.EqualError(t, err, "channel: permanent: hook: refused")
	for _, class := range []channel.Class{channel.Retry, channel.AccountDown} {
		err := channel.Refuse(class, "4", "busy").Err()
		require.EqualError(t, err, "channel: busy (4)")
		require.False(t, errors.Is(err, hook.ErrRefused) || errors.Is(err, hook.ErrUnknown))
	}
}
