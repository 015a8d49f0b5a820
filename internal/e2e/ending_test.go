package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAChatEndsAtAVisitorsWordOnlyWhenTheyAreSure(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	eve := meet(t, browser(t), "Eve")
	eve.asks(c, "Are you there?")
	eve.numbered("Are you there?")

	ask := func() {
		eve.see(line+":focus", "")
		eve.click(".menu button", "More")
		eve.see(".menu li button:focus", "End this chat")
		eve.press("Enter")
		eve.see(".ending button:focus", "Stay")
	}
	ask()
	eve.see(".ending", "You lose your place in the line.")
	d.accessible(eve, "asked whether to end")
	eve.press("Escape")
	eve.notSee(".ending", "")
	ask()
	eve.press("Enter")
	eve.notSee(".ending", "")
	eve.see(line+":focus", "")
	assert.True(t, eve.sees(".queue", ""), "neither of the two has ended it")
	ask()
	eve.click(".ending button", "End this chat")
	eve.see(".after button", "Start a new chat")
	eve.see(".panel:focus, .panel :focus", "") // what is typed goes nowhere else
	eve.notSee(".ending", "")
	assert.Empty(t, eve.complaints())
}

func TestWhoDeletesTheirDataIsAskedFirst(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	eve := meet(t, browser(t), "Eve")
	eve.asks(c, "Are you there?")
	eve.numbered("Are you there?")

	ask := func() {
		eve.click(".menu button", "More")
		eve.click(".menu li button", "Delete my data")
		eve.see("dialog.sure button:focus", "Cancel")
	}
	ask()
	eve.see("dialog.sure", "This cannot be undone.")
	d.accessible(eve, "asked whether to delete everything")
	eve.press("Escape")
	eve.notSee("dialog.sure", "")
	eve.see(".menu button:focus", "More")
	assert.True(t, eve.sees(".panel", ""), "the panel stays open")
	assert.True(t, eve.sees(".log", "Are you there?"), "nothing is deleted")
	ask()
	eve.click("dialog.sure button", "Delete my data")
	eve.notSee(".log", "Are you there?")
	assert.Empty(t, eve.complaints())
}

func TestCharactersAreCountedAsTheShopCountsThem(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	eve := meet(t, browser(t), "Eve")
	eve.asks(c, "Are you there?")
	eve.numbered("Are you there?")
	eve.write(line, strings.Repeat("x", 3799))
	assert.False(t, eve.sees(".left", "left"), "that is still far")
	eve.write(line, strings.Repeat("🥾", 4001))
	eve.see(".left", "1 character too many")
	eve.see(line+`[aria-invalid="true"]`, "")
	d.accessible(eve, "too many characters")
	eve.press("Enter")
	eve.see(".left", "1 character too many") // nothing was sent, and nothing cut off
	eve.write(line, strings.Repeat("🥾", 4000))
	eve.see(".left", "0 characters left")
	eve.press("Enter")
	eve.numbered(strings.Repeat("🥾", 4000))
	eve.holds("")
	assert.False(t, eve.sees(".left", ""))
	assert.Empty(t, eve.complaints())
}

func TestAFieldOfTheFormTakesAsManyCharactersAsTheShop(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-name", strings.Repeat("🥾", 90))
	eve.see("#f-name", strings.Repeat("🥾", 80))
	name, _ := ask[string](eve, "#f-name", "", "el => el.value")
	assert.Equal(t, strings.Repeat("🥾", 80), name)
	ask[bool](eve, "#f-name", "", "el => (el.setSelectionRange(2, 2), true)") // one emoji
	_, err := chromedp.Call(eve.ctx, input.InsertText, input.InsertTextParams{Text: "x"})
	require.NoError(t, err)
	name, _ = ask[string](eve, "#f-name", "", "el => el.value")
	assert.Equal(t, strings.Repeat("🥾", 80), name, "a full field keeps what was there")
	eve.write("#f-text", "hello")
	eve.click(".form button", "")
	eve.numbered("hello")
}
