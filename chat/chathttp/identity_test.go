package chathttp

import (
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
	"github.com/switchboard-go/switchboard/internal/testlog"
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
		mine := b.starts("my secret, before I sign in")
		old := b.token()
		require.NotEmpty(t, old)

		b.headers["X-Customer"] = "c1"
		var current struct{ Session sessionView }
		b.do("GET", "v1/sessions/current", "").into(200, &current)
		assert.Equal(t, mine, string(current.Session.ID), "who signs in during a chat keeps it")
		assert.Empty(t, b.token(), "signing in leaves the token behind")
		b.do("POST", "v1/sessions/"+mine+"/messages", `{"text":"and after"}`).into(201, nil)

		delete(b.headers, "X-Customer")
		b.do("GET", "v1/sessions/"+mine, "").refused(401, codeUnauth)
		second := b.starts("a new visitor")
		assert.NotEqual(t, mine, second)
		assert.NotEqual(t, old, b.token())
		b.do("POST", "v1/sessions/"+second+"/end", "").into(204, nil)
		time.Sleep(2 * time.Hour)

		b.headers["X-Customer"] = "c2"
		assert.JSONEq(t, `{}`, string(b.do("GET", "v1/sessions/current", "").body), "nothing of c1's, and nothing that was over long ago")
		for _, id := range []string{mine, second} {
			b.do("GET", "v1/sessions/"+id, "").refused(404, codeNotFound)
			b.do("GET", "v1/sessions/"+id+"/messages", "").refused(404, codeNotFound)
		}

		thief := h.person("Cookie", "sb_visitor="+old)
		thief.do("GET", "v1/sessions/"+mine, "").refused(401, codeUnauth)
		thief.headers["X-Customer"] = "c2"
		thief.do("GET", "v1/sessions/"+mine, "").refused(404, codeNotFound)
		faults, err := h.desk.Check(t.Context())
		require.NoError(t, err)
		assert.Empty(t, faults)
	})
}

func TestWhoHasAChatOpenElsewhereKeepsThatOneWhenSigningIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		phone := h.person("X-Customer", "c1").starts("from my telephone")
		b := h.person()
		anonymous := b.starts("from my computer")
		b.headers["X-Customer"] = "c1"
		var current struct{ Session sessionView }
		b.do("GET", "v1/sessions/current", "").into(200, &current)
		assert.Equal(t, phone, string(current.Session.ID))
		b.do("GET", "v1/sessions/"+anonymous, "").refused(404, codeNotFound)
		var left cardView
		h.person("X-Staff", "sue").do("GET", "v1/board/sessions/"+anonymous, "").into(200, &left)
		assert.Equal(t, chat.Abandoned, left.State, "nobody is left to go on with it")
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
		{fmt.Errorf("locked out: %w", chat.ErrUnauthenticated), 401, codeUnauth},
		{chat.ErrBanned, 403, codeBanned},
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
		p.do("GET", "v1/sessions/"+anonymous, "").into(200, nil)
		p.do("POST", "v1/sessions/"+anonymous+"/end", "").into(204, nil)
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
		var log testlog.Lines
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

func TestWhoeverIsAskedAndComesWithAConfirmedAddressHasConfirmedIt(t *testing.T) {
	for _, c := range []struct {
		level    chat.Reason
		verified bool
	}{{chat.EmailConfirmed, true}, {chat.SignedIn, false}} {
		synctest.Test(t, func(t *testing.T) {
			h := open(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}})
			eve, ana, id := h.began()
			ana.do("POST", "v1/agent/sessions/"+id+"/identity", "").into(204, nil)
			signed, err := Assert("k1", assertKey, Assertion{ID: "c9", Contact: chat.Contact{
				Name: "Eve", Email: "eve@example.com", EmailVerified: c.verified,
			}})
			require.NoError(t, err)
			eve.do("POST", "v1/identify", fmt.Sprintf(`{"assertion":%q}`, signed)).into(204, nil)
			var page pageView
			eve.do("GET", "v1/sessions/"+id+"/messages", "").into(200, &page)
			var levels []chat.Reason
			for _, e := range page.Entries {
				if e.Kind == chat.KindIdentityConfirmed {
					levels = append(levels, e.Reason)
				}
			}
			require.Equal(t, []chat.Reason{c.level}, levels)
			var card cardView
			ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &card)
			require.Equal(t, c.verified, card.Contact.EmailVerified)
			require.Equal(t, "eve@example.com", card.Contact.Email)
		})
	}
}
