package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestAVisitorChoosesInTheirOwnLanguage: choices and products are read in it, the one that is
// chosen goes as it was offered, and stands in the visitor's words for who chose it.
func TestAVisitorChoosesInTheirOwnLanguage(t *testing.T) {
	c := openCounterOn(t, desk.Config{
		Seed: translated(), Profile: shelf{streetOf(t).server.URL},
		Content: desk.Content{Translator: &moody{}},
	})
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, askedInEstonian)
	mari.click(".offer button", "Accept")
	mari.see(".msg .text", askedInEstonian)
	in, err := c.Agent("mari").Inbox(t.Context())
	require.NoError(t, err)
	r := desk.MessageRequest{Text: saidInEnglish}
	r.Products, r.Choices = []string{"boot-7"}, []string{"Yes, keep them", "No"}
	_, err = c.Agent("mari").Agent.Send(t.Context(), in.Sessions[0].Session.ID, r)
	require.NoError(t, err)

	eve.see(".product a", "et: "+evilTitle)
	eve.see(".product", "et: Waterproof")
	eve.see(".product .price", "€ 129.00")
	eve.see(".choices button", "et: No")
	eve.see(":has(> .choices) > [role=status]", "et: Yes, keep them, et: No")
	mari.see(".msg .offered .chip", "Yes, keep them")
	mari.see(".msg .product", evilTitle)
	eve.click(".msg .translation", "Translated · show the original")
	eve.see(".product a", evilTitle)
	eve.notSee(".product a", "et: "+evilTitle)
	eve.click(".msg .translation", "Show the translation")

	eve.click(".choices button", "et: Yes, keep them")
	eve.notSee(".choices button", "")
	eve.see(".msg.own .text[lang=et]", "et: Yes, keep them")
	eve.numbered("et: Yes, keep them")
	d.accessible(eve, "a translated answer is chosen")
	mari.see(".msg .text", "Yes, keep them")
	mari.notSee(".msg .text", "et: Yes, keep them")
	eve.click(".msg.own .translation", "Translated · show the original")
	eve.notSee(".msg.own .text", "et: Yes, keep them")
	eve.see(".msg.own .text", "Yes, keep them")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
