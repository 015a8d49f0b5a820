package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// shut is a shop that closes half an hour after the scene begins.
func shut(t *testing.T, p chat.Policy) settings.Team {
	t.Helper()
	day, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "00:00-00:30")}})
	require.NoError(t, err)
	p.WarnAfter = -1
	s := one(func(q *settings.Queue) { q.Schedule, q.Policy = "day", p })
	s.Schedules = []settings.Schedule{{ID: "day", Hours: day}}
	return s
}

func TestAChatUnderWayOutlivesTheHours(t *testing.T) {
	ways := map[string]func(t *testing.T, s *scene, v *chattest.Visitor, ann, bob *chattest.Agent){
		"transferred to its own queue": func(_ *testing.T, s *scene, v *chattest.Visitor, ann, _ *chattest.Agent) {
			s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableFail})
		},
		"a transfer declined": func(_ *testing.T, s *scene, v *chattest.Visitor, ann, bob *chattest.Agent) {
			s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID, IfUnavailable: desk.UnavailableQueue})
			s.decline(v, bob)
		},
		"its agent gone": func(t *testing.T, s *scene, _ *chattest.Visitor, ann, _ *chattest.Agent) {
			require.NoError(t, s.status(ann, chat.Offline))
		},
		"its agent removed": func(t *testing.T, s *scene, _ *chattest.Visitor, ann, _ *chattest.Agent) {
			require.NoError(t, s.Host().RemoveAgent(t.Context(), ann.ID))
		},
		"held, and resumed by time": func(t *testing.T, s *scene, v *chattest.Visitor, ann, _ *chattest.Agent) {
			require.NoError(t, ann.Hold(t.Context(), v.Session, time.Minute))
			s.pass(2 * time.Minute)
			s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		},
		"transferred while Bob is busy": func(t *testing.T, s *scene, v *chattest.Visitor, ann, bob *chattest.Agent) {
			bob.Break()
			s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
			s.pass(time.Hour)
			require.Equal(t, chat.Queued, s.card(v).State, s.card(v).Reason)
			bob.Available()
		},
	}
	for name, come := range ways {
		t.Run(name, func(t *testing.T) {
			play(t, shut(t, chat.Policy{}), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				v := s.waiting("v", "")
				s.take(v, ann)
				bob := s.agents("bob")[0]
				s.pass(31 * time.Minute)
				come(t, s, v, ann, bob)
				s.pass(2 * time.Second)
				c := s.card(v)
				require.True(t, c.State.Waiting(), "%s %s", c.State, c.Reason)
				s.take(v, bob)
			})
		})
	}
}

func TestWhoWasLetInIsServedAfterHoursWhileSomebodyIsLeft(t *testing.T) {
	play(t, shut(t, chat.Policy{}), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 1))
		ann.Available()
		v := s.waiting("v", "")
		s.take(v, ann)
		w, x := s.waiting("w", ""), s.waiting("x", "")
		require.NoError(t, w.Visitor.End(t.Context(), w.Session))
		require.NoError(t, w.Reopen(t.Context(), w.Session))
		s.pass(2 * time.Hour)
		for _, w := range []*chattest.Visitor{w, x} {
			require.Equal(t, chat.Queued, s.card(w).State, s.card(w).Reason)
		}
		ann.Close()
		s.take(x, ann)
		require.NoError(t, s.status(ann, chat.Draining))
		s.pass(2 * time.Second)
		require.Equal(t, chat.Messaged, s.card(w).State, "nobody is left who could serve it")
		require.Equal(t, chat.Closing, s.card(w).Reason)
		require.Equal(t, chat.Active, s.card(x).State)
	})
}

func TestAnAgentWithoutTheSkillIsNobodyWhoCouldServe(t *testing.T) {
	seed := shut(t, chat.Policy{})
	seed.Queues[0].Skills = []chat.Skill{{Name: "fr", Level: 2}}
	play(t, seed, func(t *testing.T, s *scene) {
		s.agents("ann")
		v := s.waiting("v", "")
		s.pass(29 * time.Minute)
		require.Equal(t, chat.Queued, s.card(v).State)
		s.pass(2 * time.Minute)
		require.Equal(t, chat.Closing, s.card(v).Reason)
	})
}

