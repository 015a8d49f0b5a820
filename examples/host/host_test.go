package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guest is somebody at the shop.
type guest struct {
	http.Client
	t   *testing.T
	url string
}

func open(t *testing.T) func() *guest {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	folder := t.TempDir()
	go func() { ended <- run(ctx, listener, folder) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	return func() *guest {
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		return &guest{http.Client{Jar: jar}, t, "http://" + listener.Addr().String()}
	}
}

// ask makes a request and returns its status and body.
func (b *guest) ask(method, path, body string) (int, string) {
	b.t.Helper()
	r, err := http.NewRequest(method, b.url+path, strings.NewReader(body))
	require.NoError(b.t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := b.Do(r)
	require.NoError(b.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	return res.StatusCode, string(text)
}

// wants is ask for a status.
func (b *guest) wants(status int, method, path, body string) string {
	b.t.Helper()
	got, text := b.ask(method, path, body)
	require.Equal(b.t, status, got, "%s %s: %s", method, path, text)
	return text
}

// submit sends a form of the shop's.
func (b *guest) submit(path string, form url.Values) {
	b.t.Helper()
	res, err := b.PostForm(b.url+path, form)
	require.NoError(b.t, err)
	require.Equal(b.t, 200, res.StatusCode, path)
	require.NoError(b.t, res.Body.Close())
}

func (b *guest) signIn(name string) *guest {
	b.t.Helper()
	b.submit("/login", url.Values{"email": {name + "@shop.example"}, "password": {"demo"}})
	return b
}

// until waits until an answer has a text.
func (b *guest) until(path, text string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		_, body := b.ask("GET", path, "")
		return strings.Contains(body, text)
	}, time.Minute, 20*time.Millisecond, "%s in %s", text, path)
}

func TestAShopThatWasThereBeforeHasAChat(t *testing.T) {
	browser := open(t)
	nobody, vera, otto, ann := browser(), browser().signIn("vera"), browser().signIn("otto"), browser().signIn("ann")

	// Who works here is an agent from their first sign-in on; nobody else is.
	nobody.wants(401, "GET", "/chat/v1/agent/me", "")
	vera.wants(401, "GET", "/chat/v1/agent/me", "")
	ann.wants(200, "PUT", "/chat/v1/agent/status", `{"mode":"available"}`)
	nobody.until("/chat/v1/config", `"accepting":true`)

	// Who has bought for 500 euros is asked whether they want something, on no page of the checkout.
	visit := `{"url":"` + vera.url + `/"}`
	assert.Contains(t, vera.wants(200, "POST", "/chat/v1/visits", visit), "put something aside")
	for _, who := range []*guest{otto, nobody} {
		assert.NotContains(t, who.wants(200, "POST", "/chat/v1/visits", visit), "put something aside")
	}

	// The agent sees what the shop knows.
	vera.wants(201, "POST", "/chat/v1/sessions", `{"text":"Which boots?"}`)
	ann.until("/chat/v1/agent/inbox", `"offers":[{`)
	var inbox struct {
		Offers []struct {
			ID      string
			Session struct{ ID string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(ann.wants(200, "GET", "/chat/v1/agent/inbox", "")), &inbox))
	ann.wants(200, "POST", "/chat/v1/agent/offers/"+inbox.Offers[0].ID+"/accept", "{}")
	card := ann.wants(200, "GET", "/chat/v1/agent/sessions/"+inbox.Offers[0].Session.ID+"/visitor", "")
	assert.Contains(t, card, "Lifetime value")
	assert.Contains(t, card, "548 €")

	// What she buys is in the chat, once, and in the shop's books.
	vera.submit("/buy", nil)
	messages := "/chat/v1/sessions/" + inbox.Offers[0].Session.ID + "/messages"
	vera.until(messages, "Order 4 is placed: 89.00 €")
	_, said := vera.ask("GET", messages, "")
	assert.Equal(t, 1, strings.Count(said, "is placed"))
	vera.until("/chat/v1/visitor/export", `"orders":[{"id":"4","value":8900,"currency":"EUR"`)
	assert.Contains(t, vera.wants(200, "GET", "/chat/v1/visitor/export", ""),
		`"rule":"vip","session":"`+inbox.Offers[0].Session.ID+`"`)

	// The numbers are for staff.
	nobody.wants(403, "GET", "/metrics", "")
	vera.wants(403, "GET", "/metrics", "")
	metrics := ann.wants(200, "GET", "/metrics", "")
	for _, line := range []string{
		`livechat_sessions_started_total{channel="widget",queue="help",source="visitor"} 1`,
		`livechat_prompts_total{outcome="shown",rule="vip"} 1`,
		`livechat_capacity_load{queue="help",status="available"} 1`, `livechat_hook_seconds_count{hook="profile",outcome="ok"}`,
	} {
		assert.Contains(t, metrics, line)
	}

	// Who signs out of the shop is signed out of the chat.
	ann.submit("/logout", nil)
	ann.wants(401, "GET", "/chat/v1/agent/me", "")
}

func TestTheGlueIsShort(t *testing.T) {
	glue, err := os.ReadFile("chat.go")
	require.NoError(t, err)
	assert.Less(t, bytes.Count(glue, []byte("\n")), 150)
}
