package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// atlas is a shelf that knows pages: every one of the shop's is about the same boot.
type atlas struct{ shelf }

func (a atlas) Page(_ context.Context, s hook.PageSought) (chat.Preview, error) {
	if !strings.HasPrefix(s.URL, a.at+"/page/") {
		return chat.Preview{}, nil
	}
	return chat.Preview{
		URL: s.URL, Title: evilTitle, Text: "Waterproof", Picture: a.at + "/chat/icon.svg",
	}, nil
}

// TestLinksToTheShopsPagesAreCardsInWidgetAndConsole: a link of the shop's becomes a card on both
// sides, a stranger's none, and nothing is asked of anybody but the shop.
func TestLinksToTheShopsPagesAreCardsInWidgetAndConsole(t *testing.T) {
	seed := team()
	seed.Sites[0].Origins = []string{streetOf(t).server.URL}
	c := openCounterOn(t, desk.Config{Seed: seed, Profile: atlas{shelf{streetOf(t).server.URL}}})
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Is it "+c.server.URL+"/page/7?")
	mari.click(".offer button", "Accept")
	mari.see(".msg .previews a[href$='/page/7']", evilTitle)
	mari.see(".msg .previews img[src$='/chat/icon.svg']", "")
	eve.see(".msg .previews a[href$='/page/7']", evilTitle)
	d.accessible(eve, "a page is shown")
	d.accessible(mari, "a page is shown")

	mari.say("No, " + c.server.URL + "/page/8, and not https://evil.test/page/8")
	eve.see(".msg .previews a[href$='/page/8']", evilTitle)
	eve.see(".msg .text a[href='https://evil.test/page/8']", "")
	eve.notSee(".previews a[href*='evil']", "")
	in, err := c.Agent("mari").Inbox(t.Context())
	require.NoError(t, err)
	id := in.Sessions[0].Session.ID
	es, _, err := c.Agent("mari").Timeline(t.Context(), id, 0, 100)
	require.NoError(t, err)
	n := es[len(es)-1].N
	r := desk.MessageRequest{Text: "No, it is another one"}
	_, err = c.Agent("mari").Messages().Correct(t.Context(), id, n, r)
	require.NoError(t, err)
	eve.see(".msg .text", "No, it is another one")
	eve.notSee(".previews a[href$='/page/8']", "")
	evil, _ := ask[bool](eve, "main", "", "() => !!window.evil")
	assert.False(t, evil)
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
