package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// inboxes are that of the console, made of what its stream told, and that of the shop, as one text each.
const inboxes = `fetch("/chat/v1/agent/inbox").then((r) => r.json()).then((is) => {
	const card = (s) => [s.id, s.state, s.entries, s.last_text, s.position ?? 0, s.priority ?? 0, s.queue, s.agent ?? "",
		(s.tags ?? []).join(), s.contact?.name, s.presence?.here, s.owed_since ?? ""].join(" ");
	const text = (i) => JSON.stringify([
		(i.offers ?? []).map((o) => [o.id, o.deadline, o.session.id, o.session.last_text].join(" ")),
		...["sessions", "beside", "queue", "messages"].map((name) => (i[name] ?? []).map(card)),
		[i.me.mode, i.me.load, i.me.capacity],
	]);
	const told = document.querySelector("agent-console").work.inbox;
	return text(told) + "\n" + text({ me: {}, ...is });
})`

// TestAConsoleThatIsToldOfChangesHasTheShopsOwnInbox: whatever happens to chats in line, offered, had, handed on and left.
func TestAConsoleThatIsToldOfChangesHasTheShopsOwnInbox(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 2
	seed.Agents[1].Capacity = 1
	c := openCounter(t, seed)
	mari := meet(t, browser(t), "Mari")
	mari.before(`(() => {
		window.asked = [];
		const { fetch } = window;
		window.fetch = (url, how) => (window.asked.push(String(url)), fetch(url, how));
	})()`)
	there := c.serve(mari, "mari", "Ada")
	const asked = `Promise.resolve(String(window.asked.some((url) => url.includes("agent/events?inbox=changes"))))`
	mari.eventually(func() bool { return mari.answer(asked) == "true" }, "is told of changes")
	same := func(what string) {
		t.Helper()
		var both string
		mari.eventually(func() bool {
			both = mari.answer(inboxes)
			for at := range both {
				if both[at] == '\n' {
					return both[:at] == both[at+1:]
				}
			}
			return false
		}, "has the inbox of the shop: %s", what)
	}
	same("one chat")
	for _, name := range []string{"Bob", "Cleo", "Dan", "Fay"} {
		there[name] = c.Visitor(name)
		there[name].Start("I am " + name)
	}
	mari.see("[data-list=queue] .row", "Fay")
	same("an offer, and others in line")
	there["Ada"].Say("and one thing more")
	there["Dan"].Say("I wait")
	same("messages")
	there["Cleo"].End()
	same("one left the line")
	require.NoError(t, c.Host().Line().SetPriority(t.Context(), there["Fay"].Session, 100))
	same("one was put first")
	mari.click(".offer button", "Decline")
	jaan := c.Agent("jaan")
	jaan.Available()
	jaan.Accept()
	same("a colleague has one")
	c.Agent("mari").Available()
	mari.see(".offer", "")
	mari.click(".offer button", "Accept")
	same("another was accepted")
	mari.off()
	mari.see(".banner", "Connection lost")
	there["Ada"].Say("while you were away")
	there["Fay"].Say("me too")
	mari.on()
	mari.see(".msg, .row", "while you were away")
	same("the connection was lost")
	there["Ada"].End()
	there["Ada"].See(chat.Closed)
	same("one has ended")
	assert.Empty(t, mari.complaints())
}
