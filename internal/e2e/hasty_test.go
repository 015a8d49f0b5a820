package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestTheLastWishForHelpCounts: also where the answer to the one before comes later, and what could
// not be had comes by itself once it can.
func TestTheLastWishForHelpCounts(t *testing.T) {
	seed := helpful()
	seed.Sites[0].Help.Phone.Number = "+44 (0)20 7946 ٠١٢٣"
	c := openCounter(t, seed)
	c.Agent("mari").Available()
	let, gone := make(chan struct{}), make(chan struct{})
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/v1/help") {
			<-let
			defer close(gone)
		}
		c.api.ServeHTTP(w, r)
	})
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Chat with us")
	eve.see(".help a[href='tel:+442079460123']", "")
	eve.click(".help button", "Ask us to call you")
	eve.click(".help button", "Write a message")
	eve.see(".form h3", "Leave us a message")
	close(let)
	<-gone
	eve.write("#f-name", "Eve")
	c.works()
	eve.click(".help button", "Ask us to call you")
	eve.see(".form h3", "We call you")
	eve.click(".help button", "Chat with us")
	eve.see(".form h3", "How can we help?")

	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/v1/help") {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		c.api.ServeHTTP(w, r)
	})
	eve.click(".help button", "Questions others ask")
	eve.see(".help button[aria-expanded=true]", "")
	c.works()
	eve.see(".answer summary", "How long does delivery take?")
}

func TestAFormThatIsRefusedKeepsTheFocusOnItsButton(t *testing.T) {
	c := openCounter(t, left())
	c.Agent("mari").Available()
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Chat with us")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Have you got boots?")
	eve.keeps(c, ".form [type=submit]", ".form .problem", "did not work")
}

// TestAProductIsSentWithWhatStandsOnTheLine: with the message that it answers, and never with the
// words of a correction.
func TestAProductIsSentWithWhatStandsOnTheLine(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: team(), Profile: shelf{streetOf(t).server.URL}})
	mari := meet(t, browser(t), "Mari")
	there := c.serve(mari, "mari", "Ada")
	offers := func() {
		t.Helper()
		mari.click(".composer .shelf", "")
		mari.click("dialog[open] .finds button", evilTitle)
		mari.notSee("dialog[open]", "")
	}
	mari.doesWith("I am Ada", "Reply")
	mari.write(line, "Take this")
	offers()
	mari.see(".msg .quote", "I am Ada")
	there["Ada"].Hear("Take this")
	mari.numbered("Take this")
	mari.notSee(".composer .about", "")

	mari.write(line, "half an answer")
	mari.doesWith("Take this", "Correct")
	mari.write(line, "Take that")
	offers()
	there["Ada"].Hear(evilTitle)
	mari.holds("Take that")
	mari.press("Enter")
	mari.see(".msg .changed", "corrected")
	mari.holds("half an answer")
	assert.Empty(t, mari.complaints())
}
