package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// does runs a script of the page's own.
func (p *person) does(script string) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void]("void ("+script+")")))
}

// back presses the browser's button. The script's answer comes first: the page that would give it
// may be gone.
func (p *person) back() { p.t.Helper(); p.does(`setTimeout(() => history.back())`) }

// before makes every page of the tab run a script before its own.
func (p *person) before(script string) {
	p.left = true // for good
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	require.NoError(p.t, err)
}

// hasNoChat waits until the widget is there, and wants nothing of it to be seen.
func (p *person) hasNoChat() {
	p.t.Helper()
	p.eventually(func() bool {
		const come = `!!document.querySelector("live-chat")?.shadowRoot?.querySelector(".dock")`
		ready, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](come))
		return err == nil && ready
	}, "has the widget")
	assert.False(p.t, p.sees(".launcher", "") || p.sees(".panel", ""))
}

// await makes a script's promise be waited for.
func await(params *runtime.EvaluateParams) { yes := true; params.AwaitPromise = &yes }

// quiet is a team whose pages /page/7 and below, and /checkout, offer no chat.
func quiet() settings.Team {
	seed := team()
	seed.Sites[0].NoChat = []string{"/page/7", "/**/checkout"}
	return seed
}

func TestAPageWithoutChatHasNoLauncherHoweverItIsReached(t *testing.T) {
	c := openCounter(t, quiet())
	chrome := browser(t)
	eve := meet(t, chrome, "Eve")
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "Write to us")
	moves := map[string]string{
		"pushed": `history.pushState(null, "", "/page/7?step=2")`, "replaced": `history.replaceState(null, "", "/shop/Checkout/pay")`,
		"by a fragment": `location.hash = "#/checkout"`,
	}
	for how, move := range moves {
		eve.does(move)
		eve.notSee(".launcher", "")
		eve.does(`document.querySelector("live-chat").open()`)
		assert.False(t, eve.sees(".panel", ""), how)
		eve.does(`history.pushState(null, "", "/page/1")`)
		eve.see(".launcher", "Write to us")
	}
	eve.does(`history.pushState(null, "", "/page/7")`)
	eve.notSee(".launcher", "")
	eve.back()
	eve.see(".launcher", "")

	eve.goTo(c.url("/page/7"))
	eve.hasNoChat()
	c.fails(failures["no connection"]) // what was told of the pages is remembered
	eve.goTo(c.url("/page/7/more"))
	eve.hasNoChat()
	assert.Empty(t, eve.complaints())
}

func TestOnlyTheChosenPagesHaveALauncher(t *testing.T) {
	seed := team()
	seed.Sites[0].Only = []string{"/page/1"}
	c := openCounter(t, seed)
	zoe := meet(t, browser(t), "Zoe")
	zoe.goTo(c.url("/page/1"))
	zoe.see(".launcher", "Write to us")
	zoe.does(`history.pushState(null, "", "/page/2")`)
	zoe.notSee(".launcher", "")
	zoe.does(`history.pushState(null, "", "/index.php/page/1?a=b#reviews")`)
	zoe.see(".launcher", "")
	assert.Empty(t, zoe.complaints())
}

func TestAConversationStaysOnAPageWithoutChatUntilItHasEnded(t *testing.T) {
	c := openCounter(t, quiet())
	chrome := browser(t)
	eve := meet(t, chrome, "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Are you there?")
	eve.does(`history.pushState(null, "", "/page/7")`) // in the middle of the form
	eve.notSee(".panel", "")
	eve.back()
	eve.see(".form", "")
	eve.click(".form button", "Start chat")
	eve.see(".queue", "You are next in line")
	eve.does(`history.pushState(null, "", "/page/7")`)
	mari := meet(t, chrome, "Mari")
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	mari.click(".offer button", "Accept")
	mari.see(line, "")
	mari.say("Here I am")
	eve.see(".msg", "Here I am")
	eve.goTo(c.url("/page/7"))
	eve.see(".msg", "Here I am")
	eve.click("[aria-label='Close the chat window']", "")
	eve.see(".launcher", "Your chat")
	eve.click(".launcher", "")
	mari.click("[data-act=close]", "")
	eve.see(".rating", "How was this chat?") // its end is still seen
	eve.click("[aria-label='Close the chat window']", "")
	eve.notSee(".launcher", "")
	assert.Empty(t, eve.complaints())
	assert.Empty(t, mari.complaints())
}

func TestABrowserWithoutANavigationAPISeesPagesChangeToo(t *testing.T) {
	c := openCounter(t, quiet())
	eve := meet(t, browser(t), "Eve")
	eve.before(`Object.defineProperty(globalThis, "navigation", { value: undefined })`)
	eve.goTo(c.url("/page/1"))
	eve.see(".launcher", "")
	eve.does(`history.pushState(null, "", "/page/7")`)
	eve.notSee(".launcher", "")
	eve.back()
	eve.see(".launcher", "")
}

// TestTheWidgetReadsAddressesAsTheServerDoes asks the page's own script of addresses that lead to a page without chat, and of
// such as only look like one.
func TestTheWidgetReadsAddressesAsTheServerDoes(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	among := func(entry, at string) bool {
		script := fmt.Sprintf(`import("/chat/client/place.js").then((m) => m.among([%s], new URL(%s, location.origin)))`, quoted(entry), quoted(at))
		yes, err := chromedp.Run(eve.ctx, chromedp.Evaluate[bool](script, await))
		require.NoError(t, err, at)
		return yes
	}
	for _, at := range []string{
		"/checkout", "/checkout/", "/checkout/pay", "/checkout?step=2", "/Checkout", "/a/../checkout", "/%63heckout", "/%2563heckout", "/ｃｈｅｃｋｏｕｔ",
		"/checkout;jsessionid=1", "/checkout%20/pay", "/checkout.", "/check%E2%80%8Bout", "/index.php/checkout", "/checkout.html", "/checkout/index.html",
		"/#/checkout", "/#!checkout", "/app/#/checkout", "/index.php?route=checkout/cart", "/?page=checkout", "/?checkout", "/index.php?dispatch=checkout.cart",
	} {
		assert.True(t, among("/checkout", at), at)
	}
	for _, at := range []string{"/", "/checkouts", "/blog/checkout", "/shoes?q=checkout", "/login?route=checkout", "/pricing#checkout", "/#/cart", "/checkout/../pricing", "/100%"} {
		assert.False(t, among("/checkout", at), at)
	}
	for entry, at := range map[string]string{"/**/checkout": "/en/us/checkout/pay", "/*/pay": "/en/PAY", "**checkout**": "/en/my-Checkout-2", "/step-?": "/step-1/x", "/оформление": "/%D0%9E%D0%A4ормление", "/": "/anything"} {
		assert.True(t, among(entry, at), entry)
		assert.Equal(t, entry == "/", among(entry, "/shoes/checkin"), entry)
	}
}

func TestAWindowOfItsOwnIsNoPageOfTheShop(t *testing.T) {
	seed := team()
	seed.Sites[0].Only = []string{"/page/1"}
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, zoe := meet(t, chrome, "Mari"), meet(t, chrome, "Zoe")
	c.serve(mari, "mari")
	zoe.asks(c, "Which size?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Which size?")
	zoe.goTo(c.url("/chat/window?site=" + string(seed.Sites[0].ID)))
	zoe.see(".msg", "Which size?")
	mari.click("[data-act=close]", "")
	zoe.click(".after button", "Start a new chat")
	zoe.write("#f-text", "And which colour?")
	zoe.click(".form button", "Start chat")
	zoe.see(".msg", "And which colour?")
	assert.Empty(t, zoe.complaints())
}
