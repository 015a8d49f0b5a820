package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// me is the agent's own view.
func (s *scene) me(a *chattest.Agent) desk.AgentView {
	s.t.Helper()
	v, err := a.Me(s.t.Context())
	require.NoError(s.t, err)
	return v
}

func TestWhoMissesTwoOffersInARowIsSetAwayAndToldSo(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		told := make(chan desk.AgentView, 8)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() {
			for e, err := range ann.Events(ctx, "") {
				if err == nil && e.Type == desk.EventAgent {
					told <- *e.Agent
				}
			}
		}()
		v := s.waiting("v", "")
		s.pass(25 * time.Second)
		require.Equal(t, chat.Available, s.me(ann).Mode)
		require.Equal(t, 1, s.me(ann).Missed)
		s.pass(10*time.Second + 26*time.Second)
		require.Equal(t, chat.Break, s.me(ann).Mode)
		require.Equal(t, chat.AwayMissed, s.me(ann).Reason)
		require.Equal(t, 2, s.me(ann).Missed)
		require.Len(t, told, 1)
		require.Equal(t, chat.AwayMissed, (<-told).Reason)
		s.pass(time.Hour)
		require.Len(t, s.offers(v, ann), 2)

		ann.Available()
		s.pass(2 * time.Second)
		require.Zero(t, s.me(ann).Missed)
		s.take(v, ann)
	})
}

func TestOffersThatAreOutAtOnceAreMissedOnce(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		for _, v := range []string{"u", "v", "w"} {
			s.waiting(v, "")
			s.pass(5 * time.Second)
		}
		s.pass(21 * time.Second) // each ran out
		require.Equal(t, chat.Available, s.me(ann).Mode)
		require.Equal(t, 1, s.me(ann).Missed)
	})
}

func TestWhereAnybodyMayTakeItNobodyMisses(t *testing.T) {
	t.Run("in a broadcast", func(t *testing.T) {
		play(t, one(func(q *settings.Queue) { q.Broadcast = 2 }), func(t *testing.T, s *scene) {
			as := s.agents("ann", "bob")
			s.waiting("v", "")
			s.pass(10 * time.Minute)
			for _, a := range as {
				require.Equal(t, chat.Available, s.me(a).Mode)
				require.Zero(t, s.me(a).Missed)
			}
		})
	})
	t.Run("a transfer where sessions are picked by hand", func(t *testing.T) {
		play(t, one(func(q *settings.Queue) { q.Manual = true }), func(t *testing.T, s *scene) {
			as := s.agents("ann", "bob")
			v := s.waiting("v", "")
			_, err := as[0].Pick(t.Context(), v.Session)
			require.NoError(t, err)
			for range 4 {
				s.transfer(v, as[0], desk.TransferRequest{Agent: as[1].ID})
				s.pass(26 * time.Second)
			}
			require.Equal(t, chat.Available, s.me(as[1]).Mode)
		})
	})
	t.Run("a queue that says so", func(t *testing.T) {
		play(t, one(func(q *settings.Queue) { q.Policy.MissedMax = -1 }), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			s.waiting("v", "")
			s.pass(time.Hour)
			require.Equal(t, chat.Available, s.me(ann).Mode)
			require.Greater(t, s.me(ann).Missed, 10)
		})
	})
}

func TestAnyActOfTheAgentEndsTheMissesInARow(t *testing.T) {
	for name, act := range map[string]func(s *scene, ann *chattest.Agent, id chat.SessionID) error{
		"a message": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			_, err := ann.Send(s.t.Context(), id, desk.MessageRequest{Text: "Still here"})
			return err
		},
		"a note": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			_, err := ann.Note(s.t.Context(), id, desk.MessageRequest{Text: "n"})
			return err
		},
		"typing": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			return ann.Typing(s.t.Context(), id, true)
		},
		"reading": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			return ann.Read(s.t.Context(), id, 1)
		},
		"a tag": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			return ann.Tag(s.t.Context(), id, []string{"t"}, nil)
		},
		"a hold": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			return ann.Hold(s.t.Context(), id, time.Minute)
		},
		"an end": func(s *scene, ann *chattest.Agent, id chat.SessionID) error {
			return ann.Agent.Close(s.t.Context(), id)
		},
		"a status": func(s *scene, ann *chattest.Agent, _ chat.SessionID) error {
			return s.status(ann, chat.Available)
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, one(), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				u := s.waiting("u", "")
				s.take(u, ann)
				s.waiting("v", "")
				s.pass(26 * time.Second)
				require.Equal(t, 1, s.me(ann).Missed)
				require.NoError(t, act(s, ann, u.Session))
				require.Zero(t, s.me(ann).Missed)
				s.pass(40 * time.Second)
				require.Equal(t, 1, s.me(ann).Missed)
				require.Equal(t, chat.Available, s.me(ann).Mode)
			})
		})
	}
}

func TestWhoDeclinedIsNoLastResortWhileAMessageCanBeTaken(t *testing.T) {
	takes := func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage }
	play(t, one(takes), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		s.decline(v, ann)
		for range 9 {
			s.pass(time.Minute)
			require.False(t, s.offered(v, ann), "she declined it, and a message can be taken")
		}
		require.Len(t, s.offers(v, ann), 1)
	})
}

