package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// waitingOrGone counts the notices by which a phone hears of somebody in a line.
func (p *phone) waitingOrGone() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, x := range p.told {
		if x.Occasion == hook.OccasionWaiting || x.Occasion == hook.OccasionLastGone {
			n++
		}
	}
	p.told = nil
	return n
}

func TestThePhoneRingsOnceHoweverSomebodyComesIntoALineThatNobodySees(t *testing.T) {
	served := func(s *scene) (*chattest.Visitor, *chattest.Agent) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		return v, ann
	}
	for name, come := range map[string]func(t *testing.T, s *scene, p *phone){
		"with a question": func(_ *testing.T, s *scene, _ *phone) { s.waiting("v", "sales") },
		"again, after the end": func(t *testing.T, s *scene, p *phone) {
			v, ann := served(s)
			ann.Close()
			require.NoError(t, s.status(ann, chat.Offline))
			s.pass(10 * time.Minute)
			require.Zero(t, p.waitingOrGone())
			require.NoError(t, v.Reopen(t.Context(), v.Session))
		},
		"again, after having left": func(t *testing.T, s *scene, p *phone) {
			v := s.waiting("v", "sales")
			v.Comes()
			s.pass(10 * time.Second)
			v.Leaves()
			s.pass(10 * time.Minute)
			require.True(t, s.card(v).State.Ended())
			p.waitingOrGone()
			v.Comes()
			go func() {
				for range v.Events(t.Context(), "") {
				}
			}()
			s.pass(10 * time.Second)
			require.Equal(t, chat.Queued, s.card(v).State)
		},
		"by a transfer": func(t *testing.T, s *scene, _ *phone) {
			v, ann := served(s)
			s.transfer(v, ann, toLine("help"))
		},
		"from another line": func(t *testing.T, s *scene, p *phone) {
			v := s.waiting("v", "sales")
			s.pass(2 * time.Minute)
			p.waitingOrGone()
			require.NoError(t, s.Host().Line().Move(t.Context(), v.Session, "help"))
		},
		"when the agent goes": func(t *testing.T, s *scene, _ *phone) {
			_, ann := served(s)
			require.NoError(t, s.status(ann, chat.Offline))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := &phone{}
			cfg := desk.Config{Seed: two(chat.Policy{}), Notifier: p}
			playWith(t, cfg, func(t *testing.T, s *scene) {
				come(t, s, p)
				s.pass(5 * time.Second)
				require.Equal(t, 1, p.waitingOrGone())
			})
		})
	}
}

func TestAColleagueIsAskedToComeForWhoComesBackToo(t *testing.T) {
	p := &phone{}
	summons := func(q *settings.Queue) { q.Summon = 40 * time.Second }
	playWith(t, desk.Config{Seed: solo(summons), Notifier: p}, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		s.take(v, ann)
		ann.Close()
		require.NoError(t, s.status(ann, chat.Offline))
		s.pass(10 * time.Minute)
		require.NoError(t, v.Reopen(t.Context(), v.Session))
		s.pass(time.Second)
		require.Equal(t, chat.Summoned, v.See(chat.Queued).Reason)
		require.Equal(t, 1, p.waitingOrGone())
		s.pass(40 * time.Second)
		require.Equal(t, chat.NoAgent, v.See(chat.Messaged).Reason)
	})
}
