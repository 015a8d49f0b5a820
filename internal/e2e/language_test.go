package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reader makes the browser that of somebody who reads a language.
func (p *person) reader(language string) {
	p.t.Helper()
	p.left = true // for good
	agent, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`navigator.userAgent`))
	require.NoError(p.t, err)
	params := emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: language}
	_, err = chromedp.Call(p.ctx, emulation.SetUserAgentOverride, params)
	require.NoError(p.t, err)
}

// written is how a page says it is written, and whether anything of it lies beyond its edge.
const written = `[document.documentElement.lang, document.documentElement.dir, document.documentElement.scrollWidth > innerWidth ? "wide" : ""]`

func TestConsoleAndBoardSpeakTheLanguageOfWhoReadsThem(t *testing.T) {
	c := openCounter(t, team())
	c.Visitor("Ada").Start("I am Ada")
	liis := meet(t, browser(t), "Liis")
	for _, row := range []struct{ language, lang, dir, pick, console string }{
		{"pl-PL", "pl-PL", "ltr", "Wybierz rozmowę", "Rozmowy"},
		{"ar", "ar", "rtl", "اختر محادثة", "المحادثات"},
		{"fr-FR", "en-FR", "ltr", "Pick a chat", "Console"},
	} {
		liis.reader(row.language)
		c.at(liis, "liis")
		liis.see("p, div", row.pick)
		liis.see("[data-list=queue] .row", "Ada")
		for _, page := range []string{"console", "board"} {
			said, err := chromedp.Run(liis.ctx, chromedp.Evaluate[[]string](written))
			require.NoError(t, err)
			assert.Equal(t, []string{row.lang, row.dir, ""}, said, "%s in %s", page, row.language)
			if page == "console" {
				liis.goTo(c.url("/chat/board"))
				liis.see("a", row.console)
			}
		}
	}
	assert.Empty(t, liis.complaints())
}
