package chathttp

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// says is what a visitor says at the routes that want to hear something.
var says = map[string]string{
	"v1/visits": `{"url":"/a","on_page_seconds":12,"on_site_seconds":12,"holds":[]}`,

	"v1/sessions":                      `{"text":"Hello","queue":"returns"}`,
	"v1/help":                          `{"text":"Hello"}`,
	"v1/presence":                      `{"page":"p","state":"visible"}`,
	"v1/sessions/{id}/messages":        `{"text":"Hello"}`,
	"v1/sessions/{id}/messages/{n}":    `{"text":"Hello"}`,
	"v1/sessions/{id}/files":           `{"name":"a.png","size":1}`,
	"v1/sessions/{id}/typing":          `{"on":true,"text":"Hello"}`,
	"v1/sessions/{id}/peek":            `{"on":true}`,
	"v1/sessions/{id}/read":            `{"up_to":1}`,
	"v1/sessions/{id}/rating":          `{"score":5,"scale":5}`,
	"v1/sessions/{id}/language":        `{"lang":"de"}`,
	"v1/sessions/{id}/transcript":      `{"email":"eve@x.ee"}`,
	"v1/sessions/{id}/contact":         `{"name":"Eve"}`,
	"v1/sessions/{id}/files/{file}":    "",
	"v1/sessions/{id}/leave-message":   "",
	"v1/sessions/{id}/identity/refuse": "",
}

// looksUp are what a visitor asks for at the routes that answer no body.
var looksUp = map[string]string{"v1/config": "?queue=returns", "v1/events": "?wait=0"}

// estonians opens a house with a queue that becomes one for visitors from Estonia alone, to which a
// rule leads everybody who looks at a page for a while.
func estonians(t *testing.T) (h *house, close func()) {
	h = open(t, Config{
		Limits: Limits{
			Visitor: Rate{PerMinute: -1}, Network: Rate{PerMinute: -1},
			Newcomers: Rate{PerMinute: -1},
		},
		Facts: func(r *http.Request) map[string]trigger.Value {
			from := trigger.Text(r.Header.Get("X-Country"))
			return map[string]trigger.Value{"visitor.country": from}
		},
	})
	h.person("X-Staff", "sue").do("PUT", "v1/settings/rules/help", `{
		"when":{"attr":"page.dwell","op":"ge","value":"10s"},
		"do":[{"type":"prompt","text":{"en":"Can I help?"}},{"type":"queue","queue":"returns"}]
	}`).into(200, nil)
	for _, name := range []string{"ana", "ben"} {
		p := h.person("X-Staff", name)
		p.stream("v1/agent/events").until("inbox.updated")
		p.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
	}
	time.Sleep(time.Second)
	return h, func() {
		q := settings.Queue{ID: "returns", Name: "Salon", NoAgent: settings.NoAgentWait}
		q.For.When = trigger.Where("visitor.country", trigger.Eq, trigger.Text("EE"))
		_, err := h.desk.Host().PutQueue(t.Context(), q)
		require.NoError(t, err)
		time.Sleep(time.Second)
	}
}

// walks asks every route of a visitor's about a session, and returns what was answered by route.
func (p *person) walks(id string) map[string]answered {
	all := map[string]answered{}
	for _, rt := range table {
		link := strings.HasPrefix(rt.path, "v1/files")
		if !rt.policy.ofVisitors() || rt.method == http.MethodDelete || link {
			continue // who is forgotten comes nowhere; a link is a secret by itself
		}
		path, body := at(strings.Replace(rt.path, "{id}", id, 1)), says[rt.path]
		if rt.method == http.MethodGet {
			path, body = path+looksUp[rt.path], ""
		}
		all[rt.method+" "+rt.path] = p.do(rt.method, path, body,
			"Accept", "application/json", "Idempotency-Key", fmt.Sprint("k", len(all), id))
		time.Sleep(time.Second)
	}
	return all
}

// returned are the sessions that the agent of the queue sees.
func (h *house) returned() (ids []chat.SessionID) {
	var in inboxView
	h.person("X-Staff", "ben").do("GET", "v1/agent/inbox", "").into(200, &in)
	for _, c := range in.Queue {
		ids = append(ids, c.ID)
	}
	for _, o := range in.Offers {
		ids = append(ids, o.Session.ID)
	}
	for _, c := range in.Sessions {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids) // an offer is of one in line
	return slices.Compact(ids)
}

// TestNoRouteLeadsAVisitorToAQueueThatIsNotForThem walks every route of a visitor's as one to whom
// a queue is not offered: with a session of another's that is in it, and with their own that was.
func TestNoRouteLeadsAVisitorToAQueueThatIsNotForThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, closes := estonians(t)
		eve, mari := h.person("X-Country", "PL"), h.person("X-Country", "EE")
		var own, other sessionView
		eve.do("POST", "v1/sessions", says["v1/sessions"], "Idempotency-Key", "own").into(201, &own)
		eve.do("POST", "v1/sessions/"+string(own.ID)+"/end", "").into(204, nil)
		closes()
		start := says["v1/sessions"]
		mari.do("POST", "v1/sessions", start, "Idempotency-Key", "vip").into(201, &other)
		time.Sleep(time.Second)
		require.Equal(t, []chat.SessionID{other.ID}, h.returned())

		for _, id := range []chat.SessionID{other.ID, own.ID} {
			answers := eve.walks(string(id))
			for route, a := range answers {
				assert.NotContains(t, string(a.body), "Salon", route)
				if id == other.ID && strings.Contains(route, "{id}") {
					assert.Equal(t, 404, a.status, "%s: %s", route, a.body)
				}
			}
			assert.Equal(t, []chat.SessionID{other.ID}, h.returned())
			if id == own.ID {
				reopened := answers["POST v1/sessions/{id}/reopen"]
				assert.Equal(t, 204, reopened.status, "%s", reopened.body)
			}
		}
		// The walk finds the queue for those whom it is for.
		answers := h.person("X-Country", "EE").walks(string(other.ID))
		for _, route := range []string{"GET v1/config", "POST v1/visits", "POST v1/sessions"} {
			assert.Contains(t, string(answers[route].body), `"queue":"returns"`, route)
		}
	})
}
