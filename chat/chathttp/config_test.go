package chathttp

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestNewTellsEveryFaultAtOnce(t *testing.T) {
	d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
	require.NoError(t, err)
	_, err = New(d, Config{
		Prefix: "chat/", Key: []byte("secret"), AssertionKeys: map[string][]byte{"k": []byte("short")}, Cookie: "a b",
		TrustedOrigins: []string{"https://*.example"}, Heartbeat: -time.Second, Limits: Limits{Network: Rate{PerMinute: 5}},
	})
	for _, field := range []string{"Prefix", "Key: 6 bytes", `AssertionKeys["k"]`, "Cookie", "TrustedOrigins[0]", "Heartbeat", "Limits.Network"} {
		assert.ErrorContains(t, err, field)
	}
	_, err = New(nil, Config{})
	assert.Error(t, err)
	_, err = New(d, Config{})
	assert.NoError(t, err)
}

func TestBelowAPrefixNothingElseIsServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Prefix: "/chat"})
		p := h.person()
		p.do("GET", "chat/v1/config", "").into(200, nil)
		p.do("GET", "v1/config", "").refused(404, codeNotFound)
		p.do("GET", "chatter/v1/config", "").refused(404, codeNotFound)
		p.do("GET", "chat", "").refused(404, codeNotFound)
	})
}

func TestATrustedPageMayReadAndWriteAsAVisitorAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{TrustedOrigins: []string{"https://shop.example"}})
		page := []string{"Origin", "https://shop.example", "Sec-Fetch-Site", "cross-site"}
		a := h.person().do("POST", "v1/sessions", `{"text":"hello"}`, page...)
		a.into(201, nil)
		assert.Equal(t, "https://shop.example", a.header.Get("Access-Control-Allow-Origin"))
		assert.Equal(t, "true", a.header.Get("Access-Control-Allow-Credentials"))
		h.person("X-Staff", "ana").do("PUT", "v1/agent/status", `{"mode":"available"}`, page...).refused(403, codeCrossOrigin)
		a = h.person("X-Staff", "ana").do("GET", "v1/agent/me", "", page...)
		assert.Empty(t, a.header.Get("Access-Control-Allow-Origin"))

		ask := append(page, "Access-Control-Request-Method", "POST")
		a = h.person().do("OPTIONS", "v1/sessions", "", ask...)
		a.into(204, nil)
		assert.Contains(t, a.header.Get("Access-Control-Allow-Headers"), "Idempotency-Key")
		assert.Contains(t, a.header.Get("Access-Control-Allow-Headers"), "Authorization")
		ask[1] = "https://evil.example"
		a = h.person().do("OPTIONS", "v1/sessions", "", ask...)
		a.refused(403, codeCrossOrigin)
		assert.Empty(t, a.header.Get("Access-Control-Allow-Origin"))

		r := h.person().request(t.Context(), http.MethodPost, "v1/visits", `{"url":"/"}`, page...)
		r.Host = "chat.example"
		resp, err := h.client.Do(r)
		require.NoError(t, err)
		_ = resp.Body.Close()
		for _, part := range []string{"SameSite=None", "Secure", "Partitioned", "HttpOnly"} {
			assert.Contains(t, resp.Header.Get("Set-Cookie"), part)
		}
	})
}
