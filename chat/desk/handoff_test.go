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

// withBot is a queue in which a bot comes first, and people after it.
func withBot(edit ...func(*settings.Queue)) settings.Team {
	s := one(append(edit, func(q *settings.Queue) { q.AutoAccept = true })...)
	s.Agents = []settings.Agent{{Login: "bot", Name: "Bot", Bot: true, Tier: -1, Capacity: 9, Queues: []chat.Serves{{Queue: "help"}}}}
	return s
}

func (s *scene) ownedBy(v *chattest.Visitor) chat.AgentID { return s.card(v).Agent }

func TestABotsHandOffWaitsForAPerson(t *testing.T) {
	handOff := map[string]func(t *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent){
		"to the queue": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			s.transfer(v, bot, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		},
		"by a supervisor": func(t *testing.T, s *scene, v *chattest.Visitor, _ *chattest.Agent) {
			require.NoError(t, desk.Agent(s.boss).Transfer(t.Context(), v.Session, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue}))
		},
		"to a person who declines": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			ann := s.agents("ann")[0]
			s.transfer(v, bot, desk.TransferRequest{Agent: ann.ID, IfUnavailable: desk.UnavailableQueue})
			s.decline(v, ann)
			_ = s.status(ann, chat.Offline)
		},
		"to a person who lets it run out": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			ann := s.agents("ann")[0]
			s.transfer(v, bot, desk.TransferRequest{Agent: ann.ID, IfUnavailable: desk.UnavailableQueue})
			s.pass(20 * time.Second)
			_ = s.status(ann, chat.Draining)
			s.pass(6 * time.Second)
			_ = s.status(ann, chat.Offline)
		},
		"to a person who goes on a break": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			ann := s.agents("ann")[0]
			s.transfer(v, bot, desk.TransferRequest{Agent: ann.ID, IfUnavailable: desk.UnavailableQueue})
			ann.Break()
		},
		"to a person, and signs off meanwhile": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			ann := s.agents("ann")[0]
			s.transfer(v, bot, desk.TransferRequest{Agent: ann.ID})
			_ = s.status(bot, chat.Offline)
			s.pass(5 * time.Second)
			_ = s.status(ann, chat.Offline)
			s.pass(5 * time.Second)
			bot.Available()
		},
		"to a person who is lost after that": func(_ *testing.T, s *scene, v *chattest.Visitor, bot *chattest.Agent) {
			ann := s.agents("ann")[0]
			s.transfer(v, bot, desk.TransferRequest{Agent: ann.ID})
			s.take(v, ann)
			_ = s.status(ann, chat.Offline)
		},
		"to a supervisor who takes it and signs off": func(t *testing.T, s *scene, v *chattest.Visitor, _ *chattest.Agent) {
			ann := s.agents("ann")[0]
			require.NoError(t, s.boss.Assign(t.Context(), v.Session, ann.ID, true))
			_ = s.status(ann, chat.Offline)
		},
	}
	for name, hand := range handOff {
		t.Run(name, func(t *testing.T) {
			play(t, withBot(), func(t *testing.T, s *scene) {
				bot := s.agents("bot")[0]
				v := s.waiting("v", "")
				require.Equal(t, bot.ID, s.ownedBy(v))
				hand(t, s, v, bot)
				s.pass(time.Hour)
				require.Equal(t, chat.Queued, s.card(v).State, "in line for a person")
				cid := s.agents("cid")[0]
				require.Equal(t, cid.ID, s.ownedBy(v))
				s.transfer(v, cid, desk.TransferRequest{Agent: bot.ID})
				_, err := bot.Agent.Accept(t.Context(), s.card(v).Offers[0].ID)
				require.NoError(t, err, "by name the bot may have it again")
			})
		})
	}
}

func TestABotGetsTheNextSessionThoughItHandedThisOneOn(t *testing.T) {
	play(t, withBot(), func(t *testing.T, s *scene) {
		bot := s.agents("bot")[0]
		v := s.waiting("v", "")
		s.transfer(v, bot, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		require.Equal(t, bot.ID, s.ownedBy(s.waiting("w", "")))
		require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		require.NoError(t, v.Reopen(t.Context(), v.Session))
		s.pass(time.Minute)
		require.Equal(t, chat.Queued, s.card(v).State, "also when it is opened again")
	})
}

func TestADeclinedTransferDoesNotBounceToItsSender(t *testing.T) {
	play(t, one(func(q *settings.Queue) { q.Policy.MissedMax = -1 }), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.take(v, ann)
		bob := s.agents("bob")[0]
		s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID, IfUnavailable: desk.UnavailableQueue})
		s.decline(v, bob)
		require.Equal(t, chat.Queued, s.card(v).State)
		s.pass(10 * time.Minute)
		require.Len(t, s.offers(v, ann), 1, "Bob is there")
		s.take(v, bob)
		s.transfer(v, bob, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		require.True(t, s.offered(v, ann), "Bob has had it")
	})
}

func TestWhoHandsASessionToTheirOwnQueueIsAskedWhenNobodyElseIsLeft(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.take(v, ann)
		bob := s.Agent("bob")
		require.NoError(t, s.boss.SetCapacity(t.Context(), bob.ID, 1))
		bob.Available()
		w := s.waiting("w", "")
		if s.offered(w, ann) {
			s.decline(w, ann)
		}
		s.take(w, bob)
		s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		s.pass(20 * time.Minute)
		require.Len(t, s.offers(v, ann), 1, "Bob is there, though busy")
		require.NoError(t, s.status(bob, chat.Offline))
		s.pass(time.Second)
		require.True(t, s.offered(v, ann))
	})
}

func TestOneErrorOfABotHandsOverOnce(t *testing.T) {
	play(t, withBot(), func(t *testing.T, s *scene) {
		bot := s.agents("bot")[0]
		v := s.waiting("v", "help")
		require.Equal(t, bot.ID, s.ownedBy(v))
		on := desk.TransferRequest{Command: "bot-failed", Queue: "help", IfUnavailable: desk.UnavailableQueue}
		for range 3 { // it tries again because it got no answer
			require.NoError(t, bot.Transfer(t.Context(), v.Session, on))
		}
		s.pass(time.Second)
		on.Command = "failed-again"
		require.Error(t, bot.Transfer(t.Context(), v.Session, on), "it has nothing to hand on any more")
		_, err := bot.Send(t.Context(), v.Session, desk.MessageRequest{Text: "too late"})
		require.ErrorIs(t, err, chat.ErrNotOwner)
		transfers := 0
		for _, e := range s.timeline(v) {
			if e.Kind == chat.KindTransferred {
				transfers++
			}
		}
		require.Equal(t, 1, transfers, "%+v", s.timeline(v))
		require.Equal(t, chat.Queued, s.card(v).State)
	})
}
