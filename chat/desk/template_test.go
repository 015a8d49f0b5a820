package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// formal is a messenger that takes approved words when the time to answer is over.
type formal struct {
	*messenger
	down error
}

// Window implements hook.Channel.
func (f formal) Window(now, last time.Time, by chat.AuthorKind) hook.ReplyWindow {
	if w := f.messenger.Window(now, last, by); w.Open() {
		return w
	}
	return hook.ReplyWindow{Way: "template"}
}

// Templates implements hook.Templater.
func (f *formal) Templates(_ context.Context, account string) ([]hook.Template, error) {
	if account != "page" {
		return nil, f.down
	}
	return []hook.Template{
		{Name: "ready", Language: "en", Text: "Hello {{1}}, order {{2}} is ready."},
		{Name: "ready", Language: "et", Text: "Tere {{1}}, tellimus {{2}} on valmis."},
	}, f.down
}

// formally runs a test at a shop with a messenger that has approved words, whose customer wrote
// more than a day ago.
func formally(t *testing.T, f func(
	t *testing.T, s *scene, m *formal, a desk.Agent, id chat.SessionID,
)) {
	play(t, one(), func(t *testing.T, s *scene) {
		m := &formal{messenger: &messenger{}}
		require.NoError(t, s.Desk.Outbox().Lines().Connect(m))
		ann := s.agents("ann")[0]
		r := s.writes("7", "1", "Is it in?")
		s.replies(by(r), ann, "It is.")
		s.pass(25 * time.Hour)
		f(t, s, m, ann.Agent, r.Session)
	})
}

func TestApprovedWordsGoWhenTheTimeToAnswerIsOver(t *testing.T) {
	formally(t, func(t *testing.T, s *scene, m *formal, ann desk.Agent, id chat.SessionID) {
		found, err := desk.TemplateQuery{Session: id}.By(t.Context(), ann)
		require.NoError(t, err)
		require.Len(t, found, 2)
		require.Equal(t, 2, found[0].Places())
		r := desk.TemplateMessage{
			Session: id, Command: "t1", Name: "ready", Language: "et",
			Params: []string{" Eve\n{{2}} ", "48213"},
		}
		said, err := r.By(t.Context(), ann)
		require.NoError(t, err)
		const text = "Tere Eve {{2}}, tellimus 48213 on valmis."
		want := &chat.Template{
			Name: "ready", Language: "et", Params: []string{"Eve {{2}}", "48213"},
		}
		require.Equal(t, text, said.Text, "what is filled in is no place itself")
		require.Equal(t, want, said.Template)
		s.pass(time.Minute)
		require.Len(t, m.got, 2)
		require.Equal(t, text, m.got[1].Text)
		require.Equal(t, want, m.got[1].Template)

		m.down = errors.New("no connection")
		again, err := r.By(t.Context(), ann)
		require.NoError(t, err, "it was said")
		require.Equal(t, said.N, again.N)
		r.Command = "t2"
		_, err = r.By(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrUnavailable)
		_, err = desk.TemplateQuery{Session: id}.By(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrUnavailable)
		m.down = nil
		r.Params = []string{"Eve", "7"}
		r.Command = "t1"
		_, err = r.By(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrIDReused)
		_, err = ann.Messages().Correct(
			t.Context(), id, said.N, desk.MessageRequest{Text: "Something else"},
		)
		require.ErrorIs(t, err, chat.ErrInvalid, "they stay as they are")
		s.pass(time.Hour)
		require.Len(t, m.got, 2)
	})
}

func TestApprovedWordsThatNobodyApprovedAreRefused(t *testing.T) {
	formally(t, func(t *testing.T, s *scene, m *formal, ann desk.Agent, id chat.SessionID) {
		long := strings.Repeat("x", chat.MaxParam+1)
		for field, r := range map[string]desk.TemplateMessage{
			"name: no such": {Name: "sale", Language: "en"},
			"name: ":        {Name: "ready", Language: "pl", Params: []string{"a", "b"}},
			"name: missing": {Language: "en"},
			"language":      {Name: "ready"},
			"params: 1":     {Name: "ready", Language: "en", Params: []string{"a"}},
			"params[1]: m":  {Name: "ready", Language: "en", Params: []string{"a", " \n"}},
			"params[0]: ":   {Name: "ready", Language: "en", Params: []string{long, "b"}},
			"params: 21":    {Name: "ready", Language: "en", Params: make([]string, 21)},
		} {
			r.Session = id
			_, err := r.By(t.Context(), ann)
			require.ErrorIs(t, err, chat.ErrInvalid, field)
			require.ErrorContains(t, err, field)
		}
		_, err := desk.TemplateMessage{
			Session: "ses_none", Name: "ready", Language: "en", Params: []string{"a", "b"},
		}.By(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrNotFound)
		require.Len(t, m.got, 1)
	})
}

func TestApprovedWordsGoToNobodyWhoWritesAnotherWay(t *testing.T) {
	formally(t, func(t *testing.T, s *scene, m *formal, ann desk.Agent, id chat.SessionID) {
		s.link("7")
		s.onPage(id)
		found, err := desk.TemplateQuery{Session: id}.By(t.Context(), ann)
		require.NoError(t, err)
		require.Empty(t, found)
		_, err = desk.TemplateMessage{
			Session: id, Name: "ready", Language: "en", Params: []string{"a", "b"},
		}.By(t.Context(), ann)
		require.ErrorIs(t, err, chat.ErrInvalid)
	})
}

func TestWhatIsFilledIntoApprovedWordsIsModeratedAndErased(t *testing.T) {
	formally(t, func(t *testing.T, s *scene, m *formal, ann desk.Agent, id chat.SessionID) {
		said, err := desk.TemplateMessage{
			Session: id, Name: "ready", Language: "en",
			Params: []string{marker, "4111 1111 1111 1111"},
		}.By(t.Context(), ann)
		require.NoError(t, err)
		require.True(t, said.Masked)
		require.NotContains(t, said.Text+said.Template.Params[1], "4111 1111 1111 1111")
		s.pass(time.Minute)
		eve := s.card(by(desk.Received{Session: id})).Visitor
		require.NoError(t, s.Host().Erase(t.Context(), eve))
		s.pass(time.Minute)
		es, _, err := ann.Timeline(t.Context(), id, 0, 100)
		require.NoError(t, err)
		for _, e := range es {
			require.Empty(t, e.Rich)
			require.NotContains(t, e.Text, marker)
		}
	})
}
