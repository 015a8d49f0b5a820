package e2e

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// slowPeek keeps back what the shop is asked about peeking until hear is closed, and tells whether
// a typing sign had these words.
func (c *counter) slowPeek(hear chan struct{}, words string) *atomic.Bool {
	told := &atomic.Bool{}
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/peek"):
			select {
			case <-hear:
			case <-r.Context().Done():
			}
		case strings.HasSuffix(r.URL.Path, "/typing"):
			body, _ := io.ReadAll(r.Body)
			if strings.Contains(string(body), words) {
				told.Store(true)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		c.api.ServeHTTP(w, r)
	})
	return told
}

// An agent sees what a visitor types only once the visitor has ticked it, and no more when it is
// sent or the tick is taken back.
func TestAnAgentSeesWhatIsTypedOnceItsVisitorAgrees(t *testing.T) {
	long(t)
	seed := team()
	seed.Sites[0].Peek = true
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	bob := c.serve(mari, "mari", "Bob")["Bob"]
	eve.asks(c, "Which size?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")
	eve.see(".peek", "Show what I type before I send it")
	ticked := func(on bool) func() bool {
		return func() bool {
			is, ok := ask[bool](eve, ".peek input", "", `el => !el.ariaBusy && el.checked`)
			return ok && is == on
		}
	}
	eve.eventually(ticked(false), "has not agreed to anything")
	// What is typed lapses in seconds: Eve types on until Mari has seen it.
	types := func(words, sel, seen string) {
		mari.eventually(func() bool {
			eve.write(line, words)
			return mari.sees(sel, seen)
		}, "sees %q in %s while Eve types", seen, sel)
	}
	types("My card is 4111", ".typing", "Eve is typing")
	mari.notSee(".typing .unsent", "")
	eve.write(line, "")
	mari.notSee(".typing .dots", "")

	eve.click(".peek", "")
	eve.eventually(ticked(true), "has agreed")
	mari.see(".line", "visitor lets agents see what is typed")
	types("Is the green ", ".typing .unsent", "Not sent yet")
	types("Is the green one in?", ".typing .unsent", "Is the green one in?")
	bob.Say("Still there?") // in another chat
	mari.see(".row .unread", "")
	assert.True(t, mari.sees(".typing .unsent", "Is the green one in?"))
	d.accessible(mari, "words that are not sent")
	d.accessible(eve, "shows what is typed")
	eve.press("Enter")
	mari.see(".msg", "Is the green one in?")
	mari.notSee(".typing .unsent", "")
	eve.press("ArrowUp") // corrects it
	eve.write(line, "Is the green one in stock?")
	mari.see(".typing .unsent", "in stock?")
	eve.press("Enter")
	mari.see(".msg", "in stock?")
	mari.notSee(".typing .dots", "")

	eve.write(line, "Or no")
	mari.see(".typing .unsent", "Or no")
	shown := time.Now()
	eve.off() // she says nothing, and is gone
	becomes(t, c.Shop, "Eve", "gone", func(c desk.SessionCard) bool { return !c.Presence.Here })
	mari.notSee(".typing .unsent", "")
	assert.Less(t, time.Since(shown), 50*time.Second, "words go with their visitor, and not by themselves after a minute")
	eve.on()
	becomes(t, c.Shop, "Eve", "back", here)
	assert.False(t, mari.sees(".typing .unsent", ""), "what was typed before")
	other := eve.tab() // one of two pages goes
	other.goTo(c.url("/page/2"))
	other.click(".launcher", "")
	other.see(".log .msg", "Is the green one")
	other.write(line, "Or not at all")
	mari.see(".typing .unsent", "Or not at all")
	other.goTo("about:blank")
	mari.notSee(".typing .unsent", "") // at once, and not after a minute
	eve.write(line, "Or yes")
	mari.see(".typing .unsent", "Or yes")
	eve.does(`document.querySelector("live-chat").visitor.act("peek", { on: false })`) // a page of the shop's own
	mari.see(".line", "visitor shows no unsent words any more")
	assert.False(t, mari.sees(".typing .unsent", ""), "what was shown before")
	eve.eventually(ticked(false), "shows it no more")

	eve.click(".peek", "")
	eve.eventually(ticked(true), "has agreed again")
	eve.write(line, "Or maybe")
	mari.see(".typing .unsent", "Or maybe")
	hear := make(chan struct{})
	told := c.slowPeek(hear, "Or nothing")
	eve.click(".peek", "")
	eve.see(".peek input:focus", "") // who uses the keys stays where they are
	mari.notSee(".typing .unsent", "")
	eve.write(line, "Or nothing")
	mari.see(".typing .dots", "")
	close(hear)
	eve.eventually(ticked(false), "shows it no more")
	assert.False(t, told.Load(), "words after the tick was taken off")
	assert.False(t, mari.sees(".typing .unsent", ""))
	c.works()
	assert.Equal(t, mari.messages(), eve.messages())
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
