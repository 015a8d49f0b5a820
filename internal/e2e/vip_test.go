package e2e

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// regulars know that c9 is one of the shop's best customers.
type regulars struct{}

func (regulars) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	if p.Verified && p.ID == "c9" {
		return hook.Customer{Name: "Eve", Tier: "vip"}, nil
	}
	return hook.Customer{}, nil
}

// exclusive is a team with a queue for the best customers, which these are invited to.
func exclusive() settings.Team {
	seed := team()
	seed.Sites[0].Queues = append(seed.Sites[0].Queues, "vip")
	vip := seed.Queues[0]
	vip.ID, vip.Name = "vip", "The red carpet"
	vip.For.When = trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip"))
	seed.Queues = append(seed.Queues, vip)
	seed.Agents[1].Queues = append(seed.Agents[1].Queues, chat.Serves{Queue: "vip"})
	seed.Agents[3].Everything = true
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "carpet", When: vip.For.When,
		Do: []trigger.Action{
			{Type: trigger.Prompt, Text: map[string]string{"en": "A word with your own adviser?"}},
			{Type: trigger.SetQueue, Queue: "vip"},
		},
	})
	return seed
}

// caller is somebody without a browser, who keeps cookies.
type caller struct {
	c *counter
	*http.Client
}

func (c *counter) caller() *caller {
	jar, err := cookiejar.New(nil)
	require.NoError(c.t, err)
	return &caller{c, &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// asks makes a request of the API, and returns what was answered.
func (p *caller) asks(method, route, body string) (status int, text string) {
	r, err := http.NewRequestWithContext(p.c.t.Context(), method, p.c.url("/chat/v1/"+route), strings.NewReader(body))
	require.NoError(p.c.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", strings.Map(letters, route+body))
	}
	resp, err := p.Do(r)
	require.NoError(p.c.t, err)
	defer resp.Body.Close()
	all, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if route != "events" { // that one ends by its deadline
		require.NoError(p.c.t, err)
	}
	return resp.StatusCode, string(all)
}

// untraced takes the request's own number out of a problem.
func untraced(text string) string {
	before, rest, _ := strings.Cut(text, `"trace_id":"`)
	_, after, _ := strings.Cut(rest, `"`)
	return before + after
}

// letters leaves those of a key.
func letters(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}

func TestTheBestCustomerIsInvitedBuysAndTheOrderStandsInTheFunnel(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: exclusive(), Profile: regulars{}})
	jaan := c.Agent("jaan")
	jaan.Available()
	chrome := browser(t)
	eve, liis := meet(t, chrome, "Eve"), meet(t, chrome, "Liis")
	eve.comes(c.elsewhere(), `chat.headers = async () => ({ Authorization: "Bearer visitor c9" });`)
	eve.see(".prompt", "A word with your own adviser?")
	eve.click(".prompt button.primary", "")
	eve.fillsIn("Which boots are new?")
	session := c.only().Session
	assert.Equal(t, chat.QueueID("vip"), session.Queue)
	jaan.Accept()
	jaan.Say("These, in your size")
	eve.see(".msg", "These, in your size")

	customer := chat.Principal{Kind: chat.RoleVisitor, ID: "c9", Verified: true}
	bought := desk.Order{ID: "A-1", Value: 18900, Currency: "EUR"}
	for range 2 { // the shop tells it twice
		credit, err := c.Host().ReportOrder(t.Context(), customer, bought)
		require.NoError(t, err)
		assert.True(t, credit.Rule == "carpet" && credit.Accepted && credit.Session == session.ID, credit)
	}
	c.at(liis, "liis")
	const funnel = `fetch("/chat/v1/reports/prompts?" + new URLSearchParams({
		from: new Date(Date.now() - 36e5).toISOString(), to: new Date(Date.now() + 36e5).toISOString(),
	})).then((r) => r.json()).then((r) => r.rows[0].rules.map((x) => [x.rule, x.shown, x.accepted, x.chats,
		x.orders.orders, x.orders.values.EUR, x.orders_seen.orders].join(" ")).join(", "))`
	assert.Equal(t, "carpet 1 1 1 1 18900 0", liis.answer(funnel))
	const sold = `fetch("/chat/v1/reports/orders?" + new URLSearchParams({
		from: new Date(Date.now() - 36e5).toISOString(), to: new Date(Date.now() + 36e5).toISOString(),
	})).then((r) => r.json()).then((r) => [r.rows[0].chats.orders, r.rows[0].agents[0].orders].join(" "))`
	assert.Equal(t, "1 1", liis.answer(sold))
	liis.goTo(c.url("/chat/reports"))
	liis.see("[aria-label=Invitations] tbody th", "carpet")
	liis.see("[aria-label=Invitations] tbody tr", "1 (100 %)")
	liis.see("[aria-label=Invitations] tbody tr", "189.00")
	(&day{t: t, axe: axe(t)}).accessible(liis, "invitations in the reports")
	assert.Empty(t, append(eve.complaints(), liis.complaints()...))
}

