package e2e

import (
	"testing"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestAnAgentOffersAnswersAndTheVisitorChoosesOne: they are written a line each, and go with what
// stands on the line.
func TestAnAgentOffersAnswersAndTheVisitorChoosesOne(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: team()})
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "I need a tent")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "I need a tent")
	mari.click(".composer .offering", "Offer answers")
	mari.write("#offers-all", "Two\nFour")
	mari.click("dialog[open] button", "Send")
	mari.see("dialog[open] [role=alert]", "Write the question")
	d.accessible(mari, "answers are offered")
	mari.click("dialog[open] button", "Cancel")
	mari.write(line, "For how many?")
	mari.click(".composer .offering", "Offer answers")
	mari.click("dialog[open] button", "Send")
	mari.see(".msg .offered", "Four")
	mari.see(line+":focus", "")
	eve.click(".choices button", "Four")
	mari.see(".msg", "Four")
}
