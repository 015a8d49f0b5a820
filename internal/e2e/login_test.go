package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// comes opens a far page that wants something of the widget before it is there.
func (p *person) comes(page, wants string) {
	p.t.Helper()
	script := fmt.Sprintf(`(window.livechat ??= []).push((chat) => { %s })`, wants)
	p.goTo(page + "/?" + url.Values{"script": {script}}.Encode())
}

// fillsIn fills in the form of a far page, and sends it.
func (p *person) fillsIn(question string) {
	p.t.Helper()
	p.write("#f-name", p.name)
	p.write("#f-text", question)
	p.click(".form button", "Start chat")
	p.see(".msg", question)
}

// only is the one session that there is.
func (c *counter) only() desk.SessionCard {
	c.t.Helper()
	all, _, err := c.Host().Sessions(c.t.Context(), desk.SessionFilter{})
	require.NoError(c.t, err)
	require.Len(c.t, all, 1)
	return all[0]
}

// No cookie goes from one of these sites to the other, nor is there any: everybody is known by a header alone.
func TestWhoIsKnownByATokenChatsFromAnotherSiteAndFromADeskOfTheHosts(t *testing.T) {
	c := openCounter(t, team())
	eve, mari := meet(t, browser(t), "Eve"), meet(t, browser(t), "Mari")
	const known = `chat.headers = async () => ({ Authorization: "Bearer visitor c9" });`
	eve.comes(c.elsewhere(), known+` chat.open(); chat.close();`)
	eve.click(".launcher", "")
	eve.fillsIn("Which shop is this?")
	mari.goTo(c.url("/desk/console"))
	mari.see(".status .me", "Mari")
	mari.choose("select.mode", "available")
	mari.click(".offer button", "Accept")
	mari.see(line, "")
	mari.say("This one")
	eve.see(".msg", "This one") // by the stream
	eve.comes(c.elsewhere(), known)
	eve.see(".msg", "This one")
	eve.does(`document.querySelector("live-chat").setAttributes({ name: "Northlight", locale: "pl", cart: { value: 1 } })`)
	eve.see(".composer textarea", "Wiadomość")
	eve.say("Thank you")
	mari.see(".msg", "Thank you")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}

func TestAnAssertionMakesAVisitorKnownIsRenewedAndLetGo(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	jwt, err := chathttp.Assert("k1", vouching, chathttp.Assertion{ID: "c9", Contact: chat.Contact{Name: "Eve"}})
	require.NoError(t, err)
	eve.comes(c.far.URL, fmt.Sprintf(`window.asked = 0; chat.identify(async () => (window.asked++, %q));`, jwt))
	eve.click(".launcher", "")
	eve.fillsIn("Are you there?")
	eve.numbered("Are you there?")
	session := c.only().Session
	assert.True(t, session.Contact.SignedIn, "the shop's server vouches")

	var refused atomic.Bool // the token has ended
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/messages") && r.Method == http.MethodPost && !refused.Swap(true) {
			w.Header().Set("Access-Control-Allow-Origin", c.far.URL)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		c.api.ServeHTTP(w, r)
	})
	eve.say("It is still me")
	eve.numbered("It is still me")
	asked, err := chromedp.Run(eve.ctx, chromedp.Evaluate[int](`window.asked`))
	require.NoError(t, err)
	assert.Equal(t, 2, asked)

	also := eve.tab()
	also.goTo(c.far.URL)
	also.click(".launcher", "")
	also.see(".msg", "It is still me")
	also.write(line, "half written")
	eve.does(`document.querySelector("live-chat").reset().then(() => document.querySelector("live-chat").open())`)
	eve.see(".form", "")
	eve.notSee(".msg", "")
	also.notSee(".msg", "")
	for _, p := range []*person{eve, also} {
		kept, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`JSON.stringify({...sessionStorage}).includes(%q)`, session.ID)))
		require.NoError(t, err)
		assert.False(t, kept, "nothing of the chat stays in the browser")
	}
	also.leave()
	eve.fillsIn("Somebody else")
	all, _, err := c.Host().Sessions(t.Context(), desk.SessionFilter{})
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.NotEqual(t, all[0].Session.Visitor, all[1].Session.Visitor)
	assert.Empty(t, eve.complaints())
}
