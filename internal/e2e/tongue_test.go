package e2e

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// moody is a Translator that writes the language before the words, unless it is down.
type moody struct{ down atomic.Bool }

func (m *moody) Translate(_ context.Context, w hook.Wording) (hook.Translated, error) {
	if m.down.Load() {
		return hook.Translated{}, hook.ErrRefused
	}
	return hook.Translated{Text: w.To + ": " + w.Text, Engine: "moody"}, nil
}

// translated is a team whose site has everything translated.
func translated() settings.Team {
	seed := team()
	for i := range seed.Sites {
		seed.Sites[i].Translation = settings.Translation{On: true, Team: "en"}
	}
	return seed
}

// TestAnAgentChoosesTheLanguageOfAChat: by the key, and what failed is translated once more.
func TestAnAgentChoosesTheLanguageOfAChat(t *testing.T) {
	engine := &moody{}
	cfg := desk.Config{Seed: translated(), Content: desk.Content{Translator: engine}}
	cfg.Seed.Canned[0].Text["et"] = "Head reisi!"
	c := openCounterOn(t, cfg)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	engine.down.Store(true)
	eve.asks(c, askedInEstonian)
	mari.click(".offer button", "Accept")
	mari.see(".msg .text", askedInEstonian)
	mari.see(".log .line", "no translation could be made")
	mari.see("button.tongue", "Translation: Estonian")
	mari.see(".there dd", "Estonian")

	again := func() {
		mari.click(".msg .more", "What to do with")
		mari.click(".deeds button", "Translate again")
	}
	again()
	mari.see(".toast", "No translation could be made")
	mari.see(line+":focus", "")
	engine.down.Store(false)
	again()
	mari.see(".msg .translation[lang=en]", "en: "+askedInEstonian)

	mari.write(line, "/bye")
	mari.see(".canned li", "Head reisi!")
	mari.press("Escape")
	mari.write(line, "")
	mari.press("Escape")
	mari.press("l")
	mari.see("dialog[open] h2", "Translation of this chat")
	d.accessible(mari, "the language of a chat is chosen")
	mari.choose("#tongue-lang", "pl")
	mari.click("dialog[open] button", "Save")
	mari.see("button.tongue", "Translation: Polish")
	mari.see(".log .line", "Mari · Messages are read in Polish")
	mari.say(saidInEnglish)
	eve.see(".msg .text[lang=pl]", "pl: "+saidInEnglish)

	mari.click("button.tongue", "Translation: Polish")
	mari.click("dialog[open] .tick", "Translate nothing in this chat")
	mari.click("dialog[open] button", "Save")
	mari.see("button.tongue", "Translation: off")
	assert.Empty(t, mari.complaints())
	assert.Empty(t, eve.complaints())
}
