package e2e

import (
	"bytes"
	"image/color"
	"image/png"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// filled is the colour that most of an element's box has on the screen.
func (p *person) filled(sel, text string) color.Color {
	p.t.Helper()
	p.see(sel, text)
	p.settle()
	box, _ := ask[page.Viewport](p, sel, text, `el => {
		const r = el.getBoundingClientRect();
		return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height, scale: 1};
	}`)
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &box})
	require.NoError(p.t, err)
	img, err := png.Decode(bytes.NewReader(shot.Data))
	require.NoError(p.t, err)
	var most color.Color
	often := map[color.Color]int{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			c := img.At(x, y)
			if often[c]++; often[c] > often[most] {
				most = c
			}
		}
	}
	return most
}

// standsOut wants the one to be filled with a colour, and the other to be as empty as the page.
func (p *person) standsOut(one, other string) {
	p.t.Helper()
	empty := p.filled("body", "")
	assert.NotEqual(p.t, empty, p.filled(one, ""), "where colours are forced, %s looks as what lies around it", one)
	if other != "" {
		assert.Equal(p.t, empty, p.filled(other, ""), "where colours are forced, %s looks as if it were %s", other, one)
	}
}

// odd are the icons that are seen in another colour than the words around them.
const odd = `[...document.querySelectorAll(".icon")].filter((el) => el.checkVisibility())
	.filter((el) => getComputedStyle(el).color !== getComputedStyle(el.parentElement).color).map((el) => el.parentElement.outerHTML)`

// iconsAsWords wants each icon to have the colour of the words beside it.
func (p *person) iconsAsWords(where string) {
	p.t.Helper()
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](odd))
	require.NoError(p.t, err)
	assert.Empty(p.t, found, where)
}

func TestWhereASystemForcesItsColoursNothingIsToldByOursAlone(t *testing.T) {
	long(t)
	seed := team()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	mari.forced(true)
	there := c.serve(mari, "mari", "Ada", "Bob")
	mari.standsOut(".slots i.on", ".slots i:not(.on)")
	mari.standsOut(".row[aria-current=true]", ".row:not([aria-current=true])")
	there["Ada"].Say("Are you there?")
	mari.see(".row .unread", "1 unread message")
	mari.standsOut(".row .unread", "")
	c.Visitor("Cleo").Start("I am Cleo")
	mari.see(".offer", "Cleo")
	mari.standsOut(".offer .bar", "")
	mari.standsOut(".offer .button.primary", ".offer .button:not(.primary)")
	mari.write(line, "/")
	mari.see(".canned li", "Sizes")
	mari.press("ArrowDown")
	mari.standsOut(".canned li[aria-selected=true]", ".canned li:not([aria-selected=true])")
	mari.press("Escape")
	mari.write(line, "")
	mari.standsOut(".slots i.on", ".note-toggle")
	mari.click(".note-toggle", "")
	mari.standsOut(".note-toggle[aria-pressed=true]", ".slots i:not(.on)")
	mari.iconsAsWords("console")

	require.NoError(t, there["Bob"].Typing(t.Context(), there["Bob"].Session, true))
	mari.see(".typing .dots", "")
	mari.standsOut(".typing .dots i", "")

	liis.forced(true)
	c.at(liis, "liis")
	liis.does(anHour)
	liis.goTo(c.url("/chat/board"))
	liis.see(".chats li", "Ada")
	liis.standsOut(".live i", "")
	liis.standsOut("[data-mode=available] .load i", "[data-mode=offline] .load")
	liis.iconsAsWords("board")
	liis.goTo(c.url("/chat/reports"))
	liis.see("tbody th", "Mari")
	const today = ".bars > :last-child "
	liis.standsOut(today+"[data-part=answered]", today+"[data-part=open]")
	liis.iconsAsWords("reports")
	liis.goTo(c.url("/chat/settings#queues"))
	liis.click(".rules button", "Buying advice")
	liis.standsOut(".rules [aria-pressed=true]", ".rules [aria-pressed=false]")
	liis.standsOut(".tabs [aria-pressed=true]", ".tabs [aria-pressed=false]")
	liis.iconsAsWords("settings")
	assert.Empty(t, append(mari.complaints(), liis.complaints()...))
}

func TestWhereASystemForcesItsColoursAPromptOnAPhoneIsRead(t *testing.T) {
	c := openCounter(t, invites())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	eve.forced(true)
	eve.size(390, 844)
	eve.goTo(c.url("/page/1"))
	eve.see(".prompt.small", "Can we help?")
	size, _ := ask[string](eve, ".prompt.small .acts .button", "", `el => getComputedStyle(el).fontSize`)
	assert.Equal(t, "0px", size, "its button lies on its words, which no colour hides")
	eve.size(1280, 860)
	eve.asks(c, "Which size?")
	mari.Accept()
	mari.Say("Wait a moment")
	eve.see(".msg", "Wait a moment")
	require.NoError(t, mari.Agent.Typing(t.Context(), mari.Session, true))
	eve.see(".typing .dots", "")
	eve.standsOut(".typing .dots i", "")
	eve.click(".head button", "Close the chat window")
	mari.Say("The larger one")
	eve.see(".launcher .badge", "")
	edge := eve.style(".launcher .badge", "outlineColor")
	assert.NotEqual(t, "rgba(0, 0, 0, 0)", edge, "the number of messages has an edge")
	assert.Empty(t, eve.complaints())
}
