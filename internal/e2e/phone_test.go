package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chathttp"
)

// inView wants an element to be where the eye and the finger can reach it, in letters that can be read.
func (p *person) inView(sel, text string) {
	p.t.Helper()
	p.see(sel, text)
	p.settle()
	at, ok := ask[struct{ X, Y, Right, Bottom, Size float64 }](p, sel, text, `el => {
		const r = el.getBoundingClientRect();
		return {x: r.left, y: r.top, right: innerWidth - r.right, bottom: innerHeight - r.bottom, size: parseFloat(getComputedStyle(el).fontSize)};
	}`)
	assert.True(p.t, ok && min(at.X, at.Y, at.Right, at.Bottom) >= 0 && at.Size >= 10, "%s %q: %+v", sel, text, at)
}

func TestOnAPhoneAnAgentReadsWhyNothingComesAndWhoWrites(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	q := &seed.Queues[0]
	q.Policy.MissedMax, q.Policy.MissFor = 1, time.Second
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	mari.size(390, 844)
	there := c.serve(mari, "mari", "Ada")
	mari.inView(".status .note", "All your places are taken")
	mari.inView(".talk h2", "Ada")
	for _, act := range []string{"transfer", "escalate", "tags", "ban", "hold", "close"} {
		mari.inView("[data-act="+act+"]", "")
	}
	d.accessible(mari, "full hands on a phone")
	q.OfferFor = time.Second
	c.changes(*q)
	c.Visitor("Bob").Start("I am Bob")
	there["Ada"].End()
	mari.inView(".status .note", "You were set on a break")
	mari.inView(".status .note button", "I am back")
	mari.shot(*gallery, "missed-on-a-phone")
	mari.click(".status .note button", "I am back")
	mari.see(".mode[data-mode]", "")
	assert.Empty(t, mari.complaints())
}

func TestOnAPhoneNothingBehindAnOpenPanelIsReached(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.size(390, 844)
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "")
	still := func(want bool) {
		t.Helper()
		eve.eventually(func() bool {
			is, ok := ask[bool](eve, "main", "", `el => el.inert`)
			return ok && is == want
		}, "finds the page behind still: %v", want)
	}
	still(false)
	eve.click(".launcher", "")
	eve.see(".form", "")
	still(true)
	size, _ := ask[float64](eve, "#f-text", "", `el => parseFloat(getComputedStyle(el).fontSize)`)
	assert.GreaterOrEqual(t, size, 16.0, "a phone zooms in on less")
	eve.size(1280, 860) // beside a page that is wider
	still(false)
	eve.size(390, 844)
	still(true)
	eve.press("Escape")
	eve.see(".launcher:focus", "")
	still(false)
	eve.press("Enter")
	still(true)
	eve.does(`document.querySelector("live-chat").remove()`) // as a framework does
	still(false)
	assert.Empty(t, eve.complaints())
}

// TestOnAPhoneThePagesOwnLoginIsInReach: what lies behind the panel is still, and so would be the login that the shop opens.
func TestOnAPhoneThePagesOwnLoginIsInReach(t *testing.T) {
	c := openCounter(t, team())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	eve.size(390, 844)
	eve.asks(c, "Which size?")
	eve.see(".queue", "You are next in line")
	id := mari.Accept()
	eve.does(`(() => {
		const login = document.createElement("dialog");
		login.innerHTML = "<h2>Sign in to the shop</h2><button type=button>Go on</button>";
		login.firstElementChild.nextElementSibling.onclick = () => (login.close(), document.title = "signed in");
		document.querySelector("main").append(login);
		document.querySelector("live-chat").signIn = () => login.showModal();
	})()`)
	require.NoError(t, mari.AskIdentity(t.Context(), id))
	eve.click(".asked button", "Sign in")
	eve.see("dialog[open] button:focus", "Go on")
	eve.click("dialog[open] button", "Go on")
	eve.eventually(func() bool { return eve.title() == "signed in" }, "signs in")
	eve.see(".launcher", "")
	assert.False(t, eve.sees(".msg", ""), "nobody has confirmed who she is")
	jwt, err := chathttp.Assert("k1", vouching, chathttp.Assertion{ID: "c9"})
	require.NoError(t, err)
	eve.does(fmt.Sprintf(`void document.querySelector("live-chat").identify(%q)`, jwt))
	eve.see(".msg", "Which size?") // the chat comes back by itself
	eve.see(line+":focus", "")
	assert.Empty(t, eve.complaints())
}
