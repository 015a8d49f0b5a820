package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestApprovedWordsAreOfAnAgentsMessageAndStayAsTheyAre(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s, _, err := chat.Decide(chat.Session{}, chat.Start{
		ID: "s1", Site: "shop", Queue: "help", Visitor: "v1", Text: "Is it in?",
	}, now)
	require.NoError(t, err)
	s, _, err = chat.Decide(s, chat.Assign{Agent: "ann", Name: "Ann", Reason: chat.Picked}, now)
	require.NoError(t, err)
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "ann"}
	send := chat.Send{Author: ann, Text: "It is."}
	for field, x := range map[string]chat.Template{
		"name":      {Language: "en"},
		"language":  {Name: "x", Language: strings.Repeat("e", 36)},
		"params: ":  {Name: "x", Language: "en", Params: make([]string, chat.MaxParams+1)},
		"params[1]": {Name: "x", Language: "en", Params: []string{"a", "b\nc"}},
	} {
		send.Template = &x
		_, _, err = chat.Decide(s, send, now)
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, field)
	}
	send.Template = &chat.Template{Name: "x", Language: "en"}
	said, es, err := chat.Decide(s, send, now)
	require.NoError(t, err)
	require.Equal(t, "x", es[0].Template.Name)
	require.Equal(t, "It is.", es[0].Plain())
	_, _, err = chat.Decide(said, chat.Correct{
		By: ann, Message: es[0], Text: "It was.", Within: time.Hour,
	}, now)
	require.ErrorIs(t, err, chat.ErrInvalid)
	send.Author = chat.Author{Kind: chat.AuthorVisitor, ID: "v1"}
	_, _, err = chat.Decide(s, send, now)
	require.ErrorIs(t, err, chat.ErrInvalid)
}
