package e2e

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// phrases is a shelf that translates three sentences, and nothing else.
type phrases struct{ shelf }

const (
	askedInEstonian = "Tere, kas teil on veekindlaid saapaid, palun?"
	saidInEnglish   = "These are dry, and the order 48213 has room for them."
)

func (phrases) Translate(_ context.Context, w hook.Wording) (hook.Translated, error) {
	for _, pair := range [][2]string{
		{askedInEstonian, "Hello, have you got waterproof boots, please?"},
		{saidInEnglish, "Need on kuivad, ja tellimuses 48213 on neile ruumi."},
	} {
		if w.Text == pair[0] {
			return hook.Translated{Text: pair[1], Engine: "phrases"}, nil
		}
	}
	return hook.Translated{}, hook.ErrRefused
}

// bilingual is a counter with a catalogue that takes files and has everything translated.
func bilingual(t *testing.T) *counter {
	t.Helper()
	blobs, err := dir.New(dir.Config{Path: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	seed := translated()
	seed.Sites[0].Files = settings.Files{On: true}
	shop := phrases{shelf{streetOf(t).server.URL}}
	return openCounterOn(t, desk.Config{
		Seed: seed, Profile: shop, Content: desk.Content{Blobs: blobs, Translator: shop},
	})
}

// TestTwoLanguagesMeetInOneTimeline: each side reads its own language, beside a picture and a
// product card, and can see the original.
func TestTwoLanguagesMeetInOneTimeline(t *testing.T) {
	c := bilingual(t)
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, askedInEstonian)
	mari.click(".offer button", "Accept")
	mari.see(".msg .text", askedInEstonian)
	mari.see(".msg .translation[lang=en]", "Hello, have you got waterproof boots, please?")

	eve.hands("pick", "torn.png", picture(t, ""))
	eve.see(".tray", "Ready to be sent")
	eve.click(".composer .send", "Send")
	mari.see(".msg .files img", "")
	mari.write(line, saidInEnglish)
	mari.click(".composer .shelf", "Show a product")
	mari.write("#products-q", "boot")
	mari.click("dialog[open] .finds button", evilTitle)
	eve.see(".msg .text[lang=et]", "Need on kuivad, ja tellimuses 48213 on neile ruumi.")
	eve.see(".product .price", "€ 129.00")
	eve.see(".msg .files img", "")
	mari.see(".msg .translation[lang=et]", "Need on kuivad")
	eve.click(".msg .translation", "Translated · show the original")
	eve.see(".msg .text[lang=en]", saidInEnglish)
	eve.click(".msg .translation", "Show the translation")
	eve.see(".msg .text[lang=et]", "Need on kuivad")
	assert.Empty(t, mari.complaints())
	assert.Empty(t, eve.complaints())
}
