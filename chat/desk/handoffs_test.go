package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// workshop is another system that takes sessions over, and fails while it is told to.
type workshop struct {
	mu   sync.Mutex
	fail error
	slow time.Duration
	took []hook.Handover
}

func (w *workshop) Take(_ context.Context, h hook.Handover) (string, error) {
	time.Sleep(w.slow)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return "", w.fail
	}
	w.took = append(w.took, h)
	return "TICKET-77", nil
}

func (w *workshop) told(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail = err
}

// handedOff is a chat that an agent has just handed off by phone.
func (s *scene) handedOff(t *testing.T) (*chattest.Visitor, string) {
	ann := s.agents("ann")[0]
	v := s.waiting("v", "")
	s.take(v, ann)
	r := desk.EscalateRequest{
		Command: "e", To: "phone", Address: "+372 5551 2345", Text: "call about the invoice",
	}
	require.NoError(t, ann.Escalate(t.Context(), v.Session, r))
	open, next, err := s.Host().Handoffs(t.Context(), "")
	require.NoError(t, err)
	require.Empty(t, next)
	require.Len(t, open, 1)
	return v, open[0].ID
}

func (s *scene) said(v *chattest.Visitor, kind chat.Kind) (es []chat.Entry) {
	for _, e := range s.timeline(v) {
		if e.Kind == kind {
			es = append(es, e)
		}
	}
	return es
}

// forAnHour lets a hand-off be open for so long.
func forAnHour(q *settings.Queue) { q.HandoffWithin = time.Hour }

func TestAHandOffIsOpenUntilTheHostSaysHowItEnded(t *testing.T) {
	w := &workshop{}
	playWith(t, desk.Config{Seed: one(forAnHour), Handoff: w}, func(t *testing.T, s *scene) {
		v, id := s.handedOff(t)
		s.pass(5 * time.Second)
		open, _, err := s.Host().Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Equal(t, "TICKET-77", open[0].Receipt)
		require.Equal(t, v.Session, open[0].Session)
		require.Len(t, w.took, 1)
		require.Equal(t, open[0].Deadline, w.took[0].Deadline)
		require.Equal(t, id, w.took[0].ID)
		require.False(t, w.took[0].Again)

		require.ErrorContains(t, s.Host().HandoffDone(t.Context(), id, ""), "outcome: ")
		require.ErrorIs(t, s.Host().HandoffDone(t.Context(), "out_", "called"), chat.ErrNotFound)
		require.NoError(t, s.Host().HandoffDone(t.Context(), id, "called, refund of 20 €"))
		require.ErrorIs(t, s.Host().HandoffDone(t.Context(), id, "called again"), chat.ErrNotFound)
		open, _, err = s.Host().Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, open)
		said := s.said(v, chat.KindDelivery)
		require.Len(t, said, 2)
		require.Equal(t, "handed off: TICKET-77", said[0].Text)
		require.Equal(t, "hand-off done: called, refund of 20 €", said[1].Text)
		require.Equal(t, chat.HandedOff, said[1].Reason)
		s.pass(2 * time.Hour)
		require.Len(t, s.said(v, chat.KindDelivery), 2, "what is done is not late")
	})
}

func TestASupervisorSeesTheHandOffsOfTheirQueuesAndSaysHowTheyEnded(t *testing.T) {
	seed := one(forAnHour)
	seed.Queues = append(seed.Queues, settings.Queue{ID: "other"})
	playWith(t, desk.Config{Seed: seed, Handoff: &workshop{}}, func(t *testing.T, s *scene) {
		supervisor := func(name string, powers []chat.Power, queue chat.QueueID) desk.Outgoing {
			_, err := s.Host().PutAgent(t.Context(), settings.Agent{
				Login: name, Name: name, Supervisor: true, Powers: powers,
				Queues: []chat.Serves{{Queue: queue}},
			})
			require.NoError(t, err)
			who := chat.Principal{Kind: chat.RoleSupervisor, ID: name, Verified: true}
			return s.Desk.Supervisor(who).Outgoing()
		}
		sue, far := supervisor("sue", nil, "help"), supervisor("far", nil, "other")
		looks := supervisor("lou", []chat.Power{chat.PowerSee}, "help")
		v, id := s.handedOff(t)
		s.pass(5 * time.Second) // so that it is taken before it is done
		open, next, err := sue.Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, next)
		require.Len(t, open, 1)
		require.Equal(t, v.Session, open[0].Session)
		open, _, err = looks.Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Len(t, open, 1)
		open, _, err = far.Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, open, "not their queue")
		_, _, err = sue.Handoffs(t.Context(), "x")
		require.ErrorIs(t, err, chat.ErrInvalid)

		require.ErrorIs(t, far.HandoffDone(t.Context(), id, "called"), chat.ErrNotFound)
		require.ErrorIs(t, looks.HandoffDone(t.Context(), id, "called"), chat.ErrForbidden)
		require.ErrorContains(t, sue.HandoffDone(t.Context(), id, ""), "outcome: ")
		require.NoError(t, sue.HandoffDone(t.Context(), id, "called"))
		require.ErrorIs(t, sue.HandoffDone(t.Context(), id, "called"), chat.ErrNotFound)
		said := s.said(v, chat.KindDelivery)
		require.NotEmpty(t, said)
		require.Contains(t, said[len(said)-1].Text, "hand-off done: called")
		lines, _, err := s.Host().Audit(t.Context(), chat.AuditFilter{ID: string(v.Session)})
		require.NoError(t, err)
		require.Len(t, lines, 1)
		require.Equal(t, chat.AuditHandoff, lines[0].Act)
		require.Equal(t, "called", lines[0].Note)
	})
}