func TestNobodyInLineIsTurnedAwayBecauseOthersCame(t *testing.T) {
	limit := func(n int) func(*settings.Team) { return func(s *settings.Team) { s.Queues[1].Limit = n } }
	stay := func(t *testing.T, s *scene, vs ...*chattest.Visitor) {
		t.Helper()
		for _, v := range vs {
			require.Equal(t, chat.Queued, s.card(v).State, s.card(v).Reason)
		}
	}
	t.Run("by transfer", func(t *testing.T) {
		play(t, two(chat.Policy{}, limit(1)), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			w, v := s.waiting("w", "help"), s.waiting("v", "sales")
			s.take(v, ann)
			s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
			s.pass(time.Minute)
			stay(t, s, w, v)
		})
	})
	t.Run("because the limit fell", func(t *testing.T) {
		for _, before := range []int{0, 5} {
			play(t, two(chat.Policy{}, limit(before)), func(t *testing.T, s *scene) {
				u, v, w := s.waiting("u", "help"), s.waiting("v", "help"), s.waiting("w", "help")
				s.edit("help", func(q *settings.Queue) { q.Limit, q.Reopen = 1, 0 })
				s.pass(time.Minute)
				stay(t, s, u, v, w)
				_, err := s.Visitor("x").Visitor.Start(t.Context(), desk.StartRequest{Queue: "help", Text: "Hello"})
				require.ErrorIs(t, err, chat.ErrQueueFull)
			})
		}
	})
	t.Run("because an agent was lost", func(t *testing.T) {
		play(t, two(chat.Policy{}, limit(1)), func(t *testing.T, s *scene) {
			bob := s.agents("bob")[0]
			v := s.waiting("v", "help")
			s.take(v, bob)
			bob.Break()
			w := s.waiting("w", "help")
			require.NoError(t, s.status(bob, chat.Offline))
			s.pass(time.Minute)
			stay(t, s, v, w)
		})
	})
	t.Run("reopened before it was offered to anybody", func(t *testing.T) {
		play(t, two(chat.Policy{}, limit(2)), func(t *testing.T, s *scene) {
			v := s.waiting("v", "help")
			require.NoError(t, v.Visitor.End(t.Context(), v.Session))
			require.NoError(t, v.Reopen(t.Context(), v.Session))
			w := s.waiting("w", "help")
			s.edit("help", func(q *settings.Queue) { q.Limit, q.Reopen = 1, 0 })
			s.pass(time.Minute)
			stay(t, s, v, w)
		})
	})
}

func TestOfABurstOnlyTheExcessIsTurnedAway(t *testing.T) {
	play(t, two(chat.Policy{}, func(s *settings.Team) { s.Queues[1].Limit = 3 }), func(t *testing.T, s *scene) {
		var vs []*chattest.Visitor
		for i := range 8 { // without a pause: the door does not know of the others yet
			v := s.Visitor(fmt.Sprint("v", i))
			view, err := v.Visitor.Start(t.Context(), desk.StartRequest{Queue: "help", Text: "Hello"})
			if err == nil {
				v.Session = view.ID
				vs = append(vs, v)
			}
		}
		s.pass(time.Minute)
		in := 0
		for _, v := range vs {
			switch c := s.card(v); c.State {
			case chat.Queued:
				in++
			default:
				require.Equal(t, chat.QueueFull, c.Reason)
			}
		}
		require.Equal(t, 3, in)
	})
}

// vip gives the customer "vip" a priority of their own.
type vip int

func (p vip) Visitor(_ context.Context, v chat.Principal) (hook.Customer, error) {
	if v.ID == "vip" {
		return hook.Customer{Priority: int(p)}, nil
	}
	return hook.Customer{}, nil
}

func TestAQueuesPriorityCountsOnce(t *testing.T) {
	seed := settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"support", "billing"}}},
		Queues: []settings.Queue{{ID: "support", Priority: 10, NoAgent: settings.NoAgentWait}, {ID: "billing", NoAgent: settings.NoAgentWait}},
	}
	for own, first := range map[int]string{9: "support", 11: "billing"} {
		playWith(t, desk.Config{Seed: seed, Profile: vip(own)}, func(t *testing.T, s *scene) {
			v := s.waiting("vip", "billing")
			s.waiting("w", "support")
			ann := s.Agent("ann")
			require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 1))
			ann.Available()
			s.pass(time.Second)
			require.Equal(t, first == "billing", s.offered(v, ann), "own priority %d", own)
		})
	}
}

func TestTheOldQueuesPriorityStaysBehind(t *testing.T) {
	seed := two(chat.Policy{}, func(s *settings.Team) { s.Queues[0].Priority = 100 })
	play(t, seed, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		w := s.waiting("w", "help")
		s.pass(time.Minute)
		v := s.waiting("v", "sales")
		s.take(v, ann)
		s.transfer(v, ann, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		bob := s.Agent("bob")
		require.NoError(t, s.boss.SetCapacity(t.Context(), bob.ID, 1))
		bob.Available()
		s.pass(time.Second)
		require.True(t, s.offered(w, bob), "who came first to a queue without a priority")
	})
}
