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

func TestWhoComesBackWithANewQuestionGetsTheSameAgentWhileThatIsNoWait(t *testing.T) {
	none := func(*scene, *chattest.Agent, *chattest.Visitor) {}
	for name, c := range map[string]struct {
		lasts time.Duration
		does  func(s *scene, ben *chattest.Agent, v *chattest.Visitor)
		ben   bool // he is asked first; or Ann, who has waited longer for a chat
	}{
		"there and free": {0, none, true},
		"switched off":   {-1, none, false},
		"on a break": {0, func(s *scene, ben *chattest.Agent, _ *chattest.Visitor) {
			_, err := ben.Agent.SetStatus(s.t.Context(), chat.Break, "")
			require.NoError(s.t, err)
		}, false},
		"full": {0, func(s *scene, ben *chattest.Agent, _ *chattest.Visitor) {
			w := s.waiting("w", "help")
			require.NoError(s.t, s.boss.Assign(s.t.Context(), w.Session, ben.ID, true))
			require.NoError(s.t, s.boss.SetCapacity(s.t.Context(), ben.ID, 1))
		}, false},
		"of other queues by now": {0, func(s *scene, ben *chattest.Agent, _ *chattest.Visitor) {
			_, err := s.Host().PutAgent(s.t.Context(), settings.Agent{
				ID: ben.ID, Login: "ben", Name: "Ben", Queues: []chat.Serves{{Queue: "other"}},
			})
			require.NoError(s.t, err)
		}, false},
		"long ago": {0, func(s *scene, _ *chattest.Agent, _ *chattest.Visitor) {
			s.pass(11 * time.Minute)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			seed := one()
			seed.Queues[0].SameAgentFor, seed.Queues[0].Policy.ReopenFor = c.lasts, 10*time.Minute
			seed.Queues = append(seed.Queues, settings.Queue{ID: "other"})
			play(t, seed, func(t *testing.T, s *scene) {
				v, ben := s.talking("ben", desk.StartRequest{Text: "Hello"})
				ann := s.agents("ann")[0]
				v.End()
				s.pass(time.Second)
				c.does(s, ben, v)
				s.pass(time.Second)
				view, err := v.Visitor.Start(t.Context(), desk.StartRequest{Text: "And now?"})
				require.NoError(t, err)
				v.Session = view.ID
				s.pass(time.Second)
				require.Equal(t, c.ben, s.offered(v, ben))
				if !c.ben {
					require.True(t, s.offered(v, ann))
					return
				}
				s.decline(v, ben)
				s.pass(2 * time.Second)
				require.True(t, s.offered(v, ann), "then it goes to anybody")
			})
		})
	}
}
