package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
)

// anHour is what a board that was open for an hour has kept in its browser.
const anHour = `localStorage.setItem("switchboard/board", JSON.stringify(Array.from({length: 120}, (_, i) => ({
	t: Date.now() - (121 - i) * 30_000, waiting: [0, 1, 3, 2, 1, 0][i >> 3 & 7] ?? 1,
	oldest: [0, 20, 95, 60, 30, 0][i >> 3 & 7] ?? 15, level: 100 - (i >> 4), today: i >> 5,
}))))`

func TestTheAlbumOfTheConsoleAndTheBoard(t *testing.T) {
	seed := faced(team())
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	c.at(mari, "mari")
	mari.pictured("console-offline")
	there := map[string]*chattest.Visitor{}
	mari.choose("select.mode", "available")
	c.heard(mari)
	for n, name := range []string{"Ada", "Bob", "Cleo"} {
		there[name] = c.Visitor(name)
		there[name].Start(fmt.Sprintf("Hello, it is about order %d.", 1200+n))
		mari.see(".offer", name)
		if name == "Ada" {
			mari.pictured("console-offer")
		}
		mari.click(".offer button", "Accept")
		mari.see(".talk h2", name)
		mari.see(line+":focus", "")
	}
	there["Ada"].Say("Are you there?")
	mari.see(".row .unread", "1 unread message")
	mari.say("It left our house this morning.")
	there["Cleo"].Say("Wonderful, thank you! Does it come by courier?")
	mari.see(".msg", "courier")
	mari.pictured("console-chat")
	mari.dark(true)
	mari.pictured("console-chat-dark")
	mari.dark(false)
	mari.forced(true)
	mari.pictured("console-chat-forced-colours")
	mari.forced(false)
	mari.write(line, "/")
	mari.see(".canned li", "Sizes")
	mari.pictured("console-canned-replies")
	mari.press("Escape")
	mari.write(line, "")
	mari.press("Escape")
	mari.press("t")
	mari.see("dialog[open] .target", "")
	mari.pictured("console-transfer")
	mari.press("Escape")
	mari.notSee("dialog[open]", "")
	mari.press("?")
	mari.see("dialog[open]", "Keys")
	mari.pictured("console-keys")
	mari.press("Escape")
	mari.size(390, 844)
	mari.pictured("console-chat-phone")
	mari.size(1280, 860)
	there["Bob"].End()
	require.NoError(t, there["Bob"].Rate(t.Context(), there["Bob"].Session, chat.Rating{Score: 5, Scale: 5}))
	for _, name := range []string{"Dan", "Eva", "Finn"} {
		c.Visitor(name).Start("I wait, and ask about a return")
	}
	c.at(liis, "liis")
	liis.does(anHour)
	liis.goTo(c.url("/chat/board"))
	liis.see(".chats li", "Cleo")
	liis.pictured("board")
	liis.dark(true)
	liis.pictured("board-dark")
	liis.dark(false)
	liis.forced(true)
	liis.pictured("board-forced-colours")
	liis.forced(false)
	liis.size(390, 844)
	liis.pictured("board-phone")
	liis.size(1280, 860)
	liis.click("header a", "Reports")
	liis.see("tbody th", "Mari")
	liis.pictured("reports")
	liis.goTo(c.url("/chat/settings#queues"))
	liis.click(".rules button", "Buying advice")
	liis.see(".settings h2", "Buying advice")
	liis.pictured("settings")
	liis.reader("ar")
	c.at(liis, "liis")
	liis.see("[data-list=queue] .row", "Dan")
	assert.Equal(t, "right", liis.style(".search input", "textAlign"), "beside its icon")
	liis.pictured("console-arabic")
	assert.Empty(t, append(mari.complaints(), liis.complaints()...))
}
