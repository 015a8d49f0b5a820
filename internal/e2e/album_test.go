package e2e

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// album is where the pictures of the faces go: go test ./internal/e2e -run Album -args -album ../../docs/img/faces
var album = flag.String("album", "", "folder that keeps the pictures of the faces")

// pictured looks how a view is laid out, and keeps a small picture of it.
func (p *person) pictured(name string) {
	p.t.Helper()
	p.laidOut(name)
	if *album == "" {
		return
	}
	shot := page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: new(int64(55))}
	picture, err := chromedp.Call(p.ctx, page.CaptureScreenshot, shot)
	require.NoError(p.t, err)
	require.NoError(p.t, os.MkdirAll(*album, 0o755))
	require.NoError(p.t, os.WriteFile(filepath.Join(*album, name+".webp"), picture.Data, 0o644))
}

// portraitOfMari is a drawing of somebody.
const portraitOfMari = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" fill="#d9c7b0"/><path d="M10 64a22 20 0 0 1 44 0z" fill="#31566b"/>
<path d="M14 40C10 14 24 8 32 8s22 6 18 32z" fill="#5b3a24"/>
<path d="M27 40h10v10a5 5 0 0 1-10 0z" fill="#e3ac86"/>
<ellipse cx="32" cy="29" rx="12" ry="14" fill="#f2c3a0"/>
<path d="M20 27c0-12 24-14 24 0-8-1-14-3-17-7-1 3-3 6-7 7z" fill="#5b3a24"/>
</svg>`

// faced gives the shop a logo, and Mari a photo; the others have none.
func faced(seed settings.Team) settings.Team {
	seed.Sites[0].Brand.Logo = "/chat/icon.svg"
	seed.Agents[0].Photo = "/portrait.svg"
	return seed
}

func TestTheAlbumOfTheWidget(t *testing.T) {
	c := openCounter(t, faced(left()))
	eve, mari := meet(t, browser(t), "Eve"), c.Agent("mari")
	eve.asks(c, "Do the boots run small?")
	eve.see(".reach h3", "Where can we reach you?")
	eve.pictured("widget-message-left")
	mari.Available()
	eve.click(".after button", "Start a new chat")
	eve.see(".form", "")
	eve.see(".before button", "")
	const gap = `el => el.getBoundingClientRect().top - el.parentElement.querySelector(".form-fields").getBoundingClientRect().bottom`
	below, _ := ask[float64](eve, ".form > button", "", gap)
	assert.InDelta(t, 15, below, 3, "where nothing is answered there is no room for it")
	eve.pictured("widget-form")
	eve.click(".form button", "")
	eve.see("#f-text[aria-invalid=true]", "")
	eve.pictured("widget-form-faults")
	eve.write("#f-text", "Do the boots run small? I usually take a 42.")
	eve.click(".form button", "")
	eve.see(".queue", "You are next in line")
	eve.pictured("widget-in-line")
	mari.Accept()
	mari.Say("Hello Eve! They do, a little: take one size up. The table is at https://example.com/sizes")
	eve.see(".msg", "one size up")
	eve.say("And in green?")
	eve.numbered("And in green?")
	eve.came(".msg .by .face img")
	eve.came(".head .face img")
	eve.pictured("widget-chat")
	eve.forced(true)
	for _, edge := range []string{"outlineColor of .msg .text", "borderBottomColor of .head"} {
		of, sel, _ := strings.Cut(edge, " of ")
		assert.NotEqual(t, "rgba(0, 0, 0, 0)", eve.style(sel, of), "where colours are forced, %s", edge)
	}
	eve.pictured("widget-chat-forced-colours")
	eve.forced(false)
	eve.dark(true)
	eve.pictured("widget-chat-dark")
	eve.dark(false)
	eve.size(390, 844)
	eve.pictured("widget-chat-phone")
	eve.size(1280, 860)
	eve.click(".menu button", "More")
	eve.see(".menu li button", "End this chat")
	eve.pictured("widget-menu")
	eve.click(".menu li button", "End this chat")
	eve.see(".ending", "")
	eve.pictured("widget-asked-to-end")
	eve.press("Escape")
	c.fails(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	eve.see(".banner", "Connection lost")
	eve.say("Are you still there?")
	eve.see(".msg.sending", "")
	eve.pictured("widget-connection-lost")
	c.works()
	eve.numbered("Are you still there?")
	eve.notSee(".banner", "")
	eve.does(`document.querySelector("live-chat").setAttribute("locale", "ar")`)
	eve.see(".dock[dir=rtl]", "")
	eve.see(".msg", "And in green?")
	eve.pictured("widget-chat-arabic")
	eve.does(`document.querySelector("live-chat").setAttribute("locale", "en")`)
	eve.see(".dock[dir=ltr]", "")
	require.NoError(t, mari.Agent.Close(t.Context(), mari.Session))
	eve.see(".rating", "How was this chat?")
	eve.pictured("widget-rating")
	eve.click(".head button", "Close the chat window")
	eve.size(390, 844)
	eve.see(".launcher", "")
	eve.pictured("widget-launcher-phone")
	assert.Empty(t, eve.complaints())
}
