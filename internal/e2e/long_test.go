package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestLongNamesAndNamesOfBothDirectionsFitEverywhere: the longest name that the shop takes, in one word, stands nowhere
// beyond its place, and no name is cut at its beginning, whatever direction the page has.
func TestLongNamesAndNamesOfBothDirectionsFitEverywhere(t *testing.T) {
	long, arabic := strings.Repeat("Wolfeschlegelsteinhausen", 3), "محمد بن عبد الله بن عبد الرحمن آل سعود"
	seed := team()
	seed.Agents[0].Name, seed.Agents[0].Capacity = "Mari", 12
	seed.Agents[1].Name = arabic
	seed.Queues[0].Name = "Kundenberatungsangelegenheiten und Rücksendungsbearbeitungsstelle"
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	c.serve(mari, "mari", "Ada")
	assert.Equal(t, "1 / 12", strings.TrimSpace(mari.told(".slots")), "more places than can be told apart at a glance")
	for i, name := range []string{long, arabic} {
		v := c.Visitor(fmt.Sprint("v", i))
		v.Ask(desk.StartRequest{Name: name, Queue: "advice", Text: strings.Repeat("Donaudampfschifffahrtsgesellschaft", 4)})
		mari.see(".offer", name)
		label, _ := ask[string](mari, ".offer", name, "el => el.ariaLabel")
		apart := "\u2068" + name + "\u2069" // so that what stands beside it is not turned round
		assert.Equal(t, name == arabic, strings.Contains(label, apart), label)
		mari.size(390, 844)
		mari.laidOut("an offer of " + name)
		mari.size(1280, 860)
		mari.click(".offer button", "Accept")
		mari.see(".talk h2", name)
	}
	for _, lang := range []string{"en", "pl", "ar"} {
		mari.reader(lang)
		c.at(mari, "mari")
		for _, name := range []string{long, arabic} {
			mari.size(1280, 860)
			mari.click(".row", name)
			mari.see(".talk h2", name)
			mari.see(".msg .by", name)
			for _, width := range []int64{1280, 820, 390, 320} {
				mari.size(width, 844)
				mari.laidOut(fmt.Sprintf("%s, console of %d in %s", name[:8], width, lang))
			}
			if mari.size(390, 844); name == long {
				mari.click(".talk .back", "")
				mari.see(".row", name)
				mari.laidOut("the list on a phone in " + lang)
			}
		}
	}
	c.at(liis, "liis")
	for _, lang := range []string{"en", "ar"} {
		liis.reader(lang)
		for path, shows := range map[string]string{"board": ".chats li", "reports": "tbody th", "settings#queues": ".rules .rule"} {
			liis.size(1280, 860)
			liis.goTo(c.url("/chat/" + path))
			liis.see(shows, "")
			if strings.HasPrefix(path, "settings") {
				liis.click(".rules .rule", "Kunden")
				liis.see(".settings h2", "Kunden")
			}
			for _, width := range []int64{1280, 820, 390, 320} {
				liis.size(width, 1400)
				liis.laidOut(fmt.Sprintf("%s of %d in %s", path, width, lang))
			}
		}
	}
	assert.Empty(t, append(mari.complaints(), liis.complaints()...))
}

// told is what an element says.
func (p *person) told(sel string) string {
	p.t.Helper()
	text, ok := ask[string](p, sel, "", "el => el.textContent")
	assert.True(p.t, ok, sel)
	return text
}

func TestALongNameOfAnAgentFitsTheWidgetInEveryLanguage(t *testing.T) {
	seed := faced(team())
	seed.Agents[0].Name = strings.Repeat("Wolfeschlegelsteinhausen", 3)
	seed.Queues[0].Name = "Kundenberatungsangelegenheiten und Rücksendungsbearbeitungsstelle"
	seed.Sites[0].Name = "Kundenberatungsangelegenheitenundrücksendungsbearbeitungsstelle"
	c := openCounter(t, seed)
	eve, mari := meet(t, browser(t), "Eve"), c.Agent("mari")
	mari.Available()
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.see("#f-queue", "")
	every := func(what string) {
		t.Helper()
		for _, lang := range []string{"en", "pl", "ar"} {
			eve.does(fmt.Sprintf(`document.querySelector("live-chat").setAttribute("locale", %q)`, lang))
			eve.see(map[bool]string{true: ".dock[dir=rtl]", false: ".dock[dir=ltr]"}[lang == "ar"], "")
			for _, width := range []int64{1280, 390, 320} {
				eve.size(width, 640)
				eve.laidOut(fmt.Sprintf("%s, %d in %s", what, width, lang))
			}
		}
		eve.does(`document.querySelector("live-chat").setAttribute("locale", "en")`)
		eve.see(".dock[dir=ltr]", "")
		eve.size(1280, 860)
	}
	every("a form")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", strings.Repeat("Donaudampfschifffahrtsgesellschaft", 4))
	eve.click(".form button", "Start chat")
	eve.see(".queue", "You are next in line")
	every("in line")
	mari.Accept()
	mari.Say("مرحبا https://example.com/" + strings.Repeat("path", 20))
	eve.see(".msg .by", "Wolfe")
	every("a chat")
	require.NoError(t, mari.Agent.Close(t.Context(), mari.Session))
	eve.see(".rating", "How was this chat?")
	every("rating")
	assert.Empty(t, eve.complaints())
}
