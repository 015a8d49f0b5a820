package chathttp

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestASessionSaysWhichWayItsVisitorWroteLast(t *testing.T) {
	bird := chat.Line{Channel: "pigeon", Account: "page", Peer: "7"}
	for want, s := range map[string]chat.Session{
		"":       {Channel: "pigeon"}, // they came to the page since
		"pigeon": {Letters: chat.Letters{Line: bird}},
		"mail":   {Letters: chat.Letters{ByMail: true, Heard: "<1@x.example>"}},
	} {
		require.Equal(t, want, wayOf(s))
	}
	began := chat.Session{Channel: "mail", Letters: chat.Letters{ByMail: true}}
	require.Equal(t, "mail", wayOf(began))
	left := chat.Session{Letters: chat.Letters{ByMail: true}}
	require.Empty(t, wayOf(left), "it was left on the page")
}
