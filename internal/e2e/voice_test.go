package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// each are things of one role, in their order.
func each(role string, names ...string) (all []voiced) {
	for _, name := range names {
		all = append(all, voiced{role, name})
	}
	return all
}

// after is one list behind the other.
func after(lists ...[]voiced) (all []voiced) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func TestWhatAScreenReaderTellsOfTheWidget(t *testing.T) {
	c := openCounter(t, invites())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	eve.listens()
	eve.goTo(c.url("/page/1"))
	eve.hears("Can we help?")
	eve.tells("an invitation", after(
		each("heading", "Page 1"), each("status", "Invitation to chat"),
		each("button", "Ask a question", "No, thank you", "Chat with us"),
	))
	eve.enters(".prompt button", "Ask a question")
	eve.see("#f-name:focus", "")
	eve.tells("a form", after(
		each("dialog", "Chat"), each("heading", "Chat"), each("button", "Close the chat window"),
		each("heading", "How can we help?"), each("combobox", "What is it about?"),
		each("textbox", "Your name", "Your question"), each("button", "Start chat"),
	))
	eve.types("Eve")
	eve.reaches("#f-text", "")
	eve.types("Is it warm?")
	eve.enters(".form button", "Start chat")
	eve.see(line+":focus", "")
	eve.hears("You are next in line. Somebody will be with you soon")
	eve.tells("a place in line", after(
		each("dialog", "Chat"), each("button", "More", "Close the chat window", "Leave a message instead"),
		each("log", "Conversation"), each("button", "What to do with “Is it warm?”"),
		each("textbox", "Message"), each("button", "Send"),
	))
	eve.see(".log[aria-live=polite]", "") // what comes from now on is new
	id := mari.Accept()
	eve.hears("Mari has joined")
	mari.Say("Very warm")
	eve.hears("Very warm")
	eve.say("Thank you")
	eve.hears("Thank you")
	eve.numbered("Thank you")
	eve.see(".foot.sent", "")
	assert.Empty(t, eve.spoken(), "what goes as it should is not told")
	eve.tells("a chat", after(
		each("dialog", "Mari"), each("heading", "Mari"), each("button", "More", "Close the chat window"),
		each("log", "Conversation"),
		each("button", "What to do with “Is it warm?”", "What to do with “Very warm”"),
		each("textbox", "Message"), each("button", "Send"),
	))
	eve.goTo(c.url("/page/2"))
	eve.see(".msg", "Very warm")
	eve.settle()
	for _, said := range eve.spoken() {
		assert.NotContains(t, said, "Very warm", "what was said before is not told again")
	}
	eve.see(".log[aria-live=polite]", "")
	require.NoError(t, mari.Agent.Close(t.Context(), id))
	eve.hears("The chat was closed")
	eve.tells("an end", after(
		each("log", "Conversation"), each("heading", "How was this chat?"), each("group", "Your rating"),
		each("radio", "1 star", "2 stars", "3 stars", "4 stars", "5 stars"),
		each("button", "Go on with this chat", "Start a new chat"),
	))
	eve.reaches(".stars input", "")
	eve.hits(" ")
	eve.enters(".rating button", "Send rating")
	eve.hears("Thank you for your rating")
	assert.Empty(t, eve.complaints())
}

func TestWhatAScreenReaderTellsOfTheConsole(t *testing.T) {
	c := openCounter(t, invites())
	mari := meet(t, browser(t), "Mari")
	mari.listens()
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	c.heard(mari)
	top := after(
		each("banner", ""), each("heading", "Chats"), each("image", "0 of 4 places taken"),
		each("combobox", "Status"), each("button", "Sound when", "Notices on"), each("main", ""),
		each("navigation", "Inbox"), each("searchbox", "Search chats before"),
	)
	mari.tells("an empty console", top)
	ada := c.Visitor("Ada")
	ada.Start("I am Ada")
	mari.hears("Chat offered: Ada")
	mari.tells("an offer", after(
		each("navigation", "Inbox"), each("article", "Chat offered: Ada"), each("button", "Accept", "Decline"),
	))
	mari.click(".offer button", "Accept")
	mari.see(line+":focus", "")
	mari.tells("a chat", after(
		each("navigation", "Inbox"), each("heading", "MY CHATS 1"), each("button", "Ada I am Ada"),
		each("heading", "Ada"), each("toolbar", "Actions"), each("button", "Transfer", "Hold", "Close"),
		each("log", "Conversation"), each("button", "Private note", "Canned replies"),
		each("textbox", "Message"), each("button", "Send"),
		each("region", "Visitor"), each("heading", "Ada", "Cart", "Pages", "Routing"),
	))
	mari.see(".log[aria-live=polite]", "")
	for _, said := range mari.spoken() {
		assert.NotContains(t, said, "I am Ada", "what was said before it was opened")
	}
	ada.Say("Are you there?")
	mari.hears("Are you there?")
	mari.say("Yes")
	mari.hears("Yes")
	mari.numbered("Yes")
	mari.see(".foot.sent, .foot.read", "")
	assert.Empty(t, mari.spoken(), "what goes as it should is not told")
	bob := c.Visitor("Bob")
	bob.Start("I am Bob")
	mari.hears("Chat offered: Bob")
	mari.hits("Escape")
	mari.hits("a")
	mari.see(".talk h2", "Bob")
	mari.settle()
	mari.spoken()
	ada.Say("One thing more")
	mari.hears("Ada wrote")
	mari.tells("an unread message", each("button", "Ada One thing more 0:00 1 unread message"))
	mari.hits("Escape")
	mari.hits("g")
	mari.see("dialog[open] input:focus", "")
	mari.tells("a dialog", after(
		each("dialog", "Tags"), each("heading", "Tags"), each("textbox", "Tags, with commas between them"),
		each("button", "Cancel", "Tags"),
	))
	assert.Empty(t, mari.complaints())
}

func TestWhatAScreenReaderTellsOfTheBoard(t *testing.T) {
	c := openCounter(t, invites())
	mari := c.Agent("mari")
	mari.Available()
	liis := meet(t, browser(t), "Liis")
	liis.listens()
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	ada := c.Visitor("Ada")
	ada.Start("I am Ada")
	mari.Accept()
	liis.see(".chats", "Ada")
	liis.tells("a board", after(
		each("banner", ""), each("heading", "Board"), each("link", "Reports", "Settings", "Console"),
		each("main", ""), each("region", "Board"),
		each("heading", "Waiting now", "Oldest wait", "Service level", "Chats today"),
		each("region", "Queues"), each("columnheader", "Queue", "Waiting", "Oldest", "Active", "Free places"),
		each("rowheader", "Buying advice", "Orders and returns"), each("region", "Agents"),
		each("image", "0 of 4 places taken"), each("button", "One place less for Jaan", "One place more for Jaan"),
		each("image", "1 of 4 places taken"), each("button", "One place less for Mari", "One place more for Mari"),
		each("region", "Rules of prompts"), each("button", "hello Can we help?"),
		each("region", "What was changed"), each("DisclosureTriangle", "Show the trail"),
	))
	liis.spoken()
	ada.Say("A message") // figures come and go, and nobody hears of each
	mari.Say("An answer")
	liis.settle()
	assert.Empty(t, liis.spoken())
	assert.Empty(t, liis.complaints())
}
