package desk_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
)

// changed writes a setting that has nothing to do with the others, so that all are loaded anew.
func (s *scene) changed() {
	s.t.Helper()
	_, err := s.Host().PutCanned(s.t.Context(), settings.Canned{ID: "hello", Text: map[string]string{"en": "Hello!"}})
	require.NoError(s.t, err)
	s.pass(time.Second)
}

func TestTheStrategyOfAQueueOrTeamIsTheRoutersAlsoAfterAChange(t *testing.T) {
	packing := func(s *scene) error {
		_, err := s.boss.PutRouting(s.t.Context(), settings.Routing{Strategy: settings.StrategyPacking})
		return err
	}
	for name, set := range map[string]func(*scene) error{
		"of the team": packing,
		"of the queue": func(s *scene) error {
			s.edit("help", func(q *settings.Queue) { q.Strategy = settings.StrategyPacking })
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, one(), func(t *testing.T, s *scene) {
				require.NoError(t, set(s))
				s.changed()
				as := s.agents("ann", "bob")
				v := s.waiting("v", "")
				first, second := as[0], as[1]
				if s.offered(v, second) {
					first, second = second, first
				}
				s.take(v, first)
				w := s.waiting("w", "")
				require.True(t, s.offered(w, first), "who has a chat already goes first")
				require.False(t, s.offered(w, second))
			})
		})
	}
}

func TestWhatTheHostAddsToItsRouterStaysInForceBesideTheSettings(t *testing.T) {
	var mu sync.Mutex
	var made routing.Config // the last one
	cfg := desk.Config{Seed: one(), Router: func(c routing.Config) (desk.Router, error) {
		mu.Lock()
		defer mu.Unlock()
		c.Misses = 5
		made = c
		return routing.New(c)
	}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		_, err := s.boss.PutRouting(t.Context(), settings.Routing{Strict: true, LostBoost: 7, Ageing: time.Hour})
		require.NoError(t, err)
		s.changed()
		mu.Lock()
		defer mu.Unlock()
		require.Equal(t, 5, made.Misses)
		require.Equal(t, 7, made.LostBoost)
		require.Equal(t, time.Hour, made.Ageing)
		require.True(t, made.Strict)
	})
}

func TestAPartOfTheTurnsIsAnAgentsSetting(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		_, err := s.boss.PutAgent(t.Context(), settings.Agent{ID: ann.ID, Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}, Share: 3})
		require.NoError(t, err)
		_, err = s.boss.PutAgent(t.Context(), settings.Agent{ID: ann.ID, Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}, Share: 1001})
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, "share")
	})
}

func TestWhatHoldsForAllRulesIsASetting(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.invites()
	boss := s.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true})
	shows := func(n int) bool {
		a, err := s.visitor(n).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		return a.Prompt != nil
	}
	require.True(t, shows(1))
	for i, x := range []settings.Prompts{{Off: true}, {Holdout: 100}} {
		_, err := s.Host().PutPrompts(s.ctx, x)
		require.NoError(t, err)
		_, err = s.Host().PutCanned(s.ctx, settings.Canned{ID: "hello", Text: map[string]string{"en": "Hello!"}})
		require.NoError(t, err)
		require.False(t, shows(2+i), x)
	}
	_, err := s.Host().PutPrompts(s.ctx, settings.Prompts{})
	require.NoError(t, err)
	require.True(t, shows(9))
	_, err = boss.PutPrompts(s.ctx, settings.Prompts{Holdout: 101})
	require.Error(t, err)
	_, err = s.Host().PutPrompts(s.ctx, settings.Prompts{Holdout: 101})
	require.ErrorContains(t, err, "holdout: want 0 to 100")
}