func TestAHandOffThatIsNotDoneInTimeIsSaidToBeLate(t *testing.T) {
	w := &workshop{}
	seed := one(func(q *settings.Queue) { q.HandoffWithin = 2 * time.Hour })
	playWith(t, desk.Config{Seed: seed, Handoff: w}, func(t *testing.T, s *scene) {
		v, id := s.handedOff(t)
		escalated := s.said(v, chat.KindEscalated)
		require.Equal(t, escalated[0].At.Add(2*time.Hour), escalated[0].Until)
		s.pass(2*time.Hour - time.Minute)
		require.Len(t, s.said(v, chat.KindDelivery), 1)
		s.pass(2 * time.Minute)
		said := s.said(v, chat.KindDelivery)
		require.Len(t, said, 2)
		require.Equal(t, chat.Unanswered, said[1].Reason)
		open, _, err := s.Host().Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.True(t, open[0].Late)
		require.NoError(t, s.Host().HandoffDone(t.Context(), id, "called late"))
	})
}

func TestAHandOffThatNobodyTakesComesBackToTheAgents(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		after time.Duration
	}{
		"refused at once": {hook.ErrRefused, 5 * time.Second},
		"down for a day":  {errors.New("connection refused"), 26 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			w := &workshop{fail: c.err, slow: time.Second} // so that it is seen before it is refused
			playWith(t, desk.Config{Seed: one(), Handoff: w}, func(t *testing.T, s *scene) {
				v, id := s.handedOff(t)
				s.pass(c.after)
				card := s.card(v)
				require.Equal(t, chat.Messaged, card.State)
				require.Equal(t, chat.Undelivered, card.Reason)
				require.False(t, card.OwedSince().IsZero(), "somebody owes the visitor an answer")
				require.ErrorIs(t, s.Host().HandoffDone(t.Context(), id, "x"), chat.ErrNotFound)
				in, err := s.agents("bob")[0].Agent.Inbox(t.Context())
				require.NoError(t, err)
				require.Len(t, in.Messages, 1)
				_, err = s.agents("bob")[0].Agent.Answer(t.Context(), v.Session)
				require.NoError(t, err)
				es, _, err := v.Visitor.Timeline(t.Context(), v.Session, 0, 0)
				require.NoError(t, err)
				for _, e := range es {
					require.NotEqual(
						t, chat.Undelivered, e.Reason, "the visitor does not read of it",
					)
				}
			})
		})
	}
}

func TestAHandOffIsTriedAgainAndTakenOnce(t *testing.T) {
	w := &workshop{fail: errors.New("connection refused")}
	playWith(t, desk.Config{Seed: one(), Handoff: w}, func(t *testing.T, s *scene) {
		v, _ := s.handedOff(t)
		s.pass(time.Minute)
		w.told(nil)
		s.pass(10 * time.Minute)
		require.Len(t, w.took, 1)
		require.False(t, w.took[0].Again, "nobody took it before, and that is known")
		require.Equal(t, "handed off: TICKET-77", s.said(v, chat.KindDelivery)[0].Text)
		require.Equal(t, chat.Closed, s.card(v).State)
	})
}

func TestWithoutAHandoffAnEscalationIsRefusedAndTheChatGoesOn(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Handoff = nil })
	s.available("ann")
	id := s.chatting(1, "ann")
	for _, to := range []string{"email", "phone", "workshop"} {
		before := s.everything()
		err := s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{
			To: to, Address: "+372@example.com",
		})
		if to == "phone" {
			err = s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{
				To: to, Address: "+372 5551",
			})
		}
		require.ErrorIs(t, err, chat.ErrInvalid, to)
		require.ErrorContains(t, err, "to: ", to)
		s.unchanged(before, "%q changes nothing", to)
	}
	err := s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{
		To: "email", Address: "not a mail",
	})
	require.ErrorContains(t, err, "address: ", "what is wrong with the request comes first")
}

func TestAnAddressMayBeInAnyLetters(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	require.NoError(t, s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{
		To: "email", Address: "用户@例え.jp",
	}))
}

func TestErasingAVisitorTakesTheOpenHandOffs(t *testing.T) {
	w := &workshop{}
	playWith(t, desk.Config{Seed: one(forAnHour), Handoff: w}, func(t *testing.T, s *scene) {
		v, id := s.handedOff(t)
		s.pass(5 * time.Second)
		require.NoError(t, s.Host().Erase(t.Context(), s.card(v).Visitor))
		open, _, err := s.Host().Handoffs(t.Context(), "")
		require.NoError(t, err)
		require.Empty(t, open)
		require.ErrorIs(t, s.Host().HandoffDone(t.Context(), id, "x"), chat.ErrNotFound)
		s.pass(2 * time.Hour)
	})
}
