package desk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

var errDown = errors.New("the mail server is down")

func TestWhatCannotLeaveStandsOnTheBoardAndGoesOutWhenSomebodySaysSo(t *testing.T) {
	p := &postman{fail: errDown}
	seed := one()
	seed.Queues = append(seed.Queues, settings.Queue{ID: "other"})
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		supervisor := func(name string, powers []chat.Power, queue chat.QueueID) desk.Supervisor {
			_, err := s.Host().PutAgent(t.Context(), settings.Agent{
				Login: name, Name: name, Supervisor: true, Powers: powers,
				Queues: []chat.Serves{{Queue: queue}},
			})
			require.NoError(t, err)
			return s.Desk.Supervisor(chat.Principal{
				Kind: chat.RoleSupervisor, ID: name, Verified: true,
			})
		}
		sue := supervisor("sue", nil, "help")
		looks := supervisor("lou", []chat.Power{chat.PowerSee}, "help")
		far := supervisor("far", nil, "other")
		v := s.left("v", eve)
		s.answers(v, s.agents("ann")[0], "It arrives tomorrow.")
		b, err := sue.Board(t.Context())
		require.NoError(t, err)
		require.Zero(t, b.Outgoing, "words that may still be read on the page are no matter for a person")
		s.pass(10 * time.Minute)

		b, err = sue.Board(t.Context())
		require.NoError(t, err)
		require.Equal(t, desk.OutgoingBoard{Waiting: 1, Failing: 1}, b.Outgoing)
		es, next, err := sue.Outgoing().Page(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, next)
		require.Len(t, es, 1)
		require.Equal(t, v.Session, es[0].Session)
		require.Equal(t, errDown.Error(), es[0].Failure)
		require.Positive(t, es[0].Tries)
		id := es[0].ID

		es, _, err = far.Outgoing().Page(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, es, "not their queue")
		b, err = far.Board(t.Context())
		require.NoError(t, err)
		require.Zero(t, b.Outgoing)
		require.ErrorIs(t, far.Outgoing().Retry(t.Context(), id), chat.ErrNotFound)
		require.ErrorIs(t, looks.Outgoing().Retry(t.Context(), id), chat.ErrForbidden)
		require.ErrorIs(t, sue.Outgoing().Retry(t.Context(), "out_none"), chat.ErrNotFound)
		for _, after := range []string{"x", "a/b", "../session", "2026-11-30/x/y"} {
			_, _, err = sue.Outgoing().Page(t.Context(), after)
			require.ErrorIs(t, err, chat.ErrInvalid, after)
		}

		p.told(nil)
		require.NoError(t, sue.Outgoing().Retry(t.Context(), id))
		s.pass(2 * time.Second)
		require.Len(t, p.got(), 1, "at once, whatever the schedule says")
		require.ErrorIs(t, sue.Outgoing().Retry(t.Context(), id), chat.ErrNotFound)
		b, err = sue.Board(t.Context())
		require.NoError(t, err)
		require.Zero(t, b.Outgoing)
		lines, _, err := s.Host().Audit(t.Context(), chat.AuditFilter{ID: string(v.Session)})
		require.NoError(t, err)
		require.Len(t, lines, 1)
		require.Equal(t, chat.AuditRetry, lines[0].Act)
		s.pass(time.Hour)
		require.Len(t, p.got(), 1)
	})
}
