package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/report"
)

func TestAnAgentSaysHowAChatEndedAndWhatComesNext(t *testing.T) {
	seed := one()
	seed.Queues[0].Outcomes, seed.Queues[0].OutcomeNeeded = []string{"solved", "refund"}, true
	play(t, seed, func(t *testing.T, s *scene) {
		ctx := t.Context()
		v, ann := s.talking("ann", desk.StartRequest{Text: "Hello"})
		view := func() desk.SessionView {
			got, err := v.Visitor.Session(ctx, v.Session)
			require.NoError(t, err)
			return got
		}
		require.NoError(t, ann.Agent.Hold(ctx, v.Session, 10*time.Minute))
		require.Equal(t, s.card(v).HeldUntil, view().HeldUntil)
		require.False(t, view().HeldUntil.IsZero())
		require.NoError(t, ann.Agent.Resume(ctx, v.Session))
		require.True(t, view().HeldUntil.IsZero())
		require.Equal(t, []string{"solved", "refund"}, s.read(v).Outcomes)
		require.True(t, s.read(v).OutcomeNeeded)

		for _, bad := range []chat.Conclusion{
			{}, {Next: "We write."}, {Outcome: "lost"}, {Outcome: "Solved"},
			{Outcome: "solved", Next: "\x00"}, {Outcome: "solved", Next: string(make([]rune, 999))},
		} {
			err := ann.Agent.Concluding(bad).Close(ctx, v.Session)
			require.ErrorIs(t, err, chat.ErrInvalid, bad)
		}
		require.Equal(t, chat.Active, s.card(v).State)
		said := chat.Conclusion{Outcome: "refund", Next: "The money comes by Friday."}
		require.NoError(t, ann.Agent.Concluding(said).Close(ctx, v.Session))
		require.Equal(t, said, s.card(v).Conclusion)
		require.Equal(t, "The money comes by Friday.", view().NextStep)
		es := s.said(v, chat.KindClosed)
		require.Equal(t, said.Next, es[0].Text)
		require.Equal(t, said.Outcome, es[0].Outcome)
		require.Empty(t, es[0].ForVisitor().Outcome)

		left := s.left("left", desk.StartRequest{Text: "Later", Email: "eve@x.example"})
		require.ErrorIs(t, ann.Agent.Settle(ctx, left.Session), chat.ErrInvalid)
		settles := ann.Agent.Concluding(chat.Conclusion{Outcome: "solved"})
		require.NoError(t, settles.Settle(ctx, left.Session))
		var all []chat.Session
		now := time.Now()
		for x, err := range s.boss.SessionsBetween(ctx, now.Add(-time.Hour), now.Add(time.Hour)) {
			require.NoError(t, err)
			all = append(all, x)
		}
		r, err := report.Summarise(slices.Values(all), report.Config{})
		require.NoError(t, err)
		require.Equal(t, map[string]int{"refund": 1, "solved": 1}, r.Rows[0].Outcomes)

		require.NoError(t, v.Visitor.Reopen(ctx, v.Session))
		require.Zero(t, s.card(v).Conclusion, "it has not ended any more")
		require.Empty(t, view().NextStep)
		s.pass(time.Second)
		v.End() // nobody asks the visitor for an outcome
	})
}

func TestAnOutcomeThatIsNeededMayWaitForTheEndOfTheWrapUp(t *testing.T) {
	seed := one()
	seed.Queues[0].Outcomes, seed.Queues[0].OutcomeNeeded = []string{"solved"}, true
	seed.Queues[0].Policy.WrapUp = 10 * time.Minute
	play(t, seed, func(t *testing.T, s *scene) {
		v, ann := s.talking("ann", desk.StartRequest{Text: "Hello"})
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		require.ErrorIs(t, ann.Agent.EndWrap(t.Context(), v.Session), chat.ErrInvalid)
		ends := ann.Agent.Concluding(chat.Conclusion{Outcome: "solved", Next: "We send a mail."})
		require.NoError(t, ends.EndWrap(t.Context(), v.Session))
		require.Equal(t, chat.Closed, s.card(v).State)
		require.Equal(t, "We send a mail.", s.card(v).Next)
		require.NoError(t, v.Visitor.Erase(t.Context()))
		s.pass(time.Minute)
		require.Equal(t, chat.Conclusion{Outcome: "solved"}, s.card(v).Conclusion)
	})
}

func concluding(w world, a desk.Agent) error {
	return a.Concluding(chat.Conclusion{Next: "Bye."}).Close(w.ctx, w.session)
}
