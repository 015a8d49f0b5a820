package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// invites is a team whose visitors are invited at once.
func invites() settings.Team {
	seed := team()
	seed.Queues[0].Outcomes = []string{"solved", "refund"}
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "hello",
		Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Can we help?"}}},
	})
	return seed
}

func TestAVisitorTalksByTheKeyboardAlone(t *testing.T) {
	c := openCounter(t, invites())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	var id chat.SessionID
	s := script{
		{"is invited", func() { eve.goTo(c.url("/page/1")); eve.see(".prompt", "Can we help?") }},
		{"takes it", func() { eve.enters(".prompt button", "Ask a question"); eve.see("#f-name:focus", "") }},
		{"sends nothing yet", func() { eve.hits("Enter"); eve.see("#f-name[aria-invalid=true]:focus", "") }},
		{"says who she is", func() { eve.types("Eve"); eve.notSee("#f-name[aria-invalid]", "") }},
		{"looks at what it may be about", func() {
			eve.reaches("#f-queue", "", shift)
			eve.hits("ArrowDown")
			eve.see("#f-queue:focus", "orders")
			eve.hits("ArrowUp")
			eve.see("#f-queue:focus", "advice")
		}},
		{"asks", func() { eve.reaches("#f-text", ""); eve.types("Is it warm?") }},
		{"sends it", func() { eve.enters(".form button", "Start chat"); eve.see(line+":focus", "") }},
		{"writes on in line", func() { eve.types("I can wait"); eve.hits("Enter"); eve.numbered("I can wait") }},
		{"opens the menu", func() { eve.enters(".menu > button", "More", shift); eve.see(".menu li button:focus", "") }},
		{"leaves it", func() { eve.hits("Escape"); eve.see(".menu > button:focus", "More") }},
		{"is served", func() {
			id = mari.Accept()
			mari.Say("Very warm")
			eve.see(".msg", "Very warm")
			eve.keepsFocus("the line has gone")
		}},
		{"answers that", func() {
			eve.reaches(".msg .more", "")
			eve.hits("Enter")
			eve.see(".deeds button:focus", "Reply")
			eve.hits("Enter")
			eve.see(line+":focus", "")
			eve.types("Als at night?")
			eve.hits("Enter")
			eve.see(".quote", "")
			eve.numbered("Als at night?")
		}},
		{"puts it right", func() {
			eve.hits("ArrowUp")
			eve.holds("Als at night?")
			eve.hits("Home")
			eve.hits("End", shift)
			eve.types("Also at night?")
			eve.hits("Enter")
			eve.see(".msg", "Also at night?")
			eve.see(".msg .changed", "corrected")
		}},
		{"reads the quoted message", func() { eve.enters(".quote", "", shift); eve.see(".msg:focus", "") }},
		{"folds the panel", func() { eve.hits("Escape"); eve.see(".launcher:focus", "") }},
		{"unfolds it", func() { eve.hits("Enter"); eve.see(line+":focus", "") }},
		{"is asked who she is", func() {
			require.NoError(t, mari.AskIdentity(t.Context(), id))
			eve.see(".asked", "Please sign in")
			eve.keepsFocus("a question has come")
		}},
		{"would rather not say", func() {
			eve.enters(".asked button", "I would rather not", shift)
			eve.see(line+":focus", "")
		}},
		{"thinks of ending it", func() {
			eve.enters(".menu > button", "More", shift)
			eve.reaches(".menu li button", "End this chat")
			eve.hits("Enter")
			eve.see(".ending button:focus", "Stay")
		}},
		{"stays", func() { eve.hits("Escape"); eve.see(line+":focus", "") }},
		{"sees it end", func() {
			require.NoError(t, mari.Agent.Close(t.Context(), id))
			eve.see(".rating", "How was this chat?")
			eve.keepsFocus("the line to write on has gone")
		}},
		{"rates it", func() {
			eve.reaches(".stars input", "")
			eve.hits(" ")
			for range 3 {
				eve.hits("ArrowRight")
			}
			eve.see(".stars label.on:nth-of-type(4)", "")
			eve.reaches(".rating textarea", "")
			eve.types("Kind")
			eve.enters(".rating button", "Send rating")
			eve.see(".rating", "Thank you")
			eve.keepsFocus("the rating is sent")
		}},
		{"goes on with it", func() { eve.enters(".after button", "Go on with this chat"); eve.see(line+":focus", "") }},
		{"is served again", func() { require.Equal(t, id, mari.Accept()); eve.see(".line", "The chat goes on") }},
		{"ends it", func() {
			eve.enters(".menu > button", "More", shift)
			eve.hits("Enter")
			eve.see(".ending button:focus", "Stay")
			eve.enters(".ending button", "End this chat")
			eve.see(".after button", "Start a new chat")
			eve.keepsFocus("it has ended")
		}},
		{"begins anew", func() { eve.enters(".after button", "Start a new chat"); eve.see("#f-name:focus", "") }},
		{"reads the chat of before", func() {
			eve.enters(".before > button", "Earlier chats")
			eve.reaches(".before li button", "")
			eve.hits("Enter")
			eve.see(".msg", "Very warm")
			eve.keepsFocus("another chat is shown")
		}},
		{"has her data deleted", func() {
			eve.enters(".menu > button", "More", shift)
			eve.reaches(".menu li button", "Delete my data")
			eve.hits("Enter")
			eve.see("dialog.sure button:focus", "Cancel")
			eve.hits("Escape")
			eve.notSee("dialog.sure", "")
			eve.see(".menu > button:focus", "More")
		}},
	}
	s.play(t)
	assert.Empty(t, eve.complaints())
}

