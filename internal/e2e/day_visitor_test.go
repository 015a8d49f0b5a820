package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAVisitorsDayHasNoDeadEnd(t *testing.T) {
	c := openCounter(t, left())
	chrome := browser(t)
	d := &day{t: t, axe: axe(t)}
	eve, mari := meet(t, chrome, "Eve"), c.Agent("mari")
	var apart *person
	var first, second chat.SessionID
	s := script{
		{"comes in the morning, before anybody", func() { eve.goTo(c.url("/page/1")); eve.see(".launcher", "Leave a message") }},
		{"opens the panel", func() { eve.click(".launcher", ""); eve.see(".head", "We are away right now") }},
		{"reads why nobody answers", func() { eve.see(".closed", "Nobody is here at the moment") }},
		{"sends nothing yet", func() { eve.click(".form button", "Send message"); eve.see("#f-text[aria-invalid=true]", "") }},
		{"closes it by the keyboard", func() { eve.press("Escape"); eve.see(".launcher:focus", "") }},
		{"opens it by the keyboard", func() { eve.press("Enter"); eve.see(".form button", "Send message") }},
		{"says who she is", func() { eve.write("#f-name", "Eve"); eve.see("#f-name", "Eve") }},
		{"asks", func() { eve.write("#f-text", "Which size?"); eve.click(".form button", "Send message") }},
		{"is told what comes", func() { eve.see(".line", "Your message is with us") }},
		{"is asked where to reach her", func() { eve.see(".reach h3", "Where can we reach you?") }},
		{"writes what is no address", func() {
			eve.write("#f-address", "eve@")
			eve.press("Enter")
			eve.see("#e-address", "This does not look right.")
		}},
		{"writes her address", func() { eve.write("#f-address", "eve@example.com"); eve.press("Enter") }},
		{"is told that it is known", func() { eve.see(".reach", "We can reach you at") }},
		{"goes to another page", func() { eve.goTo(c.url("/page/2")); eve.see(".msg", "Which size?") }},
		{"begins anew when somebody has come", func() {
			mari.Available()
			eve.click(".after button", "Start a new chat")
			eve.see(".form button", "Start chat")
		}},
		{"finds the chat of before", func() { eve.see(".before button", "Earlier chats") }},
		{"asks again", func() { eve.write("#f-text", "And which colour?"); eve.click(".form button", "Start chat") }},
		{"is next in line", func() { eve.see(".queue", "You are next in line") }},
		{"writes on while she waits", func() { eve.say("Take your time"); eve.numbered("Take your time") }},
		{"thinks of ending it", func() { eve.picks("End this chat") }},
		{"is told what she would lose", func() { eve.see(".ending", "You lose your place in the line.") }},
		{"stays", func() { eve.press("Escape"); eve.notSee(".ending", ""); eve.see(".queue", "You are next in line") }},
		{"is served", func() { first = mari.Accept(); eve.see(".line", "Mari has joined") }},
		{"sees nobody in line any more", func() { eve.notSee(".queue", "") }},
		{"reads an answer", func() { mari.Say("Green, see https://example.com/green"); eve.see(".msg", "Green") }},
		{"finds its link", func() { eve.see(".msg a", "https://example.com/green") }},
		{"writes what she means otherwise", func() { eve.say("I like gren"); eve.numbered("I like gren") }},
		{"puts it right", func() {
			eve.write(line, "")
			eve.press("ArrowUp")
			eve.holds("I like gren")
			eve.write(line, "I like green")
			eve.press("Enter")
			eve.see(".msg .changed", "corrected")
		}},
		{"writes what is nobody's business", func() { eve.say("My code is 4711"); eve.numbered("My code is 4711") }},
		{"takes it back", func() { eve.doesWith("4711", "Take back"); eve.notSee(".msg", "4711") }},
		{"answers one message", func() { eve.doesWith("Green", "Reply"); eve.say("Is it dark?"); eve.see(".quote", "Green") }},
		{"writes half a line", func() { eve.write(line, "and half") }},
		{"follows a link of the shop", func() { eve.goTo(c.url("/page/1")); eve.see(".msg", "Is it dark?") }},
		{"finds the half line again", func() { eve.holds("and half") }},
		{"folds the panel", func() { eve.click(".head button", "Close the chat window"); eve.see(".launcher", "Your chat") }},
		{"is told of a message", func() { mari.Say("A little"); eve.see(".launcher", "1 unread message") }},
		{"reads it", func() { eve.click(".launcher", ""); eve.see(".msg", "A little"); eve.notSee(".launcher", "unread") }},
		{"opens a window of its own", func() {
			apart = eve.tab()
			apart.goTo(c.url("/chat/window?site=eu&name=Counter"))
			apart.see(".msg", "A little")
		}},
		{"writes there, and reads it here", func() { apart.say("From the window"); eve.see(".msg", "From the window") }},
		{"closes the window", func() { assert.Empty(t, apart.complaints()); apart.leave() }},
		{"switches the sound off", func() { eve.picks("Sound off") }},
		{"could switch it on", func() { eve.click(".menu button", "More"); eve.see(".menu li button", "Sound on"); eve.press("Escape") }},
		{"loses the server", func() {
			c.fails(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
			eve.see(".banner", "Connection lost")
		}},
		{"writes all the same", func() { eve.say("Are you there?"); eve.see(".msg.sending", "Are you there?") }},
		{"has it back, with what she wrote", func() { c.works(); eve.numbered("Are you there?"); eve.notSee(".banner", "Connection lost") }},
		{"is set aside", func() { require.NoError(t, mari.Hold(t.Context(), first, 0)); eve.see(".line", "The chat is on hold") }},
		{"is back", func() { require.NoError(t, mari.Resume(t.Context(), first)); eve.see(".head", "Chatting with you") }},
		{"is asked who she is", func() { require.NoError(t, mari.AskIdentity(t.Context(), first)); eve.see(".asked", "Please sign in") }},
		{"would rather not say", func() { eve.click(".asked button", "I would rather not"); eve.notSee(".asked", "") }},
		{"is back at the line to write on", func() { eve.see(line+":focus", "") }},
		{"turns her phone on its side", func() { eve.size(844, 390); eve.see(line, ""); eve.laidOut("a phone on its side") }},
		{"and back", func() { eve.size(390, 844); d.accessible(eve, "a day on a phone") }},
		{"is at a desk again", func() { eve.size(1280, 860); eve.see(".panel", "") }},
		{"sees the chat end", func() {
			require.NoError(t, mari.Agent.Close(t.Context(), first))
			eve.see(".rating", "How was this chat?")
		}},
		{"says how it was", func() {
			eve.click(".stars label:nth-of-type(4)", "")
			eve.write(".rating textarea", "Kind")
			eve.click(".rating button", "Send rating")
		}},
		{"is thanked", func() { eve.see(".rating", "Thank you"); eve.see(".panel:focus", "") }},
		{"has forgotten something", func() { eve.click(".after button", "Go on with this chat"); eve.see(line+":focus", "") }},
		{"is served again", func() { second = mari.Accept(); require.Equal(t, first, second); eve.see(".line", "The chat goes on") }},
		{"reads the last answer", func() { mari.Say("It ships today"); eve.see(".msg", "It ships today") }},
		{"ends it herself", func() {
			eve.picks("End this chat")
			eve.see(".ending", "")
		}},
		{"is sure", func() { eve.click(".ending button", "End this chat"); eve.see(".after button", "Start a new chat") }},
		{"reads an earlier chat", func() {
			eve.click(".after button", "Start a new chat")
			eve.click(".before button", "Earlier chats")
			eve.click(".before li button", "Mari")
			eve.see(".msg", "It ships today")
		}},
		{"has her data deleted", func() { eve.picks("Delete my data") }},
		{"is sure of that, too", func() { eve.insists("dialog.sure button", "Delete my data"); eve.notSee(".msg", "It ships today") }},
		{"is nobody we know", func() {
			eve.click(".launcher", "")
			eve.see(".form", "")
			assert.False(t, eve.sees(".before button", ""))
		}},
	}
	require.GreaterOrEqual(t, len(s), 60)
	s.play(t)
	assert.Empty(t, eve.complaints())
}
