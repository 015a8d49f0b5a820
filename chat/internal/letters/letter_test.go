package letters_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/internal/letters"
)

func TestALetterSaysTheSameAsTextAndAsHTMLInTheReadersLanguage(t *testing.T) {
	for locale, subject := range map[string]string{
		"et-EE": "Vastus: Kingad", "pl": "Odpowiedź od Kingad", "id": "Jawaban dari Kingad",
		"zh-Hans": "Kingad 的回复", "ar": "رد من Kingad", "en": "An answer from Kingad",
		"fi": "An answer from Kingad", "": "An answer from Kingad",
	} {
		w := letters.Write(letters.Letter{
			Locale: locale, Shop: "Kingad", Name: "Vera", Reply: true,
			Said: []letters.Said{
				{Who: "Mari", Text: "It is in.\nSize 42."}, {Who: "Mari", Text: "<b>Bye</b> {name}"},
			},
		})
		require.Equal(t, subject, w.Subject, locale)
		require.Contains(t, w.Text, "It is in.\nSize 42.\n\n<b>Bye</b> {name}\n", locale)
		require.Contains(t, w.HTML, "It is in.<br>Size 42.", locale)
		require.Contains(t, w.HTML, "&lt;b&gt;Bye", "nobody's words are markup")
		require.NotContains(t, w.Text, "{shop}")
		hello, _, _ := strings.Cut(w.Text, "\n")
		require.Contains(t, hello, "Vera", locale)
	}
}

func TestTheShopsOwnWordsTakeTheirPlace(t *testing.T) {
	w := letters.Write(letters.Letter{
		Shop: "Kingad", Own: map[string]string{
			"mail.subject": "News from {shop}", "mail.foot": "Pikk 1, Tallinn",
		},
		Said: []letters.Said{{Who: "", Text: "Hello"}},
	})
	require.Equal(t, "News from Kingad", w.Subject)
	require.Contains(t, w.Text, "-- \nPikk 1, Tallinn\n")
}

func TestALetterBringsAWholeConversation(t *testing.T) {
	for locale, subject := range map[string]string{
		"et": "Vestlus: Kingad", "pl": "Rozmowa: Kingad", "id": "Obrolan Anda dengan Kingad",
		"zh": "您与 Kingad 的聊天记录", "ar": "محادثتك مع Kingad", "en": "Your chat with Kingad",
	} {
		w := letters.Write(letters.Letter{Locale: locale, Shop: "Kingad", Chat: []letters.Said{
			{Who: "Vera", Own: true, Text: "<i>Is it in?</i>", At: "12:00"},
			{Who: "Mari", Text: "It is.", At: "12:01"}, {Text: "Bye"},
		}})
		require.Equal(t, subject, w.Subject)
		require.NotContains(t, w.Text, "Vera", "the reader is not told their own name")
		require.Contains(t, w.Text, " · 12:00\n<i>Is it in?</i>\n\nMari · 12:01\nIt is.\n\nBye\n\n")
		require.Contains(t, w.HTML, "&lt;i&gt;Is it in?")
	}
	own := map[string]string{"mail.chat.subject": "What we said, {shop}"}
	w := letters.Write(letters.Letter{Shop: "Kingad", Own: own, Chat: []letters.Said{{Text: "Hi"}}})
	require.Equal(t, "What we said, Kingad", w.Subject)
}

func TestWhenIsTheDayAndTheTimeWhereTheShopIs(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	friday := at.AddDate(0, 0, -3)
	require.Equal(t, "Monday 09:00 UTC", letters.When("en", friday, at, nil))
	tallinn := time.FixedZone("EET", 7200)
	require.Equal(t, "esmaspäev kell 11:00 EET", letters.When("et", friday, at, tallinn))
	require.Equal(t, "Monday 2026-11-30 09:00 UTC", letters.When("en", at.AddDate(0, 0, -7), at, nil))
}

func TestALetterSaysWhoSpeaksAndWhatTheyAnswer(t *testing.T) {
	w := letters.Write(letters.Letter{Locale: "en", Shop: "Kingad", Said: []letters.Said{
		{Who: "Mari", Text: "one"}, {Who: "Mari", Text: "two", To: "Which size?"},
		{Who: "Jaan", Text: "three"}, {Text: "four"},
	}})
	wrote := func(who string) string { return who + " wrote:" }
	require.Contains(t, w.Text, "\n"+wrote("Mari")+"\none\n\n> Which size?\ntwo\n\n")
	require.Contains(t, w.Text, "\n\n"+wrote("Jaan")+"\nthree\n\nfour\n")
	require.Equal(t, 1, strings.Count(w.HTML, wrote("Mari")))
	require.Contains(t, w.HTML, ">Which size?</blockquote>")
	require.Equal(t, 1, strings.Count(w.HTML, "blockquote>"), "nothing else is answered")
}

func TestALetterThatConfirmsSaysByWhen(t *testing.T) {
	for own, wants := range map[string][]string{
		"": {"Monday 09:00"}, "We have it.": {"We have it.\n", "Monday 09:00"},
	} {
		w := letters.Write(letters.Letter{
			Locale: "en", Shop: "Kingad", By: "Monday 09:00",
			Own: map[string]string{"mail.confirm": own, "mail.confirm.subject": "{shop}, {name}"},
		})
		require.Equal(t, "Kingad, ", w.Subject, "nobody's name stands in a subject")
		for _, want := range wants {
			require.Contains(t, w.Text, want)
		}
	}
	for locale, dir := range map[string]string{"ar": "rtl", "et": "ltr"} {
		require.Contains(t, letters.Write(letters.Letter{Locale: locale}).HTML, `dir="`+dir+`"`)
	}
}
