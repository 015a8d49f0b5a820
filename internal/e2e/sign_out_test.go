package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhoSignsOutWithChatsIsAskedFirst(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	mari.goTo(c.url("/desk/console")) // this console has a way out
	mari.see(".status .me", "Mari")
	mari.choose("select.mode", "available")
	c.heard(mari)
	c.Visitor("Ada").Start("Hello?")
	mari.click(".offer button", "Accept")
	mari.see(".talk h2", "Ada")

	mari.click(".status form button", "Sign out")
	mari.see("dialog[open]", "Your chats go back to the line")
	mari.see("dialog[open] button:focus", "Cancel")
	mari.press("Escape")
	mari.notSee("dialog[open]", "")
	mari.see(".talk h2", "Ada")

	mari.click(".status form button", "Sign out")
	mari.click("dialog[open] button", "Sign out")
	mari.see("h1", "Good evening")
	assert.Empty(t, mari.complaints())
}

func TestWhoSignsOutWithoutChatsIsAskedNothing(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	mari.goTo(c.url("/desk/console"))
	mari.see(".status .me", "Mari")
	mari.click(".status form button", "Sign out")
	mari.see("h1", "Good evening")
	assert.Empty(t, mari.complaints())
}
