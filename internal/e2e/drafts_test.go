package e2e

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

const line = ".composer textarea"

// written is what stands in the line to write on.
func (p *person) written() string {
	text, _ := ask[string](p, line, "", "el => el.value")
	return text
}

// holds waits until the line to write on holds exactly this.
func (p *person) holds(text string) {
	p.t.Helper()
	p.eventually(func() bool {
		got, ok := ask[string](p, line, "", "el => el.value")
		return ok && got == text
	}, "sees %q written, not %q", text, p.written())
}

// cursor puts the cursor into the line, after so many characters.
func (p *person) cursor(at int) {
	p.t.Helper()
	_, ok := ask[bool](p, line, "", `el => (el.focus(), el.setSelectionRange(`+fmt.Sprint(at)+`, `+fmt.Sprint(at)+`), true)`)
	assert.True(p.t, ok)
}

func (p *person) focused() string {
	p.t.Helper()
	name, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.activeElement.localName`))
	assert.NoError(p.t, err)
	return name
}

func TestAnAgentsDraftsAreKeptOfEachChat(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada", "Bob", "Cleo")
	mari.write(line, "half written to Cleo")
	mari.click(".row", "Ada")
	mari.see(".talk h2", "Ada")
	mari.holds("")
	mari.write(line, "something for Ada")
	mari.click(".row", "Cleo")
	mari.holds("half written to Cleo")

	mari.click(".note-toggle", "")
	mari.holds("") // a note is another draft
	mari.write(line, "a note about Cleo")
	mari.click(".note-toggle", "")
	mari.holds("half written to Cleo")

	c.Visitor("Dan").Start("I am Dan") // an offer is accepted in the middle of a word
	mari.see(".offer", "Dan")
	mari.holds("half written to Cleo")
	mari.click(".offer button", "Accept")
	mari.see(".talk h2", "Dan")
	mari.holds("")
	mari.click(".row", "Cleo")
	mari.holds("half written to Cleo")

	mari.click("[data-act=transfer]", "")
	mari.see("dialog[open]", "Transfer this chat")
	mari.click("dialog[open] button", "Cancel")
	mari.notSee("dialog[open]", "")
	mari.holds("half written to Cleo")

	mari.goTo(c.url("/chat/console")) // a reload
	mari.click(".row", "Ada")
	mari.holds("something for Ada")
	mari.click(".row", "Cleo")
	mari.holds("half written to Cleo")
	mari.click(".note-toggle", "")
	mari.holds("a note about Cleo")
	mari.press("Enter")
	mari.see(".msg.note", "a note about Cleo")
	mari.holds("half written to Cleo") // the note is sent, the reply is not
	mari.press("Enter")
	mari.see(".msg.own", "half written to Cleo")
	mari.click(".row", "Ada")
	mari.holds("something for Ada")
	mari.click(".row", "Cleo")
	mari.see(".talk h2", "Cleo")
	mari.holds("") // what was sent is no draft any more

	mari.numbered("half written to Cleo") // and what is refused is left with its own chat
	var asked atomic.Bool
	answer := make(chan struct{})
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			c.api.ServeHTTP(w, r)
			return
		}
		asked.Store(true)
		select {
		case <-answer:
		case <-r.Context().Done():
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(`{"code": "window-over", "title": "too late"}`))
	})
	mari.write(line, "")
	mari.press("ArrowUp")
	mari.holds("half written to Cleo")
	mari.write(line, "written to Cleo")
	mari.press("Enter")
	mari.eventually(asked.Load, "corrects")
	mari.click(".row", "Ada")
	mari.holds("something for Ada")
	close(answer)
	mari.see(".toast", "too late")
	mari.holds("something for Ada")
	mari.click(".row", "Cleo")
	mari.holds("written to Cleo")
	assert.Empty(t, mari.complaints())
}

func TestReadyRepliesGoWhereTheCursorIs(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	ada := c.serve(mari, "mari", "Ada")["Ada"]
	said := func() []string { return ada.Transcript() }

	mari.write(line, "half written text") // the button destroys nothing
	mari.click(".composer button", "Canned replies")
	mari.see(".canned li", "Sizes")
	mari.press("Escape")
	mari.notSee(".canned", "")
	mari.holds("half written text")
	mari.cursor(4)
	mari.click(".composer button", "Canned replies")
	mari.click(".canned li", "Sizes")
	mari.holds("half Take the larger one. written text")

	mari.write(line, "Hello Łucja. /size") // in the middle of a text
	mari.see(".canned li[aria-selected=true]", "Sizes")
	mari.press("Enter")
	mari.holds("Hello Łucja. Take the larger one.")
	mari.press("Enter")
	mari.see(".msg.own", "Hello Łucja. Take the larger one.")

	mari.write(line, "/greet")
	mari.see(".canned li[aria-selected=true]", "Dear Ada")
	mari.press("Enter")
	mari.holds("Dear Ada, this is Mari of Buying advice.")

	mari.write(line, "/") // nothing was asked for: nothing is chosen, and nothing sent
	mari.see(".canned li", "Goodbye")
	assert.False(t, mari.sees(".canned li[aria-selected=true]", ""))
	mari.press("Enter")
	mari.holds("/")
	mari.press("Escape")
	mari.notSee(".canned", "")
	mari.press("Enter")
	mari.holds("/")
	mari.write(line, "/nothing like it")
	mari.see(".canned", "No canned reply matches")
	mari.press("Enter")
	mari.holds("/nothing like it")

	mari.write(line, "/")
	mari.see(".canned li", "Goodbye")
	mari.press("ArrowDown")
	mari.see(".canned li[aria-selected=true]", "Goodbye")
	mari.press("Escape")
	mari.write(line, "one and/or two, on 1/2")
	mari.notSee(".canned", "")
	mari.press("Enter")
	mari.numbered("one and/or two, on 1/2")
	assert.Equal(t, []string{"Ada: I am Ada", "Mari: Hello Łucja. Take the larger one.", "Mari: one and/or two, on 1/2"}, said())
	assert.Empty(t, mari.complaints())
}

func TestTheKeyForANotePutsTheCursorIntoIt(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada", "Bob")
	mari.press("Escape")
	assert.Equal(t, "section", mari.focused(), "the talk itself takes no letters")
	mari.press("n")
	assert.Equal(t, "textarea", mari.focused())
	mari.see(".composer.private", "")
	mari.say("for colleagues")
	mari.see(".msg.note", "for colleagues")
	mari.press("Escape")
	mari.press("/")
	mari.see(".canned li", "Sizes")
	assert.Equal(t, "textarea", mari.focused())
	mari.press("Escape")
	mari.holds("")
	mari.press("Escape")
	mari.press("?")
	mari.see("dialog[open]", "accept the first offer")
	assert.Empty(t, mari.complaints())
}

func TestAVisitorsDraftOutlivesThePage(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-text", "Half a question")
	eve.click("a", "A product") // a link of the shop
	eve.see("h1", "Page 2")
	eve.eventually(func() bool {
		text, _ := ask[string](eve, "#f-text", "", "el => el.value")
		return text == "Half a question"
	}, "finds the question again")
	eve.write("#f-name", "Eve")
	eve.click(".form button", "Start chat")
	eve.see(".queue", "You are next in line")
	eve.write(line, "and half a message")
	eve.goTo(c.url("/page/1"))
	eve.holds("and half a message")
	eve.press("Enter")
	eve.write(line, "and half a message")
	eve.press("Enter")
	eve.see(".msg.own", "and half a message")
	eve.goTo(c.url("/page/2"))
	eve.see(".msg.own", "and half a message")
	eve.holds("")
	assert.Empty(t, eve.complaints())
}
