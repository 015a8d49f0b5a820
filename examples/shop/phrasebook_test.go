package main

import (
	"os"
	"regexp"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
)

func book(t *testing.T) phrasebook {
	t.Helper()
	b, err := newPhrasebook()
	require.NoError(t, err)
	return b
}

func TestThePhrasebookSaysTheSameInEachLanguageAndADeskWouldShowIt(t *testing.T) {
	b := book(t)
	require.NotEmpty(t, b)
	for _, said := range b {
		require.NotEmpty(t, said["en"])
		for from, text := range said {
			require.Equal(t, said[from], b[key(text)][from], "each sentence has one meaning")
			if told := translate.Detect(text); told != "" {
				require.Equal(t, from, told, text)
			}
			for to, want := range said {
				got, err := b.Translate(t.Context(), hook.Wording{Text: text, From: from, To: to})
				require.NoError(t, err)
				require.Equal(t, want, got.Text)
				require.NoError(t, translate.Check(text, got.Text), text)
			}
		}
	}
	for _, p := range catalogue {
		for _, text := range []string{p.Name, p.Line} {
			require.NotEmpty(t, b[key(text)]["et"], text)
		}
	}
}

func TestThePhrasebookRefusesWhatItDoesNotKnow(t *testing.T) {
	b := book(t)
	say := func(text, to string) (string, error) {
		said, err := b.Translate(t.Context(), hook.Wording{Text: text, To: to})
		return said.Text, err
	}
	for text, want := range map[string]string{
		" kas NEED saapad\non veekindlad ": "Are these boots waterproof?",
		"Tere! Kus mu pakk praegu on?":     "Hello! Where is my parcel?",
	} {
		got, err := say(text, "en-GB")
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{
		"", "?!", "Tere! Mis kell on?", "Where is my parcel 48213?", "ridgeline",
	} {
		_, err := say(text, "et")
		require.ErrorIs(t, err, hook.ErrRefused, text)
	}
	_, err := say("Where is my parcel?", "fi")
	require.ErrorIs(t, err, hook.ErrRefused)
	_, err = say("Ember lantern", "zh")
	require.ErrorIs(t, err, hook.ErrRefused)
}

func TestAConversationInTheShopIsInTwoLanguages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const question = "Dzień dobry! Czy te buty są wodoodporne?"
		seed, err := team(20 * time.Second)
		require.NoError(t, err)
		seed.Sites[0].Translation = translating
		s := chattest.Open(t, desk.Config{
			Seed: seed, Profile: profile{at: "http://shop.example"},
			Content: desk.Content{Translator: book(t)},
		})
		mari, vera := s.Agent("mari"), s.Visitor("Vera")
		mari.Available()
		vera.Ask(desk.StartRequest{
			Site: site, Queue: advice, Text: question, Locale: "en",
			Name: "Vera", Consent: "2026-11",
		})
		id := mari.Accept()
		s.Pass(5 * time.Second)
		r := desk.MessageRequest{
			Text: "Yes, the leather is waterproof. Shall I show you another one?",
		}
		r.Products, r.Choices = []string{"scree"}, []string{"Yes, please", "No, thank you"}
		m, err := mari.Agent.Send(t.Context(), id, r)
		require.NoError(t, err)
		s.Pass(5 * time.Second)
		es, _, err := vera.Timeline(t.Context(), id, 0, 0)
		require.NoError(t, err)
		asked := slices.IndexFunc(es, func(e chat.Entry) bool { return e.Text == question })
		require.GreaterOrEqual(t, asked, 0)
		require.Equal(t, "Hello! Are these boots waterproof?", es[asked].In("en"))
		told := slices.IndexFunc(es, func(e chat.Entry) bool { return e.N == m.N })
		require.GreaterOrEqual(t, told, 0)
		said := es[told]
		require.Equal(t, "Tak, skóra jest wodoodporna. Czy pokazać Ci inny model?", said.In("pl"))
		require.Equal(t, []string{"Tak, proszę", "Nie, dziękuję"}, said.Translations[0].Choices)
		require.Equal(t, "Buty trekkingowe Scree", said.Translations[0].Products[0].Title)
	})
}

func TestTheSentencesOfTheReadmeAreHeardAndKnown(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	all := regexp.MustCompile(`\*([^*]+[.?])\*`).FindAllSubmatch(page, -1)
	require.Len(t, all, 3)
	for _, found := range all {
		text := string(found[1])
		require.NotEmpty(t, translate.Detect(text), text)
		_, err := book(t).Translate(t.Context(), hook.Wording{Text: text, To: "pl"})
		require.NoError(t, err, text)
	}
}
