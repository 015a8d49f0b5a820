package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// lets is a team whose supervisor has these powers.
func lets(powers ...chat.Power) settings.Team {
	seed := team()
	seed.Agents[3].Powers = powers
	return seed
}

// lines opens a counter with somebody in line whom nobody serves, and a message that was left.
func lines(t *testing.T, seed settings.Team) *counter {
	c := openCounter(t, seed)
	c.Visitor("Bob").Ask(desk.StartRequest{Queue: "orders", Name: "Bob", Text: "I am Bob"})
	c.Visitor("Cleo").Ask(desk.StartRequest{Name: "Cleo", Email: "cleo@example.com", Text: "I am Cleo", Leave: true})
	return c
}

func TestASupervisorWhoMayOnlyLookIsShownNoDeadButtons(t *testing.T) {
	c := lines(t, lets(chat.PowerSee))
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.see(".status .note", "You may look here, and not answer.")
	assert.False(t, liis.sees("select.mode", "") || liis.sees(".slots", ""))
	for _, name := range []string{"Bob", "Cleo"} {
		liis.click(".row", name)
		liis.see(".talk h2", name)
		liis.see(".msg", "I am "+name)
		liis.see(".over", "You may look at this chat, and not answer.")
		assert.False(t, liis.sees("[data-act]", "") || liis.sees(line, ""), name)
	}
	liis.shot(*gallery, "console-reading")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents li", "Mari")
	liis.see(".box", "You may look here, and not change how many chats agents take.")
	assert.False(t, liis.sees(".less", "") || liis.sees(".more", ""))
	liis.click("summary", "Why is nobody taking this?") // which is only to look
	liis.see(".verdicts li", "offline")
	liis.shot(*gallery, "board-reading")
	assert.Empty(t, liis.complaints())
}

func TestASupervisorIsShownWhatTheirPowersAllow(t *testing.T) {
	c := lines(t, lets(chat.PowerSee, chat.PowerAnswer))
	chrome := browser(t)
	liis, mari := meet(t, chrome, "Liis"), meet(t, chrome, "Mari")
	c.serve(mari, "mari", "Ada")
	c.at(liis, "liis")
	liis.click(".row", "Cleo")
	liis.see("[data-act=answer]", "")
	liis.choose("select.mode", "available")
	liis.see(".mode[data-mode=available]", "")
	liis.click("[data-act=answer]", "")
	liis.see("[data-act=transfer]", "") // her own she may hand on
	liis.goTo(c.url("/chat/board"))
	liis.see(".box", "You may look here, and not change")
	assert.False(t, liis.sees(".less", ""))

	given := lets(chat.PowerSee, chat.PowerPlace).Agents[3] // from now on
	_, err := c.Host().PutAgent(t.Context(), given)
	require.NoError(t, err)
	liis.see(".less", "One place less for Mari")
	liis.see(".agents li", "not yours to change") // her own, as a supervisor of some queues
	assert.False(t, liis.sees(".less", "One place less for Liis"))
	liis.goTo(c.url("/chat/console"))
	liis.see(".status .note", "You may look here, and not answer.")
	liis.click(".row", "Cleo")
	liis.see(".over", "You may look at this chat, and not answer.")
	liis.see("[data-act=first]", "") // of the line she may
	assert.False(t, liis.sees("[data-act=pick]", ""))

	given.Powers = []chat.Power{chat.PowerEverything}
	_, err = c.Host().PutAgent(t.Context(), given)
	require.NoError(t, err)
	liis.see("[data-act=pick]", "") // the page that is open learns of it
	liis.notSee(".status .note", "You may look")

	liis.click(".row", "Bob") // hands on the line
	liis.see(".talk h2", "Bob")
	liis.click("[data-act=first]", "Put first")
	liis.see("[data-act=usual]", "")
	liis.click("[data-act=transfer]", "")
	liis.click(".target", "Buying advice")
	liis.click("dialog button", "Transfer")
	mari.see(".offer[aria-label*=Bob]", "")
	liis.goTo(c.url("/chat/board"))
	liis.click(".waiting .first", "Not first")
	liis.see(".waiting .first", "Put first")
	liis.shot(*gallery, "board-hands")
	liis.click(".waiting a", "Bob")
	liis.see(".talk h2", "Bob")
	liis.click("[data-act=close]", "Close")
	liis.see(".undo", "Closing the chat with Bob")
	mari.notSee(".offer[aria-label*=Bob]", "")
	assert.Empty(t, liis.complaints())
	assert.Empty(t, mari.complaints())
}
