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

func TestAnAnswerThatIsOverdueStandsOnTheBoard(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.take(v, ann)
		overdue := func() []chat.SessionID {
			b, err := s.boss.Board(t.Context())
			require.NoError(t, err)
			require.Equal(t, len(b.Overdue), b.Queues[0].Overdue)
			return b.Overdue
		}
		s.pass(110 * time.Second)
		require.Empty(t, overdue())
		s.pass(15 * time.Second)
		require.Equal(t, []chat.SessionID{v.Session}, overdue())
		es := s.timeline(v)
		require.Equal(t, chat.KindOverdue, es[len(es)-1].Kind)
		public, _, err := v.Visitor.Timeline(t.Context(), v.Session, 0, 0)
		require.NoError(t, err)
		for _, e := range public {
			require.NotEqual(t, chat.KindOverdue, e.Kind)
		}
		ann.Say("Here I am")
		s.pass(time.Second)
		require.Empty(t, overdue())
		s.pass(9 * time.Minute)
		require.Empty(t, overdue(), "nothing is owed")
	})
}

func TestASilentAgentsSessionGoesToAColleague(t *testing.T) {
	back := func(q *settings.Queue) { q.Policy.TakeBackAfter = 4 * time.Minute }
	play(t, one(back), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.take(v, ann)
		place := s.card(v).QueuedAt
		bob := s.agents("bob")[0]
		s.pass(4*time.Minute + 2*time.Second)
		require.True(t, s.offered(v, bob))
		require.False(t, s.offered(v, ann))
		require.Equal(t, place, s.card(v).QueuedAt)
		s.take(v, bob)
		require.Equal(t, bob.ID, s.card(v).Agent)
		faults, err := s.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}

func TestABotsHandOffGoesToNoOtherBot(t *testing.T) {
	team := withBot()
	robot := team.Agents[0]
	robot.Login, robot.Name = "rob", "Rob"
	team.Agents = append(team.Agents, robot)
	play(t, team, func(t *testing.T, s *scene) {
		as := s.agents("bot", "rob")
		v := s.waiting("v", "")
		bot := as[0]
		if s.ownedBy(v) != bot.ID {
			bot = as[1]
		}
		s.handOn(v, bot)
		s.pass(time.Hour)
		require.Equal(t, chat.Queued, s.card(v).State, "in line for a person")
		ann := s.agents("ann")[0]
		require.Equal(t, ann.ID, s.ownedBy(v))
	})
}

// handOn has an agent give a session back to its queue.
func (s *scene) handOn(v *chattest.Visitor, from *chattest.Agent) {
	s.t.Helper()
	s.transfer(v, from, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
}

func TestWhoIsHandedASessionHasTheirOwnTimeToAnswer(t *testing.T) {
	play(t, two(chat.Policy{AnswerWithin: time.Minute}), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		v := s.waiting("v", "sales")
		s.take(v, as[0])
		s.pass(50 * time.Second)
		to := desk.TransferRequest{Queue: "help"}
		require.NoError(t, as[0].Agent.Transfer(t.Context(), v.Session, to))
		s.pass(time.Second)
		s.take(v, as[1])
		s.pass(30 * time.Second)
		require.Zero(t, s.card(v).OverdueAt)
		s.pass(40 * time.Second)
		require.NotZero(t, s.card(v).OverdueAt)
	})
}

func TestASessionThatABotNeverAnsweredIsForPeople(t *testing.T) {
	seed := withBot(func(q *settings.Queue) { q.Policy.TakeBackAfter = 3 * time.Minute })
	play(t, seed, func(t *testing.T, s *scene) {
		bot := s.agents("bot")[0]
		v := s.waiting("v", "")
		require.Equal(t, bot.ID, s.ownedBy(v))
		s.pass(3*time.Minute + 2*time.Second)
		require.Equal(t, chat.Queued, s.card(v).State)
		s.pass(time.Hour)
		require.Equal(t, chat.Queued, s.card(v).State, "the bot had its turn")
		ann := s.agents("ann")[0]
		require.Equal(t, ann.ID, s.ownedBy(v))
		w := s.waiting("w", "")
		require.Equal(t, bot.ID, s.ownedBy(w), "others it is given")
	})
}
