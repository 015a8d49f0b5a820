package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// begun is a left message that a mail began, doubted or not.
func (s *scene) begun(id string, doubted bool) *chattest.Visitor {
	s.t.Helper()
	in := letter("help@shop.example", id, "Where is my order?")
	in.Doubted = doubted
	got, err := s.Host().Receive(s.t.Context(), in)
	require.NoError(s.t, err)
	require.Equal(s.t, desk.FateBegan, got.Fate)
	return by(got)
}

func TestAForgedSenderGetsNoConfirmation(t *testing.T) {
	p := &postman{}
	seed := office(t, func(q *settings.Queue) { q.ReplyWithin = 2 * time.Hour })
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		s.pass(time.Second)
		v := s.begun("1@x.example", true)
		s.pass(time.Hour)
		require.Empty(t, p.got(), "somebody else may have written in that name")

		s.answers(v, s.agents("ann")[0], "It is on its way.")
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 1, "what a person decides to write goes out")

		s.begun("2@x.example", false)
		s.pass(time.Minute)
		require.Len(t, p.got(), 2, "the forger took nothing from whose name it is")
	})
}

func TestABotDoesNotWriteToAForgedSender(t *testing.T) {
	p := &postman{}
	seed := one()
	seed.Agents = []settings.Agent{
		{Login: "bot", Name: "Bot", Bot: true, Queues: []chat.Serves{{Queue: "help"}}},
		{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}},
	}
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		s.pass(time.Second)
		v := s.begun("1@x.example", true)
		bot := s.agents("bot")[0]
		s.answers(v, bot, "A robot's answer.")
		s.pass(time.Hour)
		require.Empty(t, p.got())
		said := s.said(v, chat.KindDelivery)
		require.Len(t, said, 1, "agents read that it did not go")
		require.Equal(t, chat.OtherSender, said[0].Reason)
		require.Equal(t, s.said(v, chat.KindMessage)[1].N, said[0].Of)

		right := "eve@y.example"
		edit := desk.ContactEdit{Email: &right}
		require.NoError(t, edit.By(t.Context(), bot.Agent, v.Session))
		_, err := bot.Agent.Send(t.Context(), v.Session, desk.MessageRequest{
			Command: "second", Text: "Now I may.",
		})
		require.NoError(t, err)
		s.pass(time.Hour)
		require.Len(t, p.got(), 1, "no mail named this address")
		require.Equal(t, right, p.got()[0].To)
		require.Contains(t, p.got()[0].Text, "Now I may.")
		require.NotContains(t, p.got()[0].Text, "A robot's answer.")
	})
}
