package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestOfAMessageOnAMessengerOnlyWhatIsNewIsTold(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s, _, err := chat.Decide(chat.Session{}, chat.Start{
		ID: "s", Site: "main", Visitor: "v", Queue: "q", Channel: "pigeon", Text: "Is it in?",
		Arrival: chat.Arrival{Line: chat.Line{Channel: "pigeon", Account: "page", Peer: "7"}},
	}, now)
	require.NoError(t, err)
	require.True(t, s.Carried())
	for _, c := range []struct {
		chat.Arrived
		told    int
		refused bool
	}{
		{chat.Arrived{N: 1, Reach: chat.ReachSent}, 0, false},
		{chat.Arrived{N: 2, Reach: chat.ReachDelivered}, 1, false},
		{chat.Arrived{N: 1, Reach: chat.ReachDelivered}, 0, false},
		{chat.Arrived{N: 1, Reach: chat.ReachRead}, 1, false},
		{chat.Arrived{N: 3, Reach: chat.ReachRead}, 1, false},
		{chat.Arrived{N: 3, Reach: chat.ReachDelivered}, 0, false},
		{chat.Arrived{N: 2, Reach: chat.ReachRead}, 0, false},
		{chat.Arrived{N: 1, Reach: chat.ReachSent, Twice: true}, 1, false},
		{chat.Arrived{N: 99, Reach: chat.ReachRead}, 0, true},
		{chat.Arrived{N: 0, Reach: chat.ReachRead}, 0, true},
		{chat.Arrived{N: 1, Reach: "lost"}, 0, true},
	} {
		next, es, err := chat.Decide(s, c.Arrived, now)
		require.Equal(t, c.refused, err != nil, "%+v: %v", c, err)
		require.Len(t, es, c.told, "%+v", c)
		if err == nil {
			s = next
		}
	}
	page := s
	page.Line = chat.Line{}
	_, es, err := chat.Decide(page, chat.Arrived{N: 1, Reach: chat.ReachRead}, now)
	require.NoError(t, err)
	require.Empty(t, es, "they write by the page now")
}
