package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
)

// doesWith presses what can be done with a message.
func (p *person) doesWith(text, act string) {
	p.t.Helper()
	p.eventually(func() bool {
		_, ok := ask[bool](p, ".msg", text, `el => (el.querySelector(".more").focus(), true)`)
		return ok
	}, "finds the message %q", text)
	p.press("Enter")
	p.click(".deeds button", act)
}

// One conversation: words are corrected, taken back and answered, the visitor is asked who they are, and it ends with an
// outcome and a next step.
func TestWordsAreChangedAndAnsweredAndAChatEndsWithAnOutcome(t *testing.T) {
	long(t)
	seed := team()
	seed.Queues[0].Outcomes, seed.Queues[0].OutcomeNeeded = []string{"solved", "refund"}, true
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Which size?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")

	eve.click(".menu button", "More")
	eve.see(".menu li button", "Open in a window of its own")
	eve.press("Escape")
	apart := eve.tab()
	apart.goTo(c.url("/chat/window?site=eu&name=Counter"))
	apart.see(".msg", "Which size?")
	apart.size(420, 680)
	apart.settle()
	apart.shot(*gallery, "a-window-of-its-own")
	assert.Empty(t, apart.complaints())
	apart.leave()

	eve.say("It is a larg dog") // by the keyboard
	eve.numbered("It is a larg dog")
	eve.write(line, "")
	eve.press("ArrowUp")
	eve.see(".about", "Correct: It is a larg dog")
	eve.holds("It is a larg dog")
	eve.press("Escape")
	eve.holds("")
	eve.press("ArrowUp")
	eve.write(line, "It is a large dog")
	eve.press("Enter")
	for _, p := range []*person{eve, mari} {
		p.see(".msg .changed", "corrected")
		p.see(".msg .text", "It is a large dog")
		p.notSee(".msg .text", "larg dog")
	}
	eve.size(390, 844) // and by touch
	eve.say("My card number is 4111")
	eve.numbered("My card number is 4111")
	eve.doesWith("4111", "Take back")
	for _, p := range []*person{eve, mari} {
		p.see(".msg.erased", "This message was taken back")
		p.notSee(".msg", "4111")
	}
	mari.doesWith("It is a large dog", "Reply")
	mari.see(".about", "Reply to: It is a large dog")
	d.accessible(mari, "reply to a message")
	mari.say("Then take the XL")
	eve.see(".quote", "It is a large dog")
	mari.see(".quote", "It is a large dog")
	mari.say("Never mind")
	mari.numbered("Never mind")
	mari.doesWith("Never mind", "Take back")
	mari.see(".msg.own.erased", "This message was taken back")
	d.accessible(mari, "a message of one's own that was taken back")
	eve.doesWith("Then take the XL", "Reply")
	eve.say("Is it heavy?")
	mari.see(".quote", "Then take the XL")
	mari.click(".quote", "Then take the XL")
	mari.see(".msg:focus", "Then take the XL")
	mari.doesWith("Then take the XL", "Correct")
	mari.write(line, "Then take the large one")
	mari.press("Enter")
	eve.see(".quote", "Then take the large one")

	mari.press("Escape")
	mari.click("[data-act=hold]", "")
	eve.see(".head", "Back with you by")
	eve.see(".line", "The chat is on hold, until")
	mari.click("[data-act=resume]", "")
	mari.see("[data-act=hold]", "")
	mari.see(line+":focus", "") // which it gets once the shop has answered
	mari.press("Escape")
	mari.press("i")
	eve.see(".asked", "Please sign in")
	assert.False(t, eve.sees(".asked button", "Sign in"), "the page has not said how")
	d.accessible(eve, "asked to sign in")
	eve.click(".asked button", "I would rather not")
	eve.notSee(".asked", "")
	mari.see(".card header", "Would rather not sign in")
	mari.see(".card header h2", "typed")
	jwt, err := chathttp.Assert("k1", vouching, chathttp.Assertion{ID: "c9", Contact: chat.Contact{Name: "Eve", Email: "eve@example.com", EmailVerified: true}})
	require.NoError(t, err)
	eve.does(fmt.Sprintf(`(({ element }) => (element.signIn = () => element.identify(%q)))({ element: document.querySelector("live-chat") })`, jwt))
	mari.click("[data-act=identity]", "")
	eve.click(".asked button", "Sign in")
	eve.notSee(".asked", "")
	mari.see(".line", "Identity confirmed")
	mari.see(".card .mail", "confirmed")
	mari.notSee("[data-act=identity]", "")

	mari.press("Escape")
	mari.press("c")
	mari.see("dialog[open] h2", "Close")
	mari.click("dialog[open] button[type=submit]", "Close")
	mari.see("dialog[open] select[aria-invalid=true]", "")
	d.accessible(mari, "an outcome is asked for")
	mari.choose("dialog[open] select", "solved")
	mari.write("dialog[open] textarea", "We send it on Monday")
	mari.click("dialog[open] button[type=submit]", "Close")
	mari.see(".undo", "Closing the chat with Eve")
	eve.see(".next", "We send it on Monday")
	d.accessible(eve, "a next step on a phone")
	mari.see(".line", "outcome: solved")
	eve.size(1280, 860)
	eve.click(".after button", "Start a new chat")
	eve.click(".before button", "Earlier chats")
	eve.see(".before li", "Mari")
	d.accessible(eve, "earlier chats")
	eve.click(".before li button", "Mari")
	eve.see(".msg", "Then take the large one")
	eve.click(".after button", "Go on with this chat")
	eve.see(line+":focus", "")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
