package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestAVisitorChoosesTheLanguageTheyRead: by the keys alone, and originals only where they want those.
func TestAVisitorChoosesTheLanguageTheyRead(t *testing.T) {
	cfg := desk.Config{Seed: translated(), Content: desk.Content{Translator: &moody{}}}
	c := openCounterOn(t, cfg)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, askedInEstonian)
	mari.click(".offer button", "Accept")
	mari.say(saidInEnglish)
	eve.see(".msg .text[lang=et]", "et: "+saidInEnglish)
	eve.click(".tongue summary", "Messages are translated · Estonian")
	d.accessible(eve, "the visitor chooses a language")
	eve.choose("#f-tongue", "pl")
	eve.see(".tongue summary", "Polish")
	eve.see(".msg .text[lang=pl]", "pl: "+saidInEnglish)
	eve.choose("#f-tongue", "et")
	eve.see(".msg .text[lang=et]", "et: "+saidInEnglish)
	mari.see(".log .line", "Eve · Messages are read in Estonian")
	eve.see(".log .line", "You · Messages are read in Estonian")

	eve.click(".tongue .tick", "Show me originals only")
	eve.see(".tongue summary", "Nothing is translated")
	eve.notSee(".msg .text", "et: "+saidInEnglish)
	eve.see(".msg .text", saidInEnglish)
	mari.see("button.tongue", "Translation: off")
	mari.see(".log .line", "Eve · Originals only")
	eve.see(".log .line", "You · Originals only")
	eve.click(".msg .translation", "Show the translation")
	eve.see(".msg .text[lang=et]", "et: "+saidInEnglish)
	eve.write("#f-tongue", "")
	eve.press("Escape")
	eve.see(".tongue summary:focus", "Nothing is translated")
	assert.Empty(t, eve.complaints())
}

// TestWhatAnAgentChoosesReachesAnOpenWidgetAtOnce: the language, and that nothing is translated,
// with the name of who chose it.
func TestWhatAnAgentChoosesReachesAnOpenWidgetAtOnce(t *testing.T) {
	cfg := desk.Config{Seed: translated(), Content: desk.Content{Translator: &moody{}}}
	c := openCounterOn(t, cfg)
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, askedInEstonian)
	mari.click(".offer button", "Accept")
	mari.say(saidInEnglish)
	eve.see(".msg .text[lang=et]", "et: "+saidInEnglish)
	mari.click("button.tongue", "Translation: Estonian")
	mari.choose("#tongue-lang", "pt-BR")
	mari.click("dialog[open] button", "Save")
	eve.see(".log .line", "Mari · Messages are read in Brazilian Portuguese")
	eve.see(".tongue summary", "Brazilian Portuguese")
	eve.see(".msg .text[lang=pt-BR]", "pt-BR: "+saidInEnglish)
	mari.click("button.tongue", "Translation: Brazilian Portuguese")
	mari.click("dialog[open] .tick", "Translate nothing in this chat")
	mari.click("dialog[open] button", "Save")
	eve.see(".log .line", "Mari · Originals only")
	eve.see(".tongue summary", "Nothing is translated")
	eve.see(".msg .text", saidInEnglish)
	mari.see(".log .line", "Mari · Originals only")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