func TestASessionThatNobodyAcceptsIsOnTheSupervisorsList(t *testing.T) {
	play(t, one(func(q *settings.Queue) { q.Policy.MissedMax = -1 }), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "")
		unwanted := func() []chat.SessionID {
			b, err := s.boss.Board(t.Context())
			require.NoError(t, err)
			require.Equal(t, len(b.Unwanted), b.Queues[0].Unwanted)
			return b.Unwanted
		}
		for len(s.offers(v, ann)) < 10 {
			require.Empty(t, unwanted())
			s.pass(10 * time.Second)
		}
		s.pass(26 * time.Second)
		require.Equal(t, []chat.SessionID{v.Session}, unwanted())
		entries := 0
		for _, e := range s.timeline(v) {
			if e.Kind == chat.KindUnwanted {
				entries++
			}
		}
		require.Equal(t, 1, entries)
		s.take(v, ann)
		require.Empty(t, unwanted())
	})
}

func TestOffersThatAreOutFollowTheSettings(t *testing.T) {
	for name, c := range map[string]struct {
		queue  func(*settings.Queue)
		change func(s *scene, ann *chattest.Agent)
	}{
		"a queue picked from by hand": {change: func(s *scene, _ *chattest.Agent) {
			s.edit("help", func(q *settings.Queue) { q.Manual = true })
		}},
		"an agent taken out of the queue": {change: func(s *scene, ann *chattest.Agent) {
			s.put(ann, "other")
		}},
		"an agent without queues": {change: func(s *scene, ann *chattest.Agent) {
			s.put(ann)
		}},
		"a break": {change: func(s *scene, ann *chattest.Agent) { ann.Break() }},
		"sign-off": {change: func(s *scene, ann *chattest.Agent) {
			require.NoError(s.t, s.status(ann, chat.Offline))
		}},
		"a skill taken away": {
			queue: func(q *settings.Queue) { q.Skills = []chat.Skill{{Name: "fr", Level: 1}} },
			change: func(s *scene, ann *chattest.Agent) {
				s.put(ann, "help")
			}},
	} {
		t.Run(name, func(t *testing.T) {
			seed := one(func(q *settings.Queue) {
				if c.queue != nil {
					c.queue(q)
				}
			})
			seed.Queues = append(seed.Queues, settings.Queue{ID: "other", NoAgent: settings.NoAgentWait})
			seed.Agents = []settings.Agent{{
				Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}},
				Skills: []chat.Skill{{Name: "fr", Level: 1}},
			}}
			play(t, seed, func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				v := s.waiting("v", "help")
				require.True(t, s.offered(v, ann))
				c.change(s, ann)
				s.pass(time.Second)
				require.False(t, s.offered(v, ann))
				require.Empty(t, s.card(v).Excluded, "nobody missed anything")
				require.Equal(t, chat.Queued, s.card(v).State)
			})
		})
	}
}

// put has an agent serve these queues, without any skill.
func (s *scene) put(a *chattest.Agent, queues ...chat.QueueID) {
	s.t.Helper()
	x := settings.Agent{ID: a.ID, Name: "Ann", Capacity: 3, Queues: []chat.Serves{}}
	for _, q := range queues {
		x.Queues = append(x.Queues, chat.Serves{Queue: q})
	}
	_, err := s.Host().PutAgent(s.t.Context(), x)
	require.NoError(s.t, err)
	s.pass(time.Second)
}

func TestOffersBeyondALoweredCapacityAreTakenBackTheLastInLineFirst(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		u := s.waiting("u", "")
		s.take(u, ann)
		v, w := s.waiting("v", ""), s.waiting("w", "")
		require.True(t, s.offered(v, ann) && s.offered(w, ann))
		require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 2))
		s.pass(time.Second)
		require.True(t, s.offered(v, ann))
		require.False(t, s.offered(w, ann))
		require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 1))
		s.pass(time.Second)
		require.False(t, s.offered(v, ann))
		require.Equal(t, chat.Active, s.card(u).State)
		require.Equal(t, 1, s.me(ann).Load)
		require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 3))
		s.pass(time.Second)
		require.True(t, s.offered(v, ann) && s.offered(w, ann), "nobody missed anything")
	})
}

func TestATransferOfferBeyondALoweredCapacityIsTakenBack(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		u, v := s.waiting("u", ""), s.waiting("v", "")
		s.take(u, ann)
		s.take(v, ann)
		bob := s.agents("bob")[0]
		s.transfer(u, ann, desk.TransferRequest{Agent: bob.ID})
		s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID})
		require.Equal(t, 2, s.me(bob).Load)
		require.NoError(t, s.boss.SetCapacity(t.Context(), bob.ID, 1))
		s.pass(time.Second)
		require.LessOrEqual(t, s.me(bob).Load, 1)
		require.Equal(t, ann.ID, s.card(u).Agent)
		require.Equal(t, ann.ID, s.card(v).Agent)
	})
}
