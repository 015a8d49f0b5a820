package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestWhatEndsTheDoubtAboutAnAddress(t *testing.T) {
	mine := chat.Said{Email: "eve@x.example"}
	typed := chat.Contact{}.Say(mine)
	vouched, login := chat.Contact{}.Vouch(mine), typed.Vouch(chat.Said{})
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	forged := chat.Start{
		ID: "s1", Site: "main", Visitor: "v", Queue: "q", Contact: typed,
		Text: "hello", Leave: chat.Choice, Channel: "mail",
		Arrival: chat.Arrival{Doubted: true},
	}
	arrives := func(other bool, by chat.Line) chat.Command {
		return chat.Arrive{
			Author: chat.Author{Kind: chat.AuthorVisitor}, Texts: []string{"It is me"}, Via: "mail",
			Other: other, Line: by,
		}
	}
	knows := func(c chat.Contact) chat.Command { return chat.Update{Contact: &c} }
	for name, x := range map[string]struct {
		c       chat.Command
		doubted bool
	}{
		"the sender writes":        {arrives(false, chat.Line{}), false},
		"another doubted one":      {arrives(true, chat.Line{}), true},
		"somebody by a messenger":  {arrives(false, chat.Line{Channel: "wa", Peer: "1"}), true},
		"another address":          {knows(chat.Contact{Email: "eve@y.example"}), false},
		"a name":                   {knows(typed.Say(chat.Said{Name: "Eve"})), true},
		"the host's word":          {knows(vouched), false},
		"a login without address":  {knows(login), true},
		"claimed, and vouched for": {chat.Adopt{Visitor: "w", Contact: vouched}, false},
		"claimed, but still typed": {chat.Adopt{Visitor: "w", Contact: login}, true},
		"erased":                   {chat.Redact{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, err := chat.Decide(chat.Session{}, forged, now)
			require.NoError(t, err)
			require.True(t, s.Doubted)
			if name == "erased" {
				s, _, err = chat.Decide(s, chat.Settle{}, now)
				require.NoError(t, err)
			}
			s, _, err = chat.Decide(s, x.c, now)
			require.NoError(t, err)
			require.Equal(t, x.doubted, s.Doubted)
		})
	}
}
