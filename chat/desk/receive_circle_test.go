package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// A robot that does not say so answers every mail of a bot of ours at once.
func TestRobotsThatAnswerEachOtherByMailAreHeldForAPerson(t *testing.T) {
	p := &postman{}
	seed := one()
	seed.Agents = []settings.Agent{{
		Login: "bot", Name: "Bot", Bot: true, Queues: []chat.Serves{{Queue: "help"}},
	}}
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		bot := s.agents("bot")[0]
		fates, n := map[desk.Fate]int{}, 0
		say := func(a desk.Agent) {
			n++
			_, err := a.Send(t.Context(), v.Session, desk.MessageRequest{
				Command: chat.CommandID(fmt.Sprint("b", n)), Text: fmt.Sprint("Answer ", n),
			})
			require.NoError(t, err)
		}
		s.answers(v, bot, "Answer 0")
		for range 9 {
			s.pass(3 * time.Minute)
			got, err := s.Host().Receive(t.Context(), letter(
				p.got()[0].ReplyTo, fmt.Sprint(n, "@robot.example"), fmt.Sprint("I am away ", n),
			))
			require.NoError(t, err)
			if fates[got.Fate]++; got.Fate == desk.FateAdded {
				say(bot.Agent)
			}
			n++
		}
		require.Equal(t, map[desk.Fate]int{desk.FateAdded: 5, desk.FateNoted: 4}, fates)
		notes := s.said(v, chat.KindNote)
		require.Contains(t, notes[0].Text, "I am away")
		s.pass(2 * time.Hour)
		got, err := s.Host().Receive(t.Context(), letter(
			p.got()[0].ReplyTo, "late@robot.example", "Here I am",
		))
		require.NoError(t, err)
		require.Equal(t, desk.FateAdded, got.Fate, "an hour is enough")
	})
}

// Who chatted with a bot on the page, and goes on by mail, is no robot.
func TestWhatABotSaidOnThePageIsNoAnswerToAMail(t *testing.T) {
	p := &postman{}
	seed := one()
	seed.Agents = []settings.Agent{{
		Login: "bot", Name: "Bot", Bot: true, Queues: []chat.Serves{{Queue: "help"}},
	}}
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		bot := s.agents("bot")[0]
		s.answers(v, bot, "Answer 0")
		for n := range 6 {
			_, err := bot.Agent.Send(t.Context(), v.Session, desk.MessageRequest{
				Command: chat.CommandID(fmt.Sprint("b", n)), Text: fmt.Sprint("Step ", n),
			})
			require.NoError(t, err)
		}
		s.pass(3 * time.Minute)
		got, err := s.Host().Receive(t.Context(), letter(
			p.got()[0].ReplyTo, "1@eve.example", "It does not work, can somebody call me?",
		))
		require.NoError(t, err)
		require.Equal(t, desk.FateAdded, got.Fate)
	})
}
