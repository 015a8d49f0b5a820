package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// open starts the shop in a test's folder, and returns its address and a browser.
func open(t *testing.T, adjust ...func(*desk.Config)) (string, *http.Client) {
	dir := t.TempDir()
	db, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(dir, "shop.db")})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	cookies, err := newSigner(filepath.Join(dir, "key"))
	require.NoError(t, err)
	begin, err := team(20 * time.Second)
	require.NoError(t, err)
	config := desk.Config{Store: db, Seed: begin, Profile: profile{at: "http://shop.example"}}
	for _, a := range adjust {
		a(&config)
	}
	d, err := desk.New(config)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	routes, closeChats, err := (&shop{desk: d, cookies: cookies, mails: mails{dir}}).routes(nil)
	require.NoError(t, err)
	server := httptest.NewServer(routes)
	t.Cleanup(func() { closeChats(); server.Close(); stop(); <-ended })
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return server.URL, &http.Client{Jar: jar, Timeout: 10 * time.Second}
}

func body(t *testing.T, res *http.Response, err error) string {
	t.Helper()
	require.NoError(t, err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(b)
}

func TestEveryPageIsThereAndHasTheWidget(t *testing.T) {
	at, browser := open(t)
	for _, path := range []string{"/", "/c/boots", "/p/ridgeline", "/cart", "/checkout", "/account"} {
		res, err := browser.Get(at + path)
		page := body(t, res, err)
		assert.Equal(t, http.StatusOK, res.StatusCode, path)
		assert.Contains(t, page, "<live-chat", path)
		assert.Contains(t, res.Header.Get("Content-Security-Policy"), "script-src 'self'", path)
		assert.NotContains(t, page, "style=", path)
	}
	res, err := browser.Get(at + "/p/nothing")
	body(t, res, err)
	assert.Equal(t, http.StatusNotFound, res.StatusCode)
}

func TestTheCartIsKeptAndTold(t *testing.T) {
	at, browser := open(t)
	for range 2 {
		res, err := browser.PostForm(at+"/cart", url.Values{"sku": {"ember"}, "by": {"1"}})
		body(t, res, err)
	}
	res, err := browser.Get(at + "/cart")
	page := body(t, res, err)
	assert.Contains(t, page, "€178")
	assert.Contains(t, page, "&#34;value&#34;:17800")
	res, err = browser.PostForm(at+"/cart", url.Values{"sku": {"ember"}, "by": {"-2"}})
	assert.Contains(t, body(t, res, err), "There is nothing in it yet")
}

func TestAForgedCookieIsNobody(t *testing.T) {
	s := signer{key: bytes.Repeat([]byte{1}, 32)}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: staffCookie, Value: s.seal(staffCookie, "mari")})
	assert.Equal(t, "mari", s.get(r, staffCookie))
	forged := httptest.NewRequest(http.MethodGet, "/", nil)
	forged.AddCookie(&http.Cookie{Name: staffCookie, Value: s.seal(customerCookie, "mari")})
	assert.Empty(t, s.get(forged, staffCookie), "a cookie of another name")
	assert.Empty(t, signer{key: bytes.Repeat([]byte{2}, 32)}.get(r, staffCookie), "another key")
}

func TestOnlyASupervisorChangesTheHours(t *testing.T) {
	at, browser := open(t)
	sign := func(login string) {
		res, err := browser.PostForm(at+"/staff", url.Values{"login": {login}, "password": {password}})
		body(t, res, err)
	}
	change := func(to string) int {
		res, err := browser.PostForm(at+"/staff/hours", url.Values{"hours": {to}})
		body(t, res, err)
		return res.StatusCode
	}
	sign("mari")
	assert.Equal(t, http.StatusForbidden, change("closed"))
	sign("liis")
	assert.Equal(t, http.StatusBadRequest, change("whenever"))
	assert.Equal(t, http.StatusOK, change("closed"))
	res, err := browser.Get(at + "/chat/v1/config?site=main")
	assert.Contains(t, body(t, res, err), `"reason":"outside-hours"`)
}

func TestTheMountOfTheReadmeServesTheWholeChat(t *testing.T) {
	at, browser := open(t)
	for path, status := range map[string]int{
		"/chat/v1/openapi.yaml": 200, "/chat/v1/healthz/live": 204, "/chat/v1/healthz/ready": 204, "/chat/v1/config": 200,
		"/chat/widget.js": 200, "/chat/console": 200, "/chat/board": 200,
	} {
		res, err := browser.Get(at + path)
		body(t, res, err)
		assert.Equal(t, status, res.StatusCode, path)
	}
}

func TestNoRequestMayTakeForEver(t *testing.T) {
	s := newServer(http.NotFoundHandler())
	for _, d := range []time.Duration{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout} {
		assert.NotZero(t, d)
	}
}

func TestAgentsShowWhatTheShopSells(t *testing.T) {
	p := profile{at: "http://shop.example"}
	for sought, want := range map[string]string{
		"tent": "ridgeline", "BOOTS": "scree", "forty hours": "ember",
	} {
		found, err := p.Products(t.Context(), hook.Sought{Text: sought})
		require.NoError(t, err)
		require.NotEmpty(t, found, sought)
		require.Equal(t, want, found[0].ID)
	}
	found, err := p.Products(t.Context(), hook.Sought{IDs: []string{"fell", "gone"}})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.NoError(t, found[0].Check("product"))
}
