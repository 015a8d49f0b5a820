package desk_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// offering plays a conversation in which an agent shows a boot and offers two answers.
func offering(
	t *testing.T, mood string,
	f func(*testing.T, *scene, *babel, *chattest.Visitor, chat.Entry),
) {
	t.Helper()
	b := &babel{}
	cfg := desk.Config{
		Seed: foreign(), Profile: shelf(stocked), Content: desk.Content{Translator: b},
	}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		anna := s.Agent("anna")
		anna.Available()
		v := s.Visitor("vera")
		v.Ask(desk.StartRequest{Queue: "help", Text: inEstonian})
		s.pass(5 * time.Second)
		anna.Accept()
		b.set(mood)
		r := desk.MessageRequest{Text: inEnglish}
		r.Products, r.Choices = []string{"7"}, []string{"Yes, order 48213", "No"}
		m, err := anna.Agent.Send(t.Context(), v.Session, r)
		require.NoError(t, err)
		s.pass(10 * time.Second)
		f(t, s, b, v, s.entry(v, m.N))
	})
}

// entry is entry n of a timeline.
func (s *scene) entry(v *chattest.Visitor, n int) chat.Entry {
	return s.timeline(v)[n-1]
}

func TestWhatAMessageShowsIsTranslatedWithItsWords(t *testing.T) {
	offering(t, "", func(
		t *testing.T, s *scene, b *babel, v *chattest.Visitor, m chat.Entry,
	) {
		require.Equal(t, []string{"Yes, order 48213", "No"}, m.Choices, "the original stays")
		x := m.Translations[0]
		require.Equal(t, []string{"et: Yes, order 48213", "et: No"}, x.Choices)
		require.Equal(t, []chat.ProductWords{{Title: "et: Boot 7"}}, x.Products)
		require.Contains(t, m.PlainIn("et"), "et: Boot 7 · €")
		require.Contains(t, m.PlainIn("et"), "– et: No\n")
		cost := 0
		for _, w := range b.calls() {
			cost += utf8.RuneCountInString(w.Text)
		}
		require.Equal(t, cost, s.card(v).Translated)

		asked := len(b.calls())
		for _, text := range []string{"Yes, order 48213", "et: No"} {
			e, err := v.Visitor.Send(t.Context(), v.Session, desk.MessageRequest{Text: text})
			require.NoError(t, err)
			s.pass(5 * time.Second)
			e = s.entry(v, e.N)
			want := ""
			if text == "et: No" {
				want = "No"
			}
			require.Equal(t, want, e.In("en"), "it is known what that means")
		}
		require.Len(t, b.calls(), asked)
		require.Equal(t, cost, s.card(v).Translated)
	})
}

func TestWhatCannotBeTranslatedOfWhatAMessageShowsStaysAsItIs(t *testing.T) {
	for _, mood := range []string{"fails", "lies", "hangs"} {
		offering(t, mood, func(
			t *testing.T, _ *scene, _ *babel, _ *chattest.Visitor, m chat.Entry,
		) {
			require.Empty(t, m.In("et"))
			require.Empty(t, m.Translations[0].Choices)
			require.Contains(t, m.PlainIn("et"), "– No")
		})
	}
}

func TestAChoiceWhosePlaceholderAnEngineBreaksIsReadAsItWasOffered(t *testing.T) {
	offering(t, "", func(
		t *testing.T, s *scene, b *babel, v *chattest.Visitor, _ chat.Entry,
	) {
		b.set("breaks")
		r := desk.MessageRequest{Text: "Which of these two shall I reserve for you today?"}
		r.Choices = []string{"The {size} one", "Neither", "Order size 48213"}
		m, err := s.Agent("anna").Agent.Send(t.Context(), v.Session, r)
		require.NoError(t, err)
		s.pass(10 * time.Second)
		m = s.entry(v, m.N)
		require.Equal(t, "et: "+r.Text, m.In("et"))
		require.Equal(t, r.Choices, m.Choices)
		require.Equal(t, []string{"", "et: Neither", ""}, m.Translations[0].Choices)
		require.Contains(t, m.PlainIn("et"), "– The {size} one\n– et: Neither\n– Order size 48213")
		require.Equal(t, "The {size} one", m.Meant("The {size} one"))
		require.Empty(t, m.Meant("et: The {suurus} one"), "nobody was shown that")
	})
}