func TestNobodyElseSeesTheQueueOfTheBestCustomersByAnyRoute(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: exclusive(), Profile: regulars{}})
	c.Agent("jaan").Available()
	zoe := meet(t, browser(t), "Zoe")
	zoe.goTo(c.url("/page/1"))
	zoe.click(".launcher", "")
	zoe.see("#f-queue", "Orders and returns")
	assert.False(t, zoe.sees("#f-queue", "The red carpet") || zoe.sees(".prompt", ""))

	p := c.caller()
	hides := func(what, text string) {
		t.Helper()
		assert.NotContains(t, text, `"vip"`, what)
		assert.NotContains(t, text, "carpet", what)
	}
	for _, ask := range []struct{ method, route, body string }{
		{"GET", "config?queue=QUEUE", ""},
		{"POST", "sessions", `{"name":"Zoe","text":"Hello","queue":"QUEUE"}`},
		{"POST", "sessions", `{"name":"Zoe","text":"Hello","queue":"QUEUE","leave_message":true}`},
	} {
		of := func(queue string) (int, string) {
			return p.asks(ask.method, strings.ReplaceAll(ask.route, "QUEUE", queue), strings.ReplaceAll(ask.body, "QUEUE", queue))
		}
		there, says := of("vip")
		none, saysNone := of("nix")
		assert.Equal(t, none, there, ask.route)
		assert.GreaterOrEqual(t, there, 400, ask.route)
		assert.Equal(t, untraced(saysNone), untraced(strings.ReplaceAll(says, "vip", "nix")), ask.route)
	}
	page := url.QueryEscape(c.url("/page/1"))
	for _, route := range []string{"config", "config?site=eu", "config?page=" + page, "sessions/current"} {
		_, text := p.asks("GET", route, "")
		hides(route, text)
	}
	status, text := p.asks("POST", "visits", `{"url":"`+c.url("/page/1")+`"}`)
	assert.Equal(t, 200, status, text)
	hides("visits", text)
	status, text = p.asks("POST", "sessions", `{"name":"Zoe","text":"Hello"}`)
	assert.Equal(t, 201, status, text)
	hides("sessions", text)
	id := c.only().Session.ID
	for _, route := range []string{"reports/prompts", "reports/orders", "board/sessions", "queues"} {
		status, text := p.asks("GET", route, "") // of the team alone
		assert.GreaterOrEqual(t, status, 401, route)
		hides(route, text)
	}
	for _, route := range []string{"config", "sessions/current", "sessions/" + string(id), "sessions/" + string(id) + "/messages", "visitor/export"} {
		status, text := p.asks("GET", route, "")
		assert.Equal(t, 200, status, route)
		hides(route, text)
	}
	p.Timeout = 2 * time.Second
	_, text = p.asks("GET", "events", "")
	hides("events", text)
	assert.Empty(t, zoe.complaints())
}

// answer is what a script's promise comes to.
func (p *person) answer(script string) string {
	p.t.Helper()
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](script, await))
	require.NoError(p.t, err)
	return got
}
