package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestALongAnswerIsSentInPiecesOnceHoweverOftenItIsTried(t *testing.T) {
	seed := one(func(q *settings.Queue) {
		q.SplitAt, q.Outcomes, q.OutcomeNeeded = 1000, []string{"solved"}, true
	})
	play(t, seed, func(t *testing.T, s *scene) {
		ctx := t.Context()
		v, ann := s.talking("ann", desk.StartRequest{Text: "How?"})
		require.Equal(t, 1000, s.read(v).SplitAt)
		paragraph := strings.Repeat("So. ", 200)
		r := desk.MessageRequest{Command: "long", Text: strings.Repeat(paragraph+"\n\n", 7)}
		for range 2 {
			first, err := ann.Send(ctx, v.Session, r)
			require.NoError(t, err)
			require.EqualValues(t, "long", first.Command)
		}
		said := s.said(v, chat.KindMessage)[1:]
		require.Len(brief.T(t), said, 7)
		require.EqualValues(t, "long.7", said[6].Command)
		long := desk.MessageRequest{Text: r.Text}
		_, err := v.Visitor.Send(ctx, v.Session, long)
		require.ErrorIs(t, err, chat.ErrInvalid, "a visitor's is not cut")
		_, err = ann.Note(ctx, v.Session, long)
		require.ErrorIs(t, err, chat.ErrInvalid, "and no note")

		note, err := ann.Note(ctx, v.Session, desk.MessageRequest{Text: "Call 555."})
		require.NoError(t, err)
		fix := desk.MessageRequest{Text: "Call 556."}
		fixed, err := ann.Agent.Messages().Correct(ctx, v.Session, note.N, fix)
		require.NoError(t, err)
		require.Equal(t, "Call 556.", fixed.Text)
		for _, e := range read(t, func() ([]chat.Entry, int, error) {
			return v.Visitor.Timeline(ctx, v.Session, 0, 0)
		}) {
			require.NotContains(t, e.Text, "Call")
		}

		away := desk.EscalateRequest{To: "email", Address: "eve@x.example"}
		away.Conclusion.Outcome = "lost"
		err = ann.Escalate(ctx, v.Session, away)
		require.ErrorContains(t, err, "outcome: want one")
	})
}

func TestAnEscalationSaysHowTheChatEnded(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.Outcomes = []string{"solved"} })
	playWith(t, desk.Config{Seed: seed, Handoff: &workshop{}}, func(t *testing.T, s *scene) {
		v, ann := s.talking("ann", desk.StartRequest{Text: "How?"})
		said := chat.Conclusion{Outcome: "solved", Next: "We write by Friday."}
		require.NoError(t, ann.Escalate(t.Context(), v.Session, desk.EscalateRequest{
			To: "email", Address: "eve@x.example", Conclusion: said,
		}))
		require.Equal(t, said, s.card(v).Conclusion)
		view, err := v.Visitor.Session(t.Context(), v.Session)
		require.NoError(t, err)
		require.Equal(t, said.Next, view.NextStep)

		left := s.left("left", desk.StartRequest{Text: "Teh order"})
		own := left.Visitor.Messages()
		_, err = own.Correct(t.Context(), left.Session, 2, desk.MessageRequest{Text: "The order"})
		require.NoError(t, err)
		require.Equal(t, "The order", s.read(left).LastText)
		require.Equal(t, chat.Messaged, s.card(left).State)
	})
}
