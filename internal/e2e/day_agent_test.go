package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
)

func TestAnAgentWorksADayInTheConsole(t *testing.T) {
	seed := team()
	q := &seed.Queues[0]
	q.Policy.MissedMax, q.Policy.MissFor = 1, time.Second
	c := openCounter(t, seed)
	chrome := browser(t)
	d := &day{t: t, axe: axe(t)}
	mari, jaan := meet(t, chrome, "Mari"), c.Agent("jaan")
	there := map[string]*chattest.Visitor{}
	comes := func(name string) func() {
		return func() {
			there[name] = c.Visitor(name)
			there[name].Start("I am " + name)
			mari.see(".offer", name)
		}
	}
	accepts := func(name string) func() {
		return func() {
			mari.click(".offer[aria-label*="+name+"] button", "Accept")
			mari.see(".talk h2", name)
			mari.see(line+":focus", "")
		}
	}
	opens := func(name string) func() {
		return func() { mari.click(".row", name); mari.see(".talk h2", name) }
	}
	key := func(k, sel, text string) func() {
		return func() { mari.press("Escape"); mari.press(k); mari.see(sel, text) }
	}
	s := script{
		{"signs in", func() { c.at(mari, "mari"); mari.see(".mode[data-mode=offline]", "") }},
		{"accepts chats", func() {
			mari.choose("select.mode", "available")
			mari.see(".mode[data-mode=available]", "")
			c.heard(mari)
		}},
		{"is offered the first chat", comes("Ada")},
		{"reads its clock", func() { mari.see(".offer .left", "") }},
		{"accepts it", accepts("Ada")},
		{"sees who it is", func() { mari.see(".card", "Ada") }},
		{"says hello", func() { mari.say("Hello Ada"); there["Ada"].Hear("Hello Ada") }},
		{"inserts a canned reply", func() {
			mari.write(line, "/size")
			mari.see(".canned li[aria-selected=true]", "Sizes")
			mari.press("Enter")
			mari.holds("Take the larger one.")
		}},
		{"sends it", func() { mari.press("Enter"); there["Ada"].Hear("Take the larger one.") }},
		{"writes half an answer", func() { mari.write(line, "half for Ada") }},
		{"is offered a second chat", comes("Bob")},
		{"accepts it by the key", func() { mari.press("Escape"); mari.press("a"); mari.see(".talk h2", "Bob") }},
		{"finds an empty line there", func() { mari.holds("") }},
		{"goes back to the first", opens("Ada")},
		{"finds her half answer", func() { mari.holds("half for Ada") }},
		{"is told of a message in the other", func() { there["Bob"].Say("hello?"); mari.see(".row .unread", "1 unread message") }},
		{"reads it in the title", func() { mari.eventually(func() bool { return mari.title() == "(1) New message" }, "has a title") }},
		{"goes there by the key", key("j", ".talk h2", "Bob")},
		{"has read it", func() { mari.notSee(".unread", "") }},
		{"writes a note", func() {
			mari.press("Escape")
			mari.press("n")
			mari.say("Wants two")
			mari.see(".msg.note", "Wants two")
		}},
		{"tells nobody else", func() { assert.NotContains(t, there["Bob"].Transcript(), "Mari: Wants two") }},
		{"tags the chat", func() {
			mari.click("[data-act=tags]", "")
			mari.write("dialog[open] input[name=tags]", "boots")
			mari.press("Enter")
			mari.notSee("dialog[open]", "")
			mari.see(".card", "boots")
		}},
		{"corrects the contact", func() {
			mari.click("[data-act=contact]", "")
			mari.write("dialog[open] input[name=email]", "bob@example.com")
			mari.press("Enter")
			mari.notSee("dialog[open]", "")
			mari.see(".card .mail", "bob@example.com")
		}},
		{"writes what is wrong", func() { mari.say("It costs 20"); mari.numbered("It costs 20") }},
		{"puts it right", func() {
			mari.doesWith("It costs 20", "Correct")
			mari.write(line, "It costs 25")
			mari.press("Enter")
			mari.see(".msg .changed", "corrected")
		}},
		{"answers one message", func() { mari.doesWith("hello?", "Reply"); mari.say("I am here"); mari.see(".quote", "hello?") }},
		{"takes one back", func() { mari.doesWith("It costs 25", "Take back"); mari.see(".msg.erased", "taken back") }},
		{"sets the chat aside", func() { mari.press("Escape"); mari.press("h"); mari.see("[data-act=resume]", "") }},
		{"takes it up again", func() {
			mari.click("[data-act=resume]", "")
			mari.see("[data-act=hold]", "")
			mari.see(line+":focus", "")
		}},
		{"reads why it came to her", func() { mari.see(".card", "best placed") }},
		{"looks up the keys", key("?", "dialog[open] h2", "Keys")},
		{"closes the list", func() { mari.press("Escape"); mari.notSee("dialog[open]", "") }},
		{"closes the chat by mistake", key("c", ".undo", "Closing the chat with Bob")},
		{"takes that back", func() { mari.press("z"); mari.notSee(".undo p", ""); mari.see("[data-act=close]", "") }},
		{"hands it to a colleague", func() {
			jaan.Available()
			mari.press("Escape")
			mari.press("t")
			mari.click("dialog[open] .target", "Jaan")
			mari.write("dialog textarea", "Two pairs")
			mari.click("dialog button", "Transfer")
			mari.notSee("dialog[open]", "")
		}},
		{"sees it taken", func() { jaan.Accept(); mari.see(".over", "Jaan") }},
		{"has no line to write on there", func() { mari.notSee(line, "") }},
		{"goes back to her own", opens("Ada")},
		{"finishes the answer", func() {
			mari.holds("half for Ada")
			mari.click(line, "")
			mari.press("Enter")
			there["Ada"].Hear("half for Ada")
		}},
		{"is offered a third and declines", func() {
			jaan.Break() // else the shop gives her to him, who has fewer
			comes("Cleo")()
			mari.click(".offer[aria-label*=Cleo] button", "Decline")
			mari.notSee(".offer", "")
			jaan.Available()
			jaan.Accept()
		}},
		{"goes on a break", func() { mari.choose("select.mode", "break"); mari.see(".mode[data-mode=break]", "") }},
		{"keeps the chat she has", func() { there["Ada"].Say("one more thing"); mari.see(".msg", "one more thing") }},
		{"is back", func() {
			jaan.Break()
			mari.choose("select.mode", "available")
			mari.see(".mode[data-mode=available]", "")
			c.heard(mari)
		}},
		{"misses an offer and is set away", func() {
			q.OfferFor = time.Second
			c.changes(*q)
			there["Dan"] = c.Visitor("Dan")
			there["Dan"].Start("I am Dan")
			mari.see(".status .note", "You were set on a break")
		}},
		{"is back with one click", func() {
			q.OfferFor = 5 * time.Minute
			c.changes(*q)
			mari.click(".status .note button", "I am back")
			mari.see(".offer", "Dan")
		}},
		{"takes who waited", accepts("Dan")},
		{"greets him by name, in ready words", func() {
			mari.write(line, "/greet")
			mari.see(".canned li[aria-selected=true]", "Dear Dan")
			mari.press("Enter")
			mari.press("Enter")
			there["Dan"].Hear("Dear Dan, this is Mari of Buying advice.")
		}},
		{"writes beside a colleague's chat", func() {
			mari.goTo("about:blank")
			mari.goTo(c.url("/chat/console#" + string(there["Bob"].Session)))
			mari.click("[data-act=follow]", "Follow")
			mari.say("He wants two pairs")
			mari.see(".msg.note", "He wants two pairs")
		}},
		{"leaves it again", func() { mari.click("[data-act=part]", "Leave it again"); mari.notSee("[data-list=beside] .row", "") }},
		{"sees a visitor end", func() { opens("Dan")(); there["Dan"].End(); mari.see(".talk .over", "") }},
		{"reads how it was", func() {
			require.NoError(t, there["Dan"].Rate(t.Context(), there["Dan"].Session, chat.Rating{Score: 5, Scale: 5}))
			mari.see(".line", "Rated 5 of 5")
		}},
		{"loads the page anew", func() { mari.goTo(c.url("/chat/console")); mari.see(".inbox", "Ada") }},
		{"switches the sound off", func() {
			mari.click("[aria-label^='Sound when']", "")
			mari.see("[aria-label^='Sound when'][aria-pressed=false]", "")
		}},
		{"works on a phone", func() { mari.size(390, 844); opens("Ada")(); d.accessible(mari, "an agent's day on a phone") }},
		{"answers from there", func() { mari.say("From the tram"); there["Ada"].Hear("From the tram") }},
		{"is at a desk again", func() { mari.size(1280, 860); mari.see("[data-act=close]", "") }},
		{"takes nothing new", func() { mari.choose("select.mode", "draining"); mari.see(".mode[data-mode=draining]", "") }},
		{"closes the last chat", func() { mari.click("[data-act=close]", ""); mari.see(".undo", "Closing the chat with Ada") }},
		{"means it", func() { there["Ada"].See(chat.Closed) }},
		{"looks for it", func() {
			mari.write(".inbox input[type=search]", "Ada")
			mari.press("Enter")
			mari.see("[data-list=past] [role=status]", "1 chat found")
		}},
		{"reads it once more", func() { mari.click("[data-list=past] .row", "Ada"); mari.see(".msg", "From the tram") }},
		{"goes home", func() { mari.choose("select.mode", "offline"); mari.see(".mode[data-mode=offline]", "") }},
	}
	require.GreaterOrEqual(t, len(s), 60)
	s.play(t)
	assert.Empty(t, mari.complaints())
}
