package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// left is a team that keeps those in line for as long as a test looks, when nobody is there any more, and takes their messages
// then.
func left() settings.Team {
	seed := team()
	for i := range seed.Queues {
		seed.Queues[i].NoAgent, seed.Queues[i].AwayAfter = settings.NoAgentMessage, time.Hour
	}
	return seed
}

// changes writes a queue anew, for everybody and from now on.
func (c *counter) changes(q settings.Queue) {
	c.t.Helper()
	_, err := c.Host().PutQueue(c.t.Context(), q)
	require.NoError(c.t, err)
}

// asks begins a chat from the page, with a name and a question alone.
func (p *person) asks(c *counter, question string) {
	p.t.Helper()
	p.goTo(c.url("/page/1"))
	p.click(".launcher", "")
	p.write("#f-name", p.name)
	p.write("#f-text", question)
	p.click(".form button", "")
}

func TestNobodyThereTakesAMessageAndAsksForAnAddress(t *testing.T) {
	c := openCounter(t, left())
	chrome := browser(t)
	eve := meet(t, chrome, "Eve")
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "Leave a message")
	eve.click(".launcher", "")
	eve.see(".head", "We are away right now")
	eve.see(".closed", "Nobody is here at the moment")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Which size?")
	eve.press("Tab")
	eve.click(".form button", "Send message")
	eve.see(".line", "Nobody is here now. Your message is with us. We answer here: come back to this page.")
	eve.see(".reach h3", "Where can we reach you?")
	eve.see(".reach", "Leave an e-mail address or a phone number")
	eve.see(".sr[role=status]", "Where can we reach you?") // to who cannot see it come
	d := &day{t: t, axe: axe(t)}
	d.accessible(eve, "asked for an address")
	for text, fault := range map[string]string{"": "Please fill this in.", "eve at example": "This does not look right.", "eve@": "This does not look right.", "123": "This does not look right."} {
		eve.write("#f-address", text)
		if text == "" {
			ask[bool](eve, "#f-address", "", `el => (el.value = "", true)`)
		}
		eve.press("Enter")
		eve.see("#e-address", fault)
		eve.settle()
		assert.Equal(t, fault, eve.fault("#f-address"))
	}
	eve.write("#f-address", "eve@example.com")
	eve.press("Enter")
	eve.see(".reach:focus", "We can reach you at \u2068eve@example.com\u2069")
	eve.see(".line", "We will get in touch.")
	sessions, _, err := c.Host().Sessions(t.Context(), desk.SessionFilter{})
	require.NoError(t, err)
	require.Len(t, sessions, 1)
	assert.Equal(t, "eve@example.com", sessions[0].Session.Contact.Email)
	eve.goTo(c.url("/page/2"))
	eve.see(".line", "We will get in touch.")
	assert.False(t, eve.sees(".reach", ""), "it is known by now")
	for _, back := range []func(){ // there is a way back
		func() { eve.press("Escape") },
		func() { eve.click(".reach button", "Cancel") },
	} {
		eve.click("button.correct", "Correct your e-mail or phone")
		eve.see("#f-address:focus", "")
		eve.write("#f-address", "eve@")
		back()
		eve.see("button.correct:focus", "Correct your e-mail or phone")
		eve.notSee("#f-address", "")
	}
	eve.click("button.correct", "Correct your e-mail or phone") // one letter was wrong
	eve.see("#f-address", "")
	assert.Empty(t, eve.fault("#f-address"))
	eve.see("#f-address:focus", "")
	assert.False(t, eve.sees("button.correct", ""))
	d.accessible(eve, "correcting an address")
	eve.write("#f-address", "eva@example.com")
	eve.press("Enter")
	eve.see(".reach:focus", "We can reach you at \u2068eva@example.com\u2069")
	eve.see("button.correct", "")
	sessions, _, err = c.Host().Sessions(t.Context(), desk.SessionFilter{})
	require.NoError(t, err)
	assert.Equal(t, "eva@example.com", sessions[0].Session.Contact.Email)
	assert.Empty(t, eve.complaints())
}

