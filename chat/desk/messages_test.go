package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// talking is a visitor with an address, who has asked, in a chat with an agent.
func (s *scene) talking(agent string, r desk.StartRequest) (*chattest.Visitor, *chattest.Agent) {
	s.t.Helper()
	a := s.agents(agent)[0]
	v := s.Visitor("v")
	view, err := v.Visitor.Start(s.t.Context(), r)
	require.NoError(s.t, err)
	v.Session = view.ID
	s.pass(time.Second)
	s.take(v, a)
	return v, a
}

// read is what somebody reads of a timeline.
func read(t *testing.T, timeline func() ([]chat.Entry, int, error)) []chat.Entry {
	t.Helper()
	es, _, err := timeline()
	require.NoError(t, err)
	return es
}

// shows reports whether a text stands anywhere in some entries.
func shows(es []chat.Entry, text string) bool {
	return slices.ContainsFunc(es, func(e chat.Entry) bool {
		return e.Text == text || e.Was == text
	})
}

func visitorsWords(w world, v desk.Visitor) error {
	return first(v.Messages().Withdraw(w.ctx, w.session, 2, ""))
}

func agentsWords(w world, a desk.Agent) error {
	return first(a.Messages().Withdraw(w.ctx, w.session, 2, ""))
}

func TestACorrectedMessageStandsWithItsLastWordsAndSupervisorsReadTheOldOnes(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		ctx := t.Context()
		v, ann := s.talking("ann", desk.StartRequest{
			Text: "My card is 4111", Email: "eve@x.example",
		})
		m, err := ann.Agent.Send(ctx, v.Session, desk.MessageRequest{Text: "It costs 10."})
		require.NoError(t, err)
		asked := s.said(v, chat.KindMessage)[0]

		own, hers := v.Visitor.Messages(), ann.Agent.Messages()
		fix := desk.MessageRequest{Command: "fix", Text: "It costs 12."}
		for range 2 { // the second is a repetition
			got, err := hers.Correct(ctx, v.Session, m.N, fix)
			require.NoError(t, err)
			require.Equal(t, "It costs 12.", got.Text)
		}
		_, err = hers.Correct(ctx, v.Session, m.N, desk.MessageRequest{Command: "fix", Text: "x"})
		require.ErrorIs(t, err, chat.ErrIDReused)
		_, err = hers.Correct(ctx, v.Session, m.N, desk.MessageRequest{Text: "It costs 13."})
		require.NoError(t, err)
		for range 2 {
			gone, err := own.Withdraw(ctx, v.Session, asked.N, "")
			require.NoError(t, err)
			require.True(t, gone.Withdrawn && gone.Text == "")
		}
		for name, err := range map[string]error{
			"another's": first(own.Correct(ctx, v.Session, m.N, desk.MessageRequest{Text: "free"})),
			"nothing":   first(own.Withdraw(ctx, v.Session, 99, "")),
			"note":      first(own.Withdraw(ctx, v.Session, 1, "")),
			"taken":     first(own.Correct(ctx, v.Session, asked.N, fix)),
		} {
			require.ErrorIs(t, err, chat.ErrInvalid, name)
		}

		page := func(a desk.Agent) []chat.Entry {
			return read(t, func() ([]chat.Entry, int, error) {
				return a.Timeline(ctx, v.Session, 0, 0)
			})
		}
		toVisitor := read(t, func() ([]chat.Entry, int, error) {
			return v.Visitor.Timeline(ctx, v.Session, 0, 0)
		})
		out, err := v.Visitor.Export(ctx)
		require.NoError(t, err)
		for _, es := range [][]chat.Entry{toVisitor, page(ann.Agent), out.Sessions[0].Entries} {
			require.True(t, shows(es, "It costs 13."))
			for _, old := range []string{"My card is 4111", "It costs 10.", "It costs 12."} {
				require.False(t, shows(es, old), old)
			}
		}
		for _, old := range []string{"My card is 4111", "It costs 10.", "It costs 12."} {
			require.True(t, shows(page(s.eyes), old), old)
		}
		require.Equal(t, "It costs 13.", s.read(v).LastText)

		v.End()
		_, err = hers.Correct(ctx, v.Session, m.N, desk.MessageRequest{Text: "late"})
		require.ErrorIs(t, err, chat.ErrClosed)
		require.NoError(t, v.Visitor.Transcript(ctx, v.Session, ""))
		s.pass(10 * time.Minute)
		require.NotEmpty(t, p.got())
		for _, mail := range p.got() {
			require.Contains(t, mail.Text, "It costs 13.")
			require.NotRegexp(t, "4111|It costs 1[02]", mail.Text)
		}
		require.NoError(t, v.Visitor.Erase(ctx))
		s.pass(time.Minute)
		require.False(t, shows(page(s.eyes), "My card is 4111"))
	})
}

