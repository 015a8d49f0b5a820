package channel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

func TestADeskIsToldWhoIsNotToBeWrittenTo(t *testing.T) {
	for class, dead := range map[channel.Class]string{
		channel.Blocked: "eve@x.example", channel.Permanent: "",
	} {
		e := channel.Event{
			Kind: channel.KindStatus, Peer: "eve@x.example", ReplyTo: []string{"m1"},
			State: channel.Failed,
		}
		e.Class = class
		require.Equal(t, dead, e.Inbound("mail").Dead)
	}
}
