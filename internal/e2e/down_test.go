package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// failures are the ways in which an API that is down answers.
var failures = map[string]http.HandlerFunc{
	"no connection": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	"unavailable":   func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "down", http.StatusServiceUnavailable) },
	"another page": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><p>Back soon"))
	},
	"not found": http.NotFound,
}

// blocks keeps a browser from what is at some addresses, and lets it have everything else.
func (p *person) blocks(patterns ...string) {
	p.t.Helper()
	params := network.SetBlockedURLsParams{}
	for _, pattern := range patterns {
		params.URLPatterns = append(params.URLPatterns, &network.BlockPattern{URLPattern: pattern, Block: true})
	}
	_, err := chromedp.Call(p.ctx, network.SetBlockedURLs, params)
	require.NoError(p.t, err)
}

func TestAWidgetWhoseAPIIsDownSaysSoAndRecovers(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	for name, failure := range failures {
		t.Run(name, func(t *testing.T) {
			eve := meet(t, chrome, "Eve")
			c.fails(failure)
			eve.goTo(c.url("/page/1"))
			eve.click(".launcher", "Chat")
			eve.see(".trouble", "The shop cannot be reached")
			eve.see(".trouble button", "Try again")
			assert.False(t, eve.sees(".form", ""), "a form that cannot be sent")
			eve.shot(*gallery, "unreachable")
			eve.click(".trouble button", "Try again")
			eve.see(".trouble", "The shop cannot be reached")
			c.works()
			eve.see(".form button", "Start chat") // by itself
			assert.Empty(t, eve.complaints())
		})
	}
}

func TestAStartThatFailsIsKeptAndSaidAndDone(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.blocks("*://*:*/*/panel.js*")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.see(".launcher", "The shop cannot be reached") // the panel is a file of its own
	eve.blocks()
	eve.click(".launcher", "The shop cannot be reached")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Are you there?")
	c.fails(failures["unavailable"])
	eve.click(".form button", "Start chat")
	eve.see(".form .problem", "Connection lost. Trying again")
	c.works()
	eve.see(".msg", "Are you there?")
	eve.see(".queue", "You are next in line")

	c.fails(failures["no connection"]) // the stream breaks
	eve.see(".banner", "Connection lost")
	eve.say("I wait")
	eve.see(".msg.sending", "I wait")
	eve.click(".queue button", "Leave a message instead")
	c.works()
	eve.notSee(".banner", "Connection lost")
	eve.see(".head", "Your message is with us")
	assert.Empty(t, eve.complaints())
}

func TestABrowserThatKeepsNoCookieIsToldSo(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Cookie")
		c.api.ServeHTTP(w, r)
	})
	eve.asks(c, "Are you there?")
	eve.see(".banner", "Your browser keeps no cookie of this shop")
	assert.Empty(t, eve.complaints())
}

func TestAReloadWhileTheAPIIsDownFindsTheChatAgain(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Are you there?")
	eve.click(".form button", "Start chat")
	eve.see(".queue", "You are next in line")
	c.fails(failures["unavailable"])
	eve.goTo(c.url("/page/2"))
	eve.see(".trouble", "The shop cannot be reached")
	c.works()
	eve.see(".msg", "Are you there?")
	assert.Empty(t, eve.complaints())
}

func TestAWidgetOnAnotherOriginWithoutASiteUsesTheFirst(t *testing.T) {
	c := openCounter(t, team()) // its only site is "eu"
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.far.URL)
	eve.click(".launcher", "")
	eve.see(".head", "Chat")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Which shop is this?")
	eve.click(".form button", "Start chat")
	eve.see(".queue", "You are next in line")
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	mari.see("[data-list=queue]", "Eve")
	mari.choose("select.mode", "available")
	mari.click(".offer button", "Accept")
	mari.see(line, "")
	mari.say("This one")
	eve.see(".msg", "This one") // by the stream
	eve.goTo(c.far.URL + "/2")
	eve.see(".msg", "This one")
	eve.say("Thank you")
	mari.see(".msg", "Thank you")
	assert.Empty(t, eve.complaints())
}
