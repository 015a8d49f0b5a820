package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnAgentCorrectsAContactAndFindsTheChatLater(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada")
	mari.press("Escape")
	mari.press("e")
	mari.see("dialog[open] h2", "Contact")
	mari.see("dialog[open] input[name=name]", "Ada")
	mari.press("Enter") // nothing is corrected
	mari.notSee("dialog[open]", "")
	mari.see(".talk h2", "Ada")
	mari.click("[data-act=contact]", "")
	mari.write("dialog[open] input[name=email]", "ada at example")
	mari.click("dialog[open] button[type=submit]", "Contact")
	mari.see("dialog[open] input[name=email][aria-invalid=true]", "")
	d.accessible(mari, "a contact is corrected")
	mari.write("dialog[open] input[name=email]", "ada@example.com")
	mari.press("Enter")
	mari.notSee("dialog[open]", "")
	mari.see(".card .mail", "ada@example.com")
	mari.see(".card .mail", "typed")
	mari.see(".line", "Mari corrected the contact")
	mari.click("[data-act=close]", "")
	mari.see(".undo", "Closing the chat with Ada")
	mari.see(".talk .over", "")
	mari.see(".line", "Closed")

	mari.click(".inbox input[type=search]", "")
	mari.write(".inbox input[type=search]", "ada EXAMPLE")
	mari.press("Enter")
	mari.see("[data-list=past] [role=status]", "1 chat found")
	d.accessible(mari, "chats before are searched")
	mari.click("[data-list=past] .row", "Ada")
	mari.see(".talk h2", "Ada")
	mari.see(".msg", "I am Ada")
	mari.write(".inbox input[type=search]", "nobody")
	mari.press("Enter")
	mari.see("[data-list=past] [role=status]", "0 chats found")
	mari.press("Escape")
	mari.notSee("[data-list=past]", "")
	mari.press("Escape")
	mari.notSee(".inbox input[type=search]:focus", "")
	assert.Empty(t, mari.complaints())
}