// read is the card of a session.
func (s *scene) read(v *chattest.Visitor) desk.SessionCard {
	s.t.Helper()
	c, err := s.boss.Session(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	return c
}

func TestACorrectionFollowsAMailThatHadTheWordsOfBefore(t *testing.T) {
	p := &postman{}
	seed := one()
	seed.Queues[0].CorrectFor = time.Hour
	playWith(t, desk.Config{Seed: seed, Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		ann := s.agents("ann")[0]
		s.answers(v, ann, "It is 42.", "Taken back.")
		says := s.said(v, chat.KindMessage)
		hers := ann.Agent.Messages()
		_, err := hers.Withdraw(t.Context(), v.Session, says[len(says)-1].N, "")
		require.NoError(t, err)
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 1)
		require.NotContains(t, p.got()[0].Text, "Taken back.")
		m := says[len(says)-2]
		_, err = hers.Correct(t.Context(), v.Session, m.N, desk.MessageRequest{Text: "It is 43."})
		require.NoError(t, err)
		s.pass(5 * time.Minute)
		require.Len(t, p.got(), 2)
		require.Contains(t, p.got()[1].Text, "It is 43.")
		require.NotContains(t, p.got()[1].Text, "42")
		more, err := ann.Agent.Send(t.Context(), v.Session, desk.MessageRequest{Text: "Not this."})
		require.NoError(t, err)
		_, err = hers.Withdraw(t.Context(), v.Session, more.N, "")
		require.NoError(t, err)
		s.pass(10 * time.Minute)
		require.Len(t, p.got(), 2, "nothing is left to be mailed")
		wrong, right := desk.MessageRequest{Text: "Size S."}, desk.MessageRequest{Text: "Size M."}
		more, err = ann.Agent.Send(t.Context(), v.Session, wrong)
		require.NoError(t, err)
		_, err = hers.Correct(t.Context(), v.Session, more.N, right)
		require.NoError(t, err)
		s.pass(10 * time.Minute)
		require.Len(t, p.got(), 3)
		require.Equal(t, 1, strings.Count(p.got()[2].Text, right.Text), "it was in no mail before")
		s.pass(time.Hour)
		_, err = hers.Correct(t.Context(), v.Session, m.N, desk.MessageRequest{Text: "late"})
		require.ErrorIs(t, err, chat.ErrWindow)
	})
}

func TestAnAnswerSaysWhichMessageItAnswersInTheMailToo(t *testing.T) {
	p := &postman{}
	playWith(t, desk.Config{Seed: one(), Mailer: p}, func(t *testing.T, s *scene) {
		v := s.left("v", eve)
		ann := s.agents("ann")[0]
		s.answers(v, ann, "Which size?")
		asked := s.said(v, chat.KindMessage)
		hers, own := asked[len(asked)-1], asked[0]
		for i, to := range []int{hers.N, own.N} {
			e, err := ann.Agent.Send(t.Context(), v.Session, desk.MessageRequest{
				Command: []chat.CommandID{"a", "b"}[i], Text: "So.", ReplyTo: to,
			})
			require.NoError(t, err)
			require.Equal(t, to, e.ReplyTo)
		}
		note, err := ann.Agent.Note(t.Context(), v.Session, desk.MessageRequest{Text: "psst"})
		require.NoError(t, err)
		to := desk.MessageRequest{Text: "x", ReplyTo: note.N}
		_, err = ann.Agent.Send(t.Context(), v.Session, to)
		require.ErrorIs(t, err, chat.ErrInvalid)
		_, err = v.Visitor.Send(t.Context(), v.Session, to)
		require.ErrorIs(t, err, chat.ErrInvalid)
		s.pass(10 * time.Minute)
		require.Len(t, p.got(), 1)
		require.Contains(t, p.got()[0].Text, "> Which size?")
		require.NotContains(t, p.got()[0].Text, "laos", "nobody vouches for the address")
	})
}