func TestTheLastAgentLeavesAndWhoWaitsIsToldAtOnceAndTakenAsAMessageLater(t *testing.T) {
	c := openCounter(t, left())
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari", "Ada", "Bob", "Cleo", "Dan") // her hands are full
	eve.asks(c, "Which size?")
	eve.see(".queue", "Everybody is busy")
	assert.False(t, eve.sees(".reach", ""))
	eve.write(".composer textarea", "half a wo")
	mari.choose("select.mode", "break")
	eve.see(".queue", "Nobody is here right now")
	eve.see(".reach", "Where can we reach you?")
	focused, _ := ask[bool](eve, ".composer textarea", "", `el => el.getRootNode().activeElement === el`)
	assert.True(t, focused, "nothing takes the cursor away")
	mari.choose("select.mode", "available")
	eve.notSee(".reach", "")
	mari.choose("select.mode", "break")
	eve.see(".reach", "")
	q := left().Queues[0]
	q.AwayAfter = time.Second
	c.changes(q)
	eve.see(".head", "Your message is with us")
	eve.see(".line", "Nobody is here now. Your message is with us.")
	eve.see(".reach:focus", "") // the line to write on is gone, and what is typed goes nowhere
	eve.write("#f-address", "+372 5555 5555")
	eve.press("Enter")
	eve.see(".reach", "+372 5555 5555")
	eve.see(".line", "We will get in touch.")
	mari.see("[data-list=messages]", "Eve")
	assert.Empty(t, eve.complaints())
	assert.Empty(t, mari.complaints())
}

func TestAnAgentWhoMissesOffersIsSetAwayAndToldAndIsBackWithOneClick(t *testing.T) {
	seed := team()
	q := &seed.Queues[0]
	q.OfferFor, q.Policy.MissedMax, q.Policy.MissFor = time.Second, 1, time.Second
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Which size?")
	mari.see(".status .note", "You were set on a break because you missed")
	mari.see(".mode[data-mode=break]", "")
	mari.notSee(".offer", "")
	eve.see(".queue", "Nobody is here right now")
	q.OfferFor = time.Hour
	c.changes(*q)
	mari.shot(*gallery, "missed")
	mari.click(".status .note button", "I am back")
	mari.see(".mode[data-mode=available]", "")
	mari.notSee(".status .note", "missed")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")
	eve.see(".line", "Mari has joined")
	assert.Empty(t, eve.complaints())
	assert.Empty(t, mari.complaints())
}

func TestAnOverdueAnswerIsSeenInTheConsoleAndOnTheBoard(t *testing.T) {
	seed := team()
	seed.Queues[0].Policy.AnswerWithin = time.Second
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	c.serve(mari, "mari", "Ada")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see("tr", "1 answer overdue")
	mari.see(".row .chip.bad", "Overdue")
	mari.see(".line.warn", "The visitor has waited too long for an answer")
	mari.shot(*gallery, "overdue")
	liis.shot(*gallery, "overdue-board")
	mari.say("Here I am")
	mari.notSee(".row .chip.bad", "")
	liis.notSee("tr", "overdue")
	assert.Empty(t, liis.complaints())
	assert.Empty(t, mari.complaints())
}

func TestAnAgentWithFullHandsIsToldSoAndOfferedNothing(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	c := openCounter(t, seed)
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	mari.see(".mode[data-mode=available]", "")
	assert.False(t, mari.sees(".status .note", "All your places"))
	c.serve(mari, "mari", "Ada")
	mari.see(".status .note", "All your places are taken: nothing more is offered to you until one is free.")
	mari.see(".slots", "1 of 1 places taken")
	bob := c.Visitor("Bob")
	bob.Start("I am Bob")
	mari.see("[data-list=queue] .row", "Bob")
	mari.click(".row", "Bob")
	mari.see(".why li", "no place left, 1 of 1 taken")
	assert.False(t, mari.sees(".offer", ""))
	mari.shot(*gallery, "full")
	mari.insist("[data-act=pick]", "", ".toast", "You have no place left for another chat")
	mari.click(".row", "Ada")
	mari.see(".talk h2", "Ada")
	mari.click("[data-act=close]", "")
	mari.click(".offer button", "Accept") // a place is free
	mari.see(".talk h2", "Bob")
	assert.Empty(t, mari.complaints())
}
