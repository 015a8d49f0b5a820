package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestBothSidesAreToldWhereMessagesAreTranslatedAndIntoWhichLanguage(t *testing.T) {
	bilingual(t, foreign(), &babel{}, func(
		t *testing.T, s *scene, v *chattest.Visitor, anna *chattest.Agent,
	) {
		reads := func() desk.Reading {
			view, err := v.Visitor.Session(t.Context(), v.Session)
			require.NoError(t, err)
			return view.Reads
		}
		require.Equal(t, desk.Reading{Translates: true, Lang: "et"}, reads())
		require.True(t, s.read(v).Translates)
		none := desk.LanguageChoice{Session: v.Session, Lang: "pl-PL", Verbatim: true}
		require.NoError(t, none.ByVisitor(t.Context(), v.Visitor))
		want := desk.Reading{Translates: true, Lang: "pl", Chosen: true, Verbatim: true}
		require.Equal(t, want, reads())
		require.True(t, s.read(v).Translates, "it can be chosen again")
	})
}

func TestNobodyIsToldOfLanguagesWhereNothingIsTranslated(t *testing.T) {
	off := foreign()
	off.Sites[0].Translation.On = false
	for name, queue := range map[string]chat.QueueID{"off": "help", "plain": "plain"} {
		t.Run(name, func(t *testing.T) {
			seed := foreign()
			if name == "off" {
				seed = off
			}
			cfg := desk.Config{Seed: seed, Content: desk.Content{Translator: &babel{}}}
			playWith(t, cfg, func(t *testing.T, s *scene) {
				v := s.Visitor("vera")
				v.Ask(desk.StartRequest{Queue: queue, Text: inEstonian})
				view, err := v.Visitor.Session(t.Context(), v.Session)
				require.NoError(t, err)
				require.Zero(t, view.Reads)
				require.False(t, s.read(v).Translates)
			})
		})
	}
}
