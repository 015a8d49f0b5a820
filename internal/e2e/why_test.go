package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// TestEverybodyIsToldWhy is a morning on which a supervisor wants to know why a chat waits and why a prompt stays away, and
// an agent why a chat came.
func TestEverybodyIsToldWhy(t *testing.T) {
	chrome := browser(t)
	d := &day{t: t, chrome: chrome, shop: openShop(t), axe: axe(t)}
	d.mari, d.liis, d.johan = meet(t, chrome, "Mari"), meet(t, chrome, "Liis"), meet(t, chrome, "Johan")
	d.liis.signIn(d.shop, "liis")
	d.liis.see("h1", "Northlight")
	d.mari.signIn(d.shop, "mari")
	d.mari.choose("select.mode", "available")
	d.mari.see(".mode[data-mode=available]", "")
	d.johan.goTo(d.shop.url("/p/ember"))
	d.johan.start("Johan", "Does the lantern float?")
	d.johan.see(".queue", "You are next in line")
	d.mari.choose("select.mode", "break")
	d.johan.see(".queue", "Nobody is here right now")
	eve := meet(t, chrome, "Eve")
	eve.goTo(d.shop.url("/p/scree"))
	eve.click(".launcher", "Leave a message")
	eve.see(".head", "We are away right now")
	eve.see(".closed", "Nobody is here at the moment")
	eve.see(".form", "We answer here: come back to this page")
	eve.write("#f-name", "Eve") // and no address
	eve.write("#f-text", "Which size?")
	eve.click("input[name=consent]", "")
	eve.click(".form button", "Send message")
	eve.see(".line", "Nobody is here now. Your message is with us. We answer here: come back to this page.")

	d.liis.goTo(d.shop.url("/chat/board"))
	d.liis.see(".waiting", "Johan")
	d.liis.click("summary", "Why is nobody taking this?")
	d.liis.see(".verdicts li", "on a break")
	d.liis.see(".verdicts li", "offline")
	d.accessible(d.liis, "why nobody takes it")

	d.liis.click(".rule", "tent-size")
	d.liis.see(".try .verdict", "would not be shown")
	d.liis.write("#try-page", "/p/ridgeline")
	d.liis.write("#try-seconds", "3")
	d.liis.click(".try button", "Try it")
	d.liis.see(".tree", "page.dwell at least 4s")
	d.liis.see(".tree", "is 3s")
	d.liis.see(".blocks", "capacity")
	d.accessible(d.liis, "a rule tried out")

	d.mari.choose("select.mode", "available")
	d.mari.click(".offer button", "Accept")
	d.mari.see(".why", "Routing")
	d.mari.see(".why .chosen", "Mari")
	d.accessible(d.mari, "why it came")
	d.liis.notSee(".waiting", "Johan")
	d.liis.write("#try-seconds", "5")
	d.liis.click(".try button", "Try it")
	d.liis.see(".try .verdict", "would be shown now")
	d.liis.write("#try-page", "/checkout")
	d.liis.click(".try button", "Try it")
	d.liis.see(".blocks", "nothing is ever shown on this page")
	d.liis.size(390, 844)
	d.liis.click(".try button", "Try it")
	d.accessible(d.liis, "a rule tried out on a phone")
	for _, p := range []*person{d.mari, d.liis, d.johan, eve} {
		assert.Empty(t, p.complaints(), p.name)
	}
}

func TestTheBoardReadsTheTextOfARuleAsAVisitorDoes(t *testing.T) {
	seed := team()
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "ask",
		Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "A question about the {page.title|gear}?"}}},
	})
	c := openCounter(t, seed)
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".rules button", "A question about the gear?")
	assert.Empty(t, liis.complaints())
}
