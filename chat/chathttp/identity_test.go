package chathttp

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// token is the visitor cookie a browser has; empty: none.
func (p *person) token() string {
	r := p.request(p.h.t.Context(), "GET", "", "")
	for _, c := range p.client.Jar.Cookies(r.URL) {
		if c.Name == "sb_visitor" {
			return c.Value
		}
	}
	return ""
}

func (p *person) starts(text string) string {
	p.h.t.Helper()
	var s sessionView
	p.do("POST", "v1/sessions", fmt.Sprintf(`{"text":%q}`, text)).into(201, &s)
	return string(s.ID)
}

func TestOnASharedComputerNobodySeesWhatAnotherSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		b := h.person()
		anonymous := b.starts("nobody's secret")
		old := b.token()
		require.NotEmpty(t, old)

		b.headers["X-Customer"] = "c1"
		first := b.starts("c1's secret")
		assert.NotEqual(t, anonymous, first)
		assert.Empty(t, b.token(), "signing in leaves the token behind")
		b.do("GET", "v1/sessions/"+anonymous, "").refused(404, codeNotFound)

		b.headers["X-Customer"] = "c2"
		b.do("GET", "v1/sessions/"+first, "").refused(404, codeNotFound)
		assert.JSONEq(t, `{}`, string(b.do("GET", "v1/sessions/current", "").body))

		delete(b.headers, "X-Customer")
		b.do("GET", "v1/sessions/"+first, "").refused(401, codeUnauth)
		assert.NotEqual(t, anonymous, b.starts("a new visitor"))
		assert.NotEqual(t, old, b.token())

		thief := h.person("Cookie", "sb_visitor="+old)
		thief.do("GET", "v1/sessions/"+anonymous, "").refused(401, codeUnauth)
	})
}

func TestAPresetOrForgedTokenIsReplacedOrRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		mine := h.person()
		id := mine.starts("mine")
		for _, forged := range []string{"x", "' OR 1=1--", `{"$regex":".*"}`, strings.Repeat("A", 600), "B" + mine.token()[1:]} {
			p := h.person("Cookie", "sb_visitor="+forged)
			p.do("GET", "v1/sessions/"+id, "").refused(401, codeUnauth)
			p.do("POST", "v1/sessions/"+id+"/end", "").refused(401, codeUnauth)
			p.do("GET", "v1/events", "").refused(401, codeUnauth)
			a := p.do("POST", "v1/visits", `{"url":"/"}`)
			a.into(200, nil)
			assert.NotContains(t, a.header.Get("Set-Cookie"), "sb_visitor="+forged)
		}
		mine.do("GET", "v1/sessions/"+id, "").into(200, nil)
	})
}

func TestTheCookieIsSafe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		a := h.person().do("POST", "v1/visits", `{"url":"/"}`)
		set := a.header.Get("Set-Cookie")
		assert.Contains(t, set, "HttpOnly")
		assert.Contains(t, set, "SameSite=Lax")
		assert.NotContains(t, set, "Secure", "on a loopback host without TLS")
		r := h.person().request(t.Context(), "POST", "v1/visits", `{"url":"/"}`)
		r.Host = "shop.example"
		resp, err := h.client.Do(r)
		require.NoError(t, err)
		_ = resp.Body.Close()
		assert.Contains(t, resp.Header.Get("Set-Cookie"), "Secure")
		assert.NotContains(t, string(a.body), strings.SplitN(strings.TrimPrefix(set, "sb_visitor="), ";", 2)[0])
	})
}

func TestAHostThatFailsLetsNobodyIn(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   code
	}{
		{errors.New("the login database is down"), 503, codeUnavailable},
		{fmt.Errorf("locked out: %w", desk.ErrUnauthenticated), 401, codeUnauth},
		{desk.ErrBanned, 403, codeBanned},
	} {
		synctest.Test(t, func(t *testing.T) {
			fails := func(*http.Request) (chat.Principal, error) {
				return chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true}, c.err
			}
			h := open(t, Config{Visitor: fails, Agent: fails})
			a := h.person().do("POST", "v1/sessions", `{"text":"x"}`)
			a.refused(c.status, c.code)
			assert.NotContains(t, string(a.body), "database")
			assert.Empty(t, a.header.Get("Set-Cookie"))
			h.person().do("GET", "v1/agent/me", "").refused(c.status, c.code)
			h.person().do("GET", "v1/board", "").refused(c.status, c.code)
		})
	}
}

func TestAnAssertionMakesAVisitorWhoIsVerified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var later time.Duration
		h := open(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}, Now: func() time.Time { return time.Now().Add(later) }})
		body := func(sub string) string {
			now := time.Now().Unix()
			return fmt.Sprintf(`{"assertion":%q}`, jwt(goodHead, fmt.Sprintf(`{"sub":%q,"aud":"switchboard","iat":%d,"exp":%d,"name":"Eve"}`, sub, now, now+300), assertKey, sha256.New))
		}
		p := h.person()
		anonymous := p.starts("before")
		p.do("POST", "v1/identify", `{"assertion":"a.b.c"}`).refused(401, codeUnauth)
		p.do("POST", "v1/identify", body("c9")).into(204, nil)
		p.do("GET", "v1/sessions/"+anonymous, "").refused(404, codeNotFound)
		known := p.starts("known")
		p.do("DELETE", "v1/identify", "").into(204, nil)
		p.do("GET", "v1/sessions/"+known, "").refused(401, codeUnauth)

		elsewhere := h.person()
		elsewhere.do("POST", "v1/identify", body("c9")).into(204, nil)
		elsewhere.do("GET", "v1/sessions/"+known, "").into(200, nil)
		later = identifiedFor
		elsewhere.do("GET", "v1/sessions/"+known, "").refused(401, codeUnauth)
	})
}

func TestNoTokenIsEverLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		h := open(t, Config{
			Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			Visitor: func(r *http.Request) (chat.Principal, error) {
				if r.Header.Get("X-Break") != "" {
					panic("broken login")
				}
				return chat.Principal{}, nil
			},
		})
		p := h.person()
		id := p.starts("hello")
		p.do("GET", "v1/sessions/"+id, "", "X-Break", "1").refused(500, codeInternal)
		assert.Contains(t, log.String(), "broken login")
		assert.NotContains(t, log.String(), p.token())
		assert.NotContains(t, log.String(), "hello")
	})
}
