package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// stuck is a Mailer, and a Handoff, that answers nobody.
type stuck struct{}

func (stuck) Send(ctx context.Context, _ hook.Mail) error {
	<-ctx.Done()
	return ctx.Err()
}

func (stuck) Take(ctx context.Context, _ hook.Handover) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

// TestAMailServerThatHangsHoldsUpNoMessenger has more mails and hand-offs due than are tried at a
// time.
func TestAMailServerThatHangsHoldsUpNoMessenger(t *testing.T) {
	cfg := desk.Config{Seed: one(), Mailer: stuck{}, Handoff: stuck{}}
	connected(t, cfg, func(t *testing.T, s *scene, m *messenger) {
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		s.take(v, ann)
		for i := range 20 {
			r := eve
			r.Email = fmt.Sprintf("eve%d@x.example", i)
			w := s.left(fmt.Sprint("v", i), r)
			require.NoError(t, w.Visitor.Transcript(t.Context(), w.Session, ""))
			_, err := ann.Agent.Answer(t.Context(), w.Session)
			require.NoError(t, err)
			to := desk.EscalateRequest{To: "crm", Text: "Please see to it"}
			require.NoError(t, ann.Agent.Escalate(t.Context(), w.Session, to))
		}
		s.pass(time.Second)
		due, err := s.Host().Outbox(t.Context())
		require.NoError(t, err)
		require.Greater(t, len(due), 16)
		for i := range 5 {
			at := time.Now()
			s.answersMore(v, ann, fmt.Sprint("It is: ", i))
			for len(m.texts()) <= i && time.Since(at) < time.Minute {
				s.pass(100 * time.Millisecond)
			}
			require.LessOrEqual(t, time.Since(at), 4*time.Second, i)
		}
	})
}

// A host that connects a messenger while the desk runs already loses nothing.
func TestAMessengerThatIsConnectedLateCarriesWordsToo(t *testing.T) {
	playWith(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene) {
		s.pass(time.Minute)
		m := &messenger{}
		require.NoError(t, s.Desk.Outbox().Lines().Connect(m))
		ann := s.agents("ann")[0]
		v := by(s.writes("7", "1", "Is it in?"))
		s.replies(v, ann, "It is.")
		s.pass(time.Second)
		require.Equal(t, []string{"7: It is."}, m.texts())
	})
}

func TestTheFirstMessageByAMessengerSaysSo(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		v := by(s.writes("7", "1", "Is it in?"))
		require.Equal(t, "pigeon", s.message(v, "Is it in?").Via)
	})
}
