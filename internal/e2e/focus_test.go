package e2e

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// held keeps requests that change something until it is let go, and refuses them then.
func (c *counter) held() (let func()) {
	on := make(chan struct{})
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			c.api.ServeHTTP(w, r)
			return
		}
		select {
		case <-on:
		case <-r.Context().Done():
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(`{"status":409,"code":"brand-new","detail":"not now"}`))
	})
	return func() { close(on) }
}

// keeps presses a button by the keyboard, and wants the focus to stay there, while the shop is asked
// and when it has refused.
func (p *person) keeps(c *counter, sel, refused, words string) {
	p.t.Helper()
	let := c.held()
	focus := `el => (el.focus(), true)`
	p.eventually(func() bool { _, ok := ask[bool](p, sel, "", focus); return ok }, "reaches %s", sel)
	p.press("Enter")
	p.see(sel+"[aria-busy=true]:focus", "")
	let()
	p.see(refused, words)
	p.notSee(sel+"[aria-busy=true]", "")
	assert.True(p.t, p.sees(sel+":focus", ""), "the focus stays on %s", sel)
	c.works()
}

func TestAPressedButtonKeepsTheFocusWhileTheShopIsAsked(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	c.Agent("jaan").Available()
	c.Agent("jaan").Break()
	c.serve(mari, "mari", "Ada")
	const submit = "dialog[open] [type=submit]"
	mari.click("[data-act=tags]", "")
	mari.write("dialog[open] input[name=tags]", "boots")
	mari.keeps(c, submit, "dialog[open] .problem", "not now")
	mari.press("Escape")
	mari.notSee("dialog[open]", "")
	mari.click("[data-act=transfer]", "")
	mari.click(".target", "Orders and returns")
	mari.keeps(c, submit, "dialog[open] .problem", "not now")

	liis.goTo(c.url("/as/liis?to=/chat/settings"))
	liis.click(".tabs button", "Queues")
	liis.click(".rules button", "Buying advice")
	liis.see(".settings h2", "Buying advice")
	liis.keeps(c, ".settings form [type=submit]", ".settings .bad", "not now")
	assert.Empty(t, mari.complaints())
	assert.Empty(t, liis.complaints())
}

func TestAStatusKeepsTheFocusWhileTheShopIsAskedAndTheLastWordCounts(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	on := make(chan struct{})
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			select {
			case <-on:
			case <-r.Context().Done():
			}
		}
		c.api.ServeHTTP(w, r)
	})
	mari.reaches("select.mode", "")
	mari.hits("Home")
	mari.see("select.mode[aria-busy=true]:focus", "")
	mari.hits("ArrowDown") // on a break, after all
	mari.see("select.mode[aria-busy=true]:focus", "break")
	close(on)
	mari.see(".mode[data-mode=break]:not([aria-busy]):focus", "break")
	mari.eventually(func() bool {
		all, err := c.Host().Agents(t.Context())
		return err == nil && slices.ContainsFunc(all, func(a desk.AgentView) bool {
			return a.Name == "Mari" && a.Mode == chat.Break
		})
	}, "is on a break")
	assert.Empty(t, mari.complaints())
}

func TestWhereNoChatIsOpenTheRestOfThePageIsTheMiddle(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	middle := `el => { const r = el.getBoundingClientRect(), all = el.closest("main").getBoundingClientRect(),
		list = document.querySelector(".inbox").getBoundingClientRect();
		return Math.abs((r.left + r.right) / 2 - (list.right + all.right) / 2); }`
	off, ok := ask[float64](mari, ".nothing", "Pick a chat", middle)
	assert.True(t, ok && off < 2, "%v px", off)
	mari.shot(*gallery, "nothing-open")
}

func TestAKeyPressedRightAfterADialogIsHeard(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada")
	mari.press("Escape")
	mari.press("?")
	mari.see("dialog[open]", "Keys")
	// The button still has the focus until the page is drawn anew.
	again := `el => {
		el.close();
		el.querySelector("button").dispatchEvent(new KeyboardEvent("keydown", {key: "?", bubbles: true}));
		return true;
	}`
	_, ok := ask[bool](mari, "dialog[open]", "", again)
	assert.True(t, ok)
	mari.see("dialog[open]", "Keys")
}
