package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAnAgentWhoAsksTwiceAtOnceIsChargedOnce(t *testing.T) {
	b := &babel{}
	bilingual(t, foreign(), b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		anna.Accept()
		b.set("fails")
		anna.Say(inEnglish)
		s.pass(5 * time.Second)
		m := s.message(v, inEnglish)
		require.Empty(t, m.In("et"))
		before, cost := len(b.calls()), s.card(v).Translated
		b.set("slow")
		var g errgroup.Group
		for range 3 {
			g.Go(func() error {
				r := desk.TranslateRequest{Session: v.Session, N: m.N}
				e, err := r.By(t.Context(), anna.Agent)
				if err == nil && e.In("et") == "" {
					err = chat.ErrUnavailable
				}
				return err
			})
		}
		require.NoError(t, g.Wait())
		require.Len(t, b.calls(), before+1)
		require.Equal(t, cost+len([]rune(inEnglish)), s.card(v).Translated)
	})
}

func TestAnEngineIsAskedForTheVisitorsKindOfALanguage(t *testing.T) {
	b := &babel{}
	seed := foreign()
	seed.Sites[0].Translation.Team = "en-GB"
	bilingual(t, seed, b, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		require.Equal(t, "en-GB", b.calls()[0].To)
		anna.Accept()
		choose := func(lang string) {
			c := desk.LanguageChoice{Session: v.Session, Lang: lang}
			require.NoError(t, c.By(t.Context(), anna.Agent))
		}
		choose("pt-BR")
		anna.Say(inEnglish)
		s.pass(5 * time.Second)
		m := s.message(v, inEnglish)
		require.Equal(t, "pt-BR", m.Translations[0].Lang)
		choose("pt-PT")
		s.pass(10 * time.Second)
		m = s.message(v, inEnglish)
		require.Len(t, m.Translations, 1, "of the two it has the one that is wanted")
		require.Equal(t, "pt-PT: "+inEnglish, m.In("pt"))
		view, err := v.Visitor.Session(t.Context(), v.Session)
		require.NoError(t, err)
		require.Equal(t, "pt-PT", view.Reads.Lang)
	})
}