func TestAnAgentWorksByTheKeyboardAlone(t *testing.T) {
	c := openCounter(t, invites())
	mari, jaan := meet(t, browser(t), "Mari"), c.Agent("jaan")
	there := map[string]*chattest.Visitor{}
	comes := func(name string) {
		there[name] = c.Visitor(name)
		there[name].Start("I am " + name)
		mari.see(".offer", name)
	}
	s := script{
		{"comes", func() { c.at(mari, "mari") }},
		{"accepts chats", func() {
			mari.reaches("select.mode", "")
			mari.hits("Home")
			mari.see(".mode[data-mode=available]:focus", "")
			c.heard(mari)
		}},
		{"is offered one", func() { comes("Ada"); mari.keepsFocus("an offer has come") }},
		{"accepts it", func() {
			mari.enters(".offer button", "Accept")
			mari.see(".talk h2", "Ada")
			mari.see(line+":focus", "")
		}},
		{"answers", func() { mari.types("Hello Ada"); mari.hits("Enter"); there["Ada"].Hear("Hello Ada") }},
		{"takes a canned reply", func() {
			mari.hits("/")
			mari.see(".canned li", "Sizes")
			mari.types("siz")
			mari.see(".canned li[aria-selected=true]", "Sizes")
			mari.hits("Enter")
			mari.holds("Take the larger one.")
			mari.hits("Enter")
			there["Ada"].Hear("Take the larger one.")
		}},
		{"writes a note", func() {
			mari.enters(".note-toggle", "", shift)
			mari.see(line+":focus", "")
			mari.types("Wants two")
			mari.hits("Enter")
			mari.see(".msg.note", "Wants two")
		}},
		{"tags the chat", func() {
			mari.hits("Escape")
			mari.hits("g")
			mari.see("dialog[open] input:focus", "")
			mari.types("boots")
			mari.hits("Enter")
			mari.notSee("dialog[open]", "")
			mari.see(".card", "boots")
		}},
		{"sets it aside and takes it up again", func() {
			mari.hits("h")
			mari.see("[data-act=resume]", "")
			mari.hits("h")
			mari.see(line+":focus", "")
		}},
		{"is offered another, and declines", func() {
			comes("Cleo")
			mari.enters(".offer button", "Decline", shift)
			mari.notSee(".offer", "")
			mari.keepsFocus("the offer has gone")
			jaan.Available()
			jaan.Accept()
		}},
		{"is offered a third, and takes it by its key", func() {
			jaan.Break()
			comes("Bob")
			mari.reaches(".row", "Ada")
			mari.hits("a")
			mari.see(".talk h2", "Bob")
			mari.see(line+":focus", "")
		}},
		{"goes to the other and back", func() {
			mari.hits("Escape")
			mari.hits("j")
			mari.see(".talk h2", "Ada")
			mari.hits("k")
			mari.see(".talk h2", "Bob")
		}},
		{"goes to one by its row", func() {
			mari.enters(".row", "Ada")
			mari.see(".talk h2", "Ada")
			mari.see(".row:focus", "Ada")
		}},
		{"hands it to a colleague", func() {
			jaan.Available()
			mari.hits("t")
			mari.see("dialog[open] input:focus", "")
			for range farthest {
				if mari.stands("input[value^='agent:']", "").Fits {
					break
				}
				mari.hits("ArrowDown")
			}
			mari.reaches("dialog textarea", "")
			mari.types("Two pairs")
			mari.enters("dialog button", "Transfer")
			mari.notSee("dialog[open]", "")
			mari.keepsFocus("the dialog has closed")
			jaan.Accept()
			mari.see(".over", "Jaan")
			mari.keepsFocus("the chat has gone")
		}},
		{"goes on with her other", func() { mari.hits("j"); mari.see(".talk h2", "Bob") }},
		{"answers a message", func() {
			mari.enters(".msg .more", "")
			mari.see(".deeds button:focus", "Reply")
			mari.hits("Enter")
			mari.types("I see")
			mari.hits("Enter")
			mari.see(".quote", "I am Bob")
		}},
		{"closes it with an outcome", func() {
			mari.hits("Escape")
			mari.hits("c")
			mari.see("dialog[open] select:focus", "")
			mari.hits("ArrowDown")
			mari.reaches("dialog[open] textarea", "")
			mari.types("It ships on Monday")
			mari.enters("dialog[open] button[type=submit]", "")
			mari.see(".undo", "Closing the chat with Bob")
			mari.keepsFocus("the dialog has closed")
		}},
		{"takes that back by the key", func() { mari.hits("z"); mari.notSee(".undo p", "") }},
		{"closes it, and takes that back by its button", func() {
			mari.hits("c")
			mari.see("dialog[open] select:focus", "solved")
			mari.enters("dialog[open] button[type=submit]", "")
			mari.see(".undo", "Closing the chat with Bob")
			mari.enters(".undo button", "Undo", shift)
			mari.notSee(".undo p", "")
			mari.keepsFocus("there is nothing to take back any more")
		}},
		{"closes it", func() {
			mari.hits("c")
			mari.see("dialog[open] select:focus", "solved")
			mari.enters("dialog[open] button[type=submit]", "")
			there["Bob"].See(chat.Closed)
			mari.see(".line", "outcome: solved")
			mari.keepsFocus("it is closed")
		}},
		{"looks up the keys", func() {
			mari.hits("?")
			mari.see("dialog[open]", "Keys")
			mari.hits("Escape")
			mari.notSee("dialog[open]", "")
		}},
		{"looks for an old chat", func() {
			mari.hits("s")
			mari.types("Bob")
			mari.hits("Enter")
			mari.see("[data-list=past] [role=status]", "1 chat found")
			mari.enters("[data-list=past] .row", "Bob")
			mari.see(".msg", "I am Bob")
			mari.keepsFocus("an old chat is open")
		}},
		{"goes home", func() {
			mari.reaches("select.mode", "", shift)
			mari.hits("End")
			mari.see(".mode[data-mode=offline]:focus", "")
		}},
	}
	s.play(t)
	assert.Empty(t, mari.complaints())
}
