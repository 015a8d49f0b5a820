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

// solo is a shop in which Ann is the only one. Where nobody is there, it takes messages.
func solo(edit ...func(*settings.Queue)) settings.Team {
	plain := func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage }
	return one(append([]func(*settings.Queue){plain}, edit...)...)
}

func TestWhoHadTheOnlyAgentIsToldAtOnceThatNobodyIsLeftAndBecomesAMessage(t *testing.T) {
	for name, c := range map[string]struct {
		goes  func(t *testing.T, s *scene, v *chattest.Visitor, ann *chattest.Agent)
		after time.Duration // until the session is taken from Ann
	}{
		"she signs off": {
			goes: func(t *testing.T, s *scene, _ *chattest.Visitor, a *chattest.Agent) {
				require.NoError(t, s.status(a, chat.Offline))
			}},
		"she is removed": {
			goes: func(t *testing.T, s *scene, _ *chattest.Visitor, a *chattest.Agent) {
				require.NoError(t, s.Host().RemoveAgent(t.Context(), a.ID))
			}},
		"her sign-in is taken back": {after: 45 * time.Second,
			goes: func(t *testing.T, s *scene, _ *chattest.Visitor, _ *chattest.Agent) {
				require.NoError(t, s.Host().Revoke(t.Context(), chat.RoleAgent, "ann", 1))
			}},
		"she says nothing and is on a break": {after: 4 * time.Minute,
			goes: func(t *testing.T, s *scene, v *chattest.Visitor, ann *chattest.Agent) {
				v.Say("Are you there?")
				ann.Break()
			}},
		"she hands it to the line and is on a break": {
			goes: func(t *testing.T, s *scene, v *chattest.Visitor, ann *chattest.Agent) {
				ann.Break()
				require.NoError(t, ann.Transfer(t.Context(), v.Session, toLine("help")))
			}},
	} {
		t.Run(name, func(t *testing.T) {
			back := func(q *settings.Queue) { q.Policy.TakeBackAfter = 4 * time.Minute }
			play(t, solo(back), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				v := s.waiting("v", "")
				s.take(v, ann)
				ann.Say("Hello")
				c.goes(t, s, v, ann)
				if c.after > 0 {
					s.pass(c.after - 2*time.Second)
					require.Equal(t, chat.Active, s.card(v).State)
					s.pass(2 * time.Second)
				}
				s.pass(2 * time.Second)
				x := s.card(v)
				require.Equal(t, chat.Queued, x.State)
				require.Equal(t, chat.NoAgent, x.Reason)
				require.Equal(t, chat.StaffAway, v.See(chat.Queued).Staff, "on the stream")
				s.pass(2*time.Minute - 5*time.Second)
				require.Equal(t, chat.Queued, s.card(v).State)
				s.pass(5 * time.Second)
				require.Equal(t, chat.NoAgent, v.See(chat.Messaged).Reason, "on the stream")
			})
		})
	}
}

func TestASessionThatIsTakenFromTheOnlyAgentIsOfferedToThemAgain(t *testing.T) {
	back := func(q *settings.Queue) { q.Policy.TakeBackAfter = 4 * time.Minute }
	play(t, solo(back), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.take(v, ann)
		v.Say("Are you there?")
		s.pass(4*time.Minute + time.Second)
		require.Equal(t, chat.Queued, s.card(v).State)
		require.Equal(t, chat.Unanswered, v.See(chat.Queued).Reason, "the visitor is told")
		require.NotEqual(t, chat.StaffAway, s.view(v).Staff, "she is there")
		s.pass(11 * time.Second)
		require.True(t, s.offered(v, ann), "and nobody else is")
	})
}

func TestWhoWaitsForTheOnlyAgentIsToldWhenThatOneIsSetAwayForMisses(t *testing.T) {
	p := &phone{}
	playWith(t, desk.Config{Seed: solo(), Notifier: p}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		for s.me(ann).Mode == chat.Available {
			s.pass(time.Second)
		}
		s.pass(time.Second)
		require.Equal(t, chat.AwayMissed, s.me(ann).Reason)
		p.mu.Lock()
		rang := map[string]int{}
		for _, n := range p.told {
			rang[string(n.Occasion)]++
		}
		p.mu.Unlock()
		require.Equal(t, map[string]int{"missed": 1, "last-gone": 1}, rang, "once a minute at most")
		require.Equal(t, chat.StaffAway, v.See(chat.Queued).Staff)
		a, err := s.Visitor("looks").Availability(t.Context(), "", "")
		require.NoError(t, err)
		require.False(t, a.Accepting)
		require.Equal(t, chat.NoAgent, a.Reason)
		s.pass(2 * time.Minute)
		require.Equal(t, chat.Messaged, s.card(v).State)
		require.Equal(t, chat.NoAgent, s.card(v).Reason)
	})
}

func TestTheLongestWaitIsOfOneLineAndCountsNoTimeWithAnAgent(t *testing.T) {
	seed := two(chat.Policy{}, func(x *settings.Team) {
		x.Queues[0].MaxWait, x.Queues[1].MaxWait = 5*time.Minute, 5*time.Minute
		x.Agents[1].Capacity = 1
	})
	play(t, seed, func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		u, v := s.waiting("u", "help"), s.waiting("v", "sales")
		s.take(u, as[1])
		s.take(v, as[0])
		s.pass(20 * time.Minute)
		s.transfer(v, as[0], toLine("help"))
		s.pass(4 * time.Minute)
		require.Equal(t, chat.Queued, s.card(v).State, "Bob has had no time for it yet")
		s.pass(time.Minute)
		require.Equal(t, chat.Messaged, s.card(v).State)
		require.Equal(t, chat.LongestWait, s.card(v).Reason)
	})
}

func TestWhoIsOfferedAChatHasItOnceTheQueueAssignsByItself(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		require.True(t, s.offered(v, ann))
		s.edit("help", func(q *settings.Queue) { q.AutoAccept = true })
		s.pass(time.Minute + 30*time.Second)
		require.Equal(t, ann.ID, s.ownedBy(v))
	})
}
