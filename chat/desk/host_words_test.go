package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestTheHostPutsItsOwnWordsRightAndSaysHowAChatEnded(t *testing.T) {
	seed := twoTeams()
	seed.Queues = append(seed.Queues[:0:0], seed.Queues...)
	for i := range seed.Queues {
		seed.Queues[i].Outcomes = []string{"sold", "solved"}
	}
	s := newShop(t, seed)
	s.available("ann")
	id := s.chatting(1, "ann")
	line := s.Host().Line()
	said := func(text string) chat.Entry {
		e, err := s.Host().Say(s.ctx, id, desk.MessageRequest{Text: text})
		require.NoError(t, err)
		return e
	}
	shipped, wrong := said("Your order has shiped."), said("It is late.")
	hello, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: "I am Ann"})
	require.NoError(t, err)
	right := desk.MessageRequest{Command: "c1", Text: "Your order has shipped."}
	e, err := line.Messages().Correct(s.ctx, id, shipped.N, right)
	require.NoError(t, err)
	require.Equal(t, right.Text, e.Text)
	again, err := line.Messages().Correct(s.ctx, id, shipped.N, right)
	require.NoError(t, err)
	require.Equal(t, e, again, "a repetition")
	_, err = line.Messages().Withdraw(s.ctx, id, wrong.N, "")
	require.NoError(t, err)

	_, err = line.Messages().Correct(s.ctx, id, hello.N, right)
	require.ErrorIs(t, err, chat.ErrIDReused)
	for _, n := range []int{1, hello.N, 99} { // the visitor's, an agent's, nobody's
		_, err = line.Messages().Correct(s.ctx, id, n, desk.MessageRequest{Text: "x"})
		require.ErrorIs(t, err, chat.ErrInvalid, n)
	}
	_, err = s.visitor(1).Messages().Withdraw(s.ctx, id, shipped.N, "")
	require.ErrorIs(t, err, chat.ErrInvalid, "the host's words are the host's")
	_, err = s.agent("ann").Messages().Withdraw(s.ctx, id, shipped.N, "")
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, err = line.Messages().Withdraw(s.ctx, "ses_x", 1, "")
	require.ErrorIs(t, err, chat.ErrNotFound)
	es, _, err := s.visitor(1).Timeline(s.ctx, id, 0, 0)
	require.NoError(t, err)
	require.Contains(t, texts(es), right.Text)
	require.NotContains(t, texts(es), "It is late.")
	require.NotContains(t, texts(es), "Your order has shiped.")

	end := chat.Conclusion{Outcome: "lost", Next: "We write tomorrow."}
	require.ErrorIs(t, line.End(s.ctx, id, end), chat.ErrInvalid, "no outcome of the queue's")
	end.Outcome = "sold"
	require.ErrorIs(t, line.End(s.ctx, id, end, end), chat.ErrInvalid)
	require.NoError(t, line.End(s.ctx, id, end))
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, "We write tomorrow.", view.NextStep)
	card, err := s.Host().Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, "sold", card.Session.Outcome)
	_, err = line.Messages().Withdraw(s.ctx, id, shipped.N, "")
	require.ErrorIs(t, err, chat.ErrClosed)
}
