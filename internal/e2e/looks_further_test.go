package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestASearchOfChatsBeforeLooksFurtherAndKeepsTheCursor(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	for n := range 23 {
		v := c.Visitor(fmt.Sprintf("Guest %d.", n))
		v.Start("I ask")
		v.End()
	}
	c.at(mari, "mari")
	mari.write(".inbox input[type=search]", "guest")
	mari.press("Enter")
	mari.see("[data-list=past] [role=status]", "20 chats found")
	ask[bool](mari, "[data-list=past] > button", "Look further", "el => (el.focus(), true)")
	mari.press("Enter")
	mari.see("[data-list=past] [role=status]", "23 chats found")
	mari.notSee("[data-list=past] > button", "Look further")
	const here = "[data-list=past] .row:focus"
	which, _ := ask[string](mari, here, "Guest", "el => el.querySelector('.name, strong, b').textContent")
	at, _ := ask[int](mari, here, "Guest", "el => [...el.closest('[data-list]').querySelectorAll('.row')].indexOf(el)")
	assert.Equal(t, 20, at, "the first of those that came")
	assert.NotEmpty(t, which)
	mari.press("Enter")
	mari.see(".talk h2", which)
	assert.Empty(t, mari.complaints())
}
