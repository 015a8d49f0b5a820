package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhoIsSignedOutWhileWritingIsToldSoAndLosesNothing: a login that runs out is no connection that is lost, and where
// the host has named no page to sign in at there is a way on all the same.
func TestWhoIsSignedOutWhileWritingIsToldSoAndLosesNothing(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	there := c.serve(mari, "mari", "Ada", "Bob")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".chats li", "Bob")
	mari.write(line, "Half an answ")
	c.fails(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"type":"about:blank","code":"unauthenticated","status":401,"title":"Unauthorized"}`))
	})
	for _, p := range []*person{mari, liis} {
		p.see(".banner", "You are signed out.")
		p.notSee(".banner", "Connection lost")
		p.laidOut("signed out")
	}
	mari.see(line, "Half an answ")
	mari.press("Enter")
	mari.see(".foot.fault", "You are signed out.")
	mari.laidOut("an answer of who is signed out")
	mari.write(line, "And more")
	c.works()
	for _, p := range []*person{mari, liis} {
		p.click(".banner button", "Try again")
		p.notSee(".banner", "You are signed out.")
	}
	liis.see(".chats li", "Bob")
	mari.click(".row", "Bob")
	mari.see(".msg", "Half an answ")
	mari.click(".foot.fault button", "Try again")
	there["Bob"].Hear("Half an answ")
	mari.see(line, "And more")
	assert.Empty(t, append(mari.complaints(), liis.complaints()...))
}

func TestTheListOfKeysBeginsAtItsBeginning(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	mari.size(640, 430) // as a screen of 1280 is at 200 %
	mari.press("?")
	mari.see("dialog[open]", "Keys")
	top, _ := ask[float64](mari, "dialog[open] h2", "Keys", `el => el.getBoundingClientRect().top - el.closest("dialog").getBoundingClientRect().top`)
	assert.Positive(t, top, "the heading is not scrolled away")
	mari.press("Escape")
	mari.notSee("dialog[open]", "")
	assert.Empty(t, mari.complaints())
}
