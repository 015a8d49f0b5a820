package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAVisitorGoesOnWithAChatThatHasEnded(t *testing.T) {
	long(t)
	c := openCounter(t, team())
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Which size?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")
	mari.see(".card .there", "Here now")
	mari.see(".card .there", "Computer")
	mari.see(".card .there", "English")
	mari.press("Escape")
	mari.press("c")
	mari.see(".undo", "Closing the chat with Eve")
	mari.press("z")
	mari.notSee(".undo p", "")
	mari.click("[data-act=close]", "")
	eve.see(".rating", "How was this chat?")
	eve.goTo(c.url("/page/2")) // and another page, where nothing was open yet
	eve.see(".after button", "Start a new chat")
	eve.shot(*gallery, "ended")
	eve.click(".after button", "Go on with this chat")
	eve.see(".composer textarea:focus", "")
	mari.click(".offer button", "Accept")
	eve.see(".line", "The chat goes on")
	mari.say("Take the larger one")
	eve.see(".msg", "Take the larger one")

	mari.click("[data-act=close]", "")
	eve.click(".after button", "Start a new chat")
	eve.see(".form button", "Start chat")
	mari.click("[data-act=reopen]", "") // something was forgotten
	mari.see(line, "")
	mari.say("One more thing")
	eve.goTo(c.url("/page/1")) // the beacon tells
	eve.see(".msg", "One more thing")
	eve.say("What is it?")
	mari.see(".msg", "What is it?")

	mari.click("[data-act=close]", "")
	eve.click(".after button", "Start a new chat")
	eve.write("#f-text", "Which colour?")
	eve.click(".form button", "Start chat")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which colour?")
	mari.click(".past", "Buying advice · Closed") // what was said before can be read
	mari.see(".msg", "What is it?")
	mari.see(".line button", "lines more")
	mari.shot(*gallery, "past-chat")
	mari.click(".row", "Eve")
	mari.see(".msg", "Which colour?")
	assert.Empty(t, eve.complaints())
	eve.goTo("about:blank")
	mari.see(".card .there", "Gone for")
	mari.shot(*gallery, "gone")
	assert.Empty(t, mari.complaints())
}

func TestAnEndedChatIsNotGoneOnWithWhereNobodyWouldAnswer(t *testing.T) {
	c := openCounter(t, left())
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Which size?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")
	mari.click("[data-act=close]", "")
	eve.see(".after button", "Go on with this chat")
	mari.choose("select.mode", "offline")
	eve.notSee(".after button", "Go on with this chat")
	eve.see(".after button", "Start a new chat")
}

// title is what stands on the tab.
func (p *person) title() string {
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("document.title"))
	require.NoError(p.t, err)
	return text
}

func TestAnAgentIsToldOfMessagesInTheOtherChats(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	mari.before(`window.noticed = []; window.Notification = class { static permission = "granted"; static async requestPermission() { return "granted"; }
		constructor(title) { window.noticed.push(title); } close() {} }`)
	there := c.serve(mari, "mari", "Ada", "Bob")
	assert.False(t, mari.sees(".unread", ""))
	there["Ada"].Say("hello?")
	mari.see(".row .unread", "1 unread message")
	there["Ada"].Say("hello??")
	mari.see(".row .unread", "2 unread messages")
	mari.see(".sr[role=status]", "Ada wrote")
	assert.Equal(t, "(2) New message", mari.title())
	there["Bob"].Say("I am looked at")
	mari.see(".msg", "I am looked at")
	assert.Equal(t, "(2) New message", mari.title())
	mari.shot(*gallery, "unread")
	mari.goTo(c.url("/chat/console")) // after a reload they are still not read
	mari.see(".row .unread", "2 unread messages")
	assert.Equal(t, "(2) New message", mari.title())
	noticed := func() []string {
		all, err := chromedp.Run(mari.ctx, chromedp.Evaluate[[]string]("window.noticed"))
		require.NoError(t, err)
		return all
	}
	mari.does(`document.hasFocus = () => false`) // she looks elsewhere
	there["Ada"].Say("hello???")
	mari.see(".row .unread", "3 unread messages")
	assert.Empty(t, noticed(), "nobody asked for notices")
	mari.click("[aria-label^='Notices on']", "")
	mari.see("[aria-label^='Notices on'][aria-pressed=true]", "")
	there["Ada"].Say("hello????")
	mari.see(".row .unread", "4 unread messages")
	assert.Equal(t, []string{"Ada wrote"}, noticed())
	mari.does(`delete document.hasFocus`)
	mari.click(".row", "Ada")
	mari.see(".msg", "hello??")
	mari.notSee(".unread", "")
	mari.eventually(func() bool { return mari.title() == "Chats" }, "has read all")
	mari.click("[aria-label^='Sound when']", "")
	mari.see("[aria-label^='Sound when'][aria-pressed=false]", "")
	mari.goTo(c.url("/chat/console"))
	mari.see("[aria-label^='Sound when'][aria-pressed=false]", "") // it stays off
	assert.Empty(t, mari.complaints())
}

func TestAddressesInMessagesAreLinks(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	const text = "See https://example.com/size?x=1&y=(2), or (http://shop.example). Not javascript:alert(1) nor <a href=https://evil.example>x</a>!"
	eve.asks(c, text)
	mari.click(".offer button", "Accept")
	mari.see(".msg", "See https://example.com")
	assert.Equal(t, []string{text}, mari.messages(), "the text is what was written")
	for _, p := range []*person{mari, eve} {
		const links = `[...(document.querySelector("live-chat")?.shadowRoot ?? document).querySelectorAll(".log .text a")].map((a) => a.href + " " + a.rel + " " + a.target)`
		got, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](links))
		require.NoError(t, err)
		assert.Equal(t, []string{
			"https://example.com/size?x=1&y=(2) noreferrer _blank", "http://shop.example/ noreferrer _blank", "https://evil.example/ noreferrer _blank",
		}, got, p.name)
		assert.Empty(t, p.complaints())
	}
}

func TestTwentyChatsStayWhereTheyAreWhenAnOfferComes(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	c := openCounter(t, seed)
	mari := meet(t, browser(t), "Mari")
	there := c.serve(mari, "mari", "Ada")
	for n := range 20 {
		c.Visitor(fmt.Sprintf("Guest %d.", n)).Start("I wait")
	}
	mari.see("[data-list=queue] .count", "20")
	const at = `el => el.getBoundingClientRect().top`
	ask[bool](mari, ".inbox", "", `el => (el.scrollTop = el.scrollHeight, true)`)
	before, ok := ask[float64](mari, ".row", "Guest 17.", at)
	assert.True(t, ok)
	there["Ada"].End()
	mari.inView(".offer button", "Accept")
	mari.notSee("[data-list=sessions]", "")
	after, ok := ask[float64](mari, ".row", "Guest 17.", at)
	assert.True(t, ok)
	assert.InDelta(t, before, after, 2, "the row that was looked at")
	mari.shot(*gallery, "twenty-chats")
	assert.Empty(t, mari.complaints())
}
