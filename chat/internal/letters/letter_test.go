package letters_test

import (
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

func TestWhenIsTheDayAndTheTimeWhereTheShopIs(t *testing.T) {
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	friday := at.AddDate(0, 0, -3)
	require.Equal(t, "Monday 09:00 UTC", letters.When("en", friday, at, nil))
	tallinn := time.FixedZone("EET", 7200)
	require.Equal(t, "esmaspäev kell 11:00 EET", letters.When("et", friday, at, tallinn))
	require.Equal(t, "Monday 2026-11-30 09:00 UTC", letters.When("en", at.AddDate(0, 0, -7), at, nil))
}
