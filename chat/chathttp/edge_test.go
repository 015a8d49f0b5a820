package chathttp

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
)

// drip is a body that never ends: one byte a second.
type drip struct{}

func (drip) Read(p []byte) (int, error) {
	time.Sleep(time.Second)
	p[0] = ' '
	return 1, nil
}

func TestNoBodyIsWaitedForLongerThanItMayTake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, c := range []struct {
			method, path string
			length       int64 // -1: chunked
			within       time.Duration
		}{
			{"GET", "v1/config", 60_000, time.Second},
			{"GET", "v1/config", -1, time.Second},
			{"DELETE", "v1/identify", 60_000, time.Second},
			{"DELETE", "v1/identify", -1, time.Second},
			{"DELETE", "v1/visitor", -1, time.Second},
			{"HEAD", "v1/config", 60_000, time.Second},
			{"OPTIONS", "v1/config", 60_000, time.Second},
			{"GET", "v1/nowhere", 60_000, time.Second},
			{"GET", "v1/agent/me", -1, time.Second},
			{"PATCH", "v1/config", 60_000, bodyWithin + 2*time.Second},
			{"POST", "v1/visits", 60_000, bodyWithin + 2*time.Second},
			{"POST", "v1/visits", -1, bodyWithin + 2*time.Second},
			{"POST", "v1/nowhere", -1, bodyWithin + 2*time.Second},
			{"POST", "v1/agent/sessions/x/close", 60_000, bodyWithin + 2*time.Second},
			{"PUT", "v1/agent/status", -1, bodyWithin + 2*time.Second},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			r, err := http.NewRequestWithContext(ctx, c.method, "http://localhost/"+c.path, io.NopCloser(drip{}))
			require.NoError(t, err)
			r.ContentLength = c.length
			r.Header.Set("Content-Type", "application/json")
			begun := time.Now()
			resp, err := h.client.Do(r)
			assert.LessOrEqual(t, time.Since(begun), c.within, "%s %s", c.method, c.path)
			if c.within < bodyWithin { // later, the server's WriteTimeout has ended the connection without an answer
				require.NoError(t, err, "%s %s", c.method, c.path)
			}
			if err == nil {
				assert.True(t, resp.Close, "%s %s: the connection ends", c.method, c.path)
				_ = resp.Body.Close()
			}
			cancel()
		}
	})
}

func TestTheCookieIsThisHostsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		do := func(method, path, body string, cookies ...string) answered {
			r := h.person().request(t.Context(), method, path, body)
			r.Host = "shop.example"
			for _, c := range cookies {
				r.Header.Add("Cookie", c)
			}
			resp, err := h.client.Do(r)
			require.NoError(t, err)
			defer resp.Body.Close()
			b, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			return answered{t, resp.StatusCode, resp.Header, b}
		}
		cookie := func(a answered) *http.Cookie {
			cs := (&http.Response{Header: a.header}).Cookies()
			require.Len(t, cs, 1)
			return cs[0]
		}
		a := do("POST", "v1/sessions", `{"text":"mine"}`)
		a.into(201, nil)
		mine := cookie(a)
		assert.Equal(t, "__Host-sb_visitor", mine.Name)
		assert.True(t, mine.Secure && mine.HttpOnly && mine.Path == "/" && mine.Domain == "")
		held := mine.Name + "=" + mine.Value
		theirs := cookie(do("POST", "v1/visits", `{"url":"/"}`)).Value

		var current struct{ Session *sessionView }
		do("GET", "v1/sessions/current", "", held).into(200, &current)
		require.NotNil(t, current.Session)
		id := string(current.Session.ID)
		do("GET", "v1/sessions/"+id, "", held+"; sb_visitor="+theirs).into(200, nil)
		do("GET", "v1/sessions/"+id, "", "sb_visitor="+theirs+"; "+held).into(200, nil)
		do("GET", "v1/sessions/"+id, "", "__Host-sb_visitor="+theirs+"; "+held).refused(401, codeUnauth)
		do("GET", "v1/sessions/"+id, "", held+"; __Host-sb_visitor="+theirs).refused(401, codeUnauth)
		do("GET", "v1/sessions/"+id, "", held, held).refused(401, codeUnauth)
		do("GET", "v1/sessions/"+id, "", "sb_visitor="+mine.Value).refused(401, codeUnauth)
		do("POST", "v1/sessions", `{"text":"secret"}`, "sb_visitor="+theirs).into(201, nil)
		b := do("GET", "v1/sessions/current", "", "__Host-sb_visitor="+theirs)
		assert.Equal(t, "{}\n", string(b.body), "a planted token hears nothing")

		// The cookie of a release that did not protect it is moved, and stays for nodes of that release.
		tok, err := h.handler.only.key.open(secret(mine.Value), time.Now())
		require.NoError(t, err)
		tok.older = true
		older := string(h.handler.only.key.seal(tok))
		a = do("GET", "v1/sessions/"+id, "", "sb_visitor="+older)
		a.into(200, nil)
		assert.Equal(t, "__Host-sb_visitor", cookie(a).Name)
		assert.Equal(t, older, cookie(a).Value)
		a = do("GET", "v1/sessions/"+id, "", "__Host-sb_visitor="+older+"; sb_visitor="+older)
		a.into(200, nil)
		assert.Empty(t, a.header.Values("Set-Cookie"))
		do("GET", "v1/sessions/"+id, "", "sb_visitor="+older+"; sb_visitor="+older).refused(401, codeUnauth)
		a = do("DELETE", "v1/identify", "", "__Host-sb_visitor="+older+"; sb_visitor="+older)
		a.into(204, nil)
		assert.Len(t, a.header.Values("Set-Cookie"), 2, "both go")
	})
}

func TestCookiesOfBothKindsOfPartitionAreSortedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{TrustedOrigins: []string{"https://shop.example"}})
		r := h.person().request(t.Context(), "POST", "v1/visits", `{"url":"/"}`)
		r.Host = "chat.example"
		r.Header.Set("Cookie", "__Host-sb_visitor=a; __Host-sb_visitor=b")
		resp, err := h.client.Do(r)
		require.NoError(t, err)
		_ = resp.Body.Close()
		cs := resp.Header.Values("Set-Cookie")
		require.Len(t, cs, 2)
		assert.Contains(t, cs[0], "Max-Age=0")
		assert.NotContains(t, cs[0], "Partitioned")
		assert.Contains(t, cs[1], "Partitioned")
	})
}

func TestACookieOfTheHostsMiddlewareStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		w := httptest.NewRecorder()
		w.Header().Set("Set-Cookie", "session=renewed")
		h.handler.ServeHTTP(w, post(`{"url":"/"}`))
		r := httptest.NewRequest("POST", "/v1/visits", strings.NewReader(`{"url":"/"}`))
		r.Header.Set("Content-Type", "application/json")
		w = httptest.NewRecorder()
		w.Header().Set("Set-Cookie", "session=renewed")
		h.handler.ServeHTTP(w, r)
		assert.Len(t, w.Header().Values("Set-Cookie"), 2)
	})
}

func TestBehindAProxyNobodyKnowsEverybodySharesOneLimitAndTheLogSaysSo(t *testing.T) {
	for _, at := range []string{"10.0.0.1:9", "172.16.0.1:9", "192.168.0.1:9", "127.0.0.1:9", "169.254.1.1:9", "[fd00::1]:9", "[fe80::1]:9", "[::1]:9", "[64:ff9b::10.0.0.1]:9", "", "@", "unix", "0.0.0.0:9"} {
		synctest.Test(t, func(t *testing.T) {
			var log testlog.Lines
			h := open(t, Config{Limits: Limits{Newcomers: Rate{PerMinute: 1, Burst: 2}}, Logger: log.Logger()})
			visit := func(header ...string) int {
				r := httptest.NewRequest("POST", "/v1/visits", strings.NewReader(`{"url":"/"}`))
				r.RemoteAddr = at
				r.Header.Set("Content-Type", "application/json")
				for i := 0; i+1 < len(header); i += 2 {
					r.Header.Set(header[i], header[i+1])
				}
				w := httptest.NewRecorder()
				h.handler.ServeHTTP(w, r)
				return w.Code
			}
			for range 2 * crowd {
				require.Equal(t, 200, visit(), at)
			}
			require.Equal(t, 429, visit(), at)
			assert.Empty(t, log.String(), "nothing says that it is a proxy")
			visit("X-Forwarded-For", "203.0.113.9")
			visit("Forwarded", "for=203.0.113.9")
			assert.Equal(t, 1, strings.Count(log.String(), "Config.ClientIP"), at)
			assert.NotContains(t, log.String(), "203.0.113.9")
			r := httptest.NewRequest("GET", "/v1/healthz/live", nil)
			r.RemoteAddr = at
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, r)
			assert.Equal(t, 204, w.Code)
		})
	}
}

func TestAnAddressBehindNAT64IsTheIPv4InIt(t *testing.T) {
	at := func(s string) string { return network(netip.MustParseAddr(s)) }
	assert.Equal(t, "192.0.2.1", at("64:ff9b::192.0.2.1"))
	assert.NotEqual(t, at("64:ff9b::192.0.2.1"), at("64:ff9b::192.0.2.2"))
	assert.Equal(t, at("192.0.2.1"), at("64:ff9b::c000:201"))
	assert.Empty(t, at("64:ff9b::10.0.0.1"))
	assert.Empty(t, at("64:ff9b::127.0.0.1"))
}

func TestAQueryIsReadAsStrictlyAsABody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		p, sue := h.person(), h.person("X-Staff", "sue")
		id := p.starts("hello")
		period := "from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z"
		for _, rt := range table {
			if rt.method != http.MethodGet {
				continue
			}
			who := p
			if rt.policy == agents || rt.policy == supervisor {
				who = sue
			}
			path := strings.ReplaceAll(rt.path, "{id}", id)
			for _, q := range []string{"timezone=Europe/Warsaw", "Limit=1", "=", "a;b", "%zz", "limit=1&limit=2"} {
				needs := strings.Contains(path, "reports") || strings.HasSuffix(path, "/attendance")
				if rt.policy == supervisor && needs {
					q = period + "&" + q
				}
				p := who.do("GET", path+"?"+q, "", "Accept", "application/json").refused(400, codeInvalid)
				assert.Contains(t, p.Detail, "query", rt.path)
			}
		}
		sue.do("GET", "v1/reports/queue?"+period, "").into(200, nil)
		sue.do("GET", "v1/reports/queue?"+period+"&from=2026-03-02T00:00:00Z", "").refused(400, codeInvalid)
		sue.do("GET", "v1/board/sessions?state=queued&state=offered&limit=50", "").into(200, nil)
		sue.do("GET", "v1/agent/canned?q="+url.QueryEscape("a&b"), "").into(200, nil)
		p.do("GET", "v1/sessions/"+id+"/messages?after=0&limit=200", "").into(200, nil)
		for name, members := range queries {
			for _, m := range members {
				assert.True(t, strings.Contains(string(openAPI), "name: "+m+","), "%s: %s is not in openapi.yaml", name, m)
			}
		}
	})
}

func TestAForeignPageReadsNothingThoughTheHostsMiddlewareLetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{TrustedOrigins: []string{"https://shop.example"}})
		lax := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
			w.Header().Set("Access-Control-Allow-Credentials", "true")
			h.handler.ServeHTTP(w, r)
		})
		get := func(path string, headers ...string) *httptest.ResponseRecorder {
			r := httptest.NewRequest("GET", "https://chat.example/"+path, nil)
			for i := 0; i+1 < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			w := httptest.NewRecorder()
			lax.ServeHTTP(w, r)
			return w
		}
		for _, path := range []string{"v1/sessions/current", "v1/visitor/export", "v1/config", "v1/events", "v1/agent/me", "v1/board", "v1/agent/events"} {
			for _, from := range [][]string{
				{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
				{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, {"Origin", "https://sub.chat.example", "Sec-Fetch-Site", "same-site"},
			} {
				w := get(path, from...)
				assert.Equal(t, 403, w.Code, "%s %v", path, from)
				assert.Contains(t, w.Body.String(), "cross-origin")
				assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"), "%s %v", path, from)
				assert.Empty(t, w.Header().Get("Access-Control-Allow-Credentials"), "%s %v", path, from)
			}
		}
		assert.Equal(t, 403, get("v1/agent/me", "Origin", "https://shop.example", "Sec-Fetch-Site", "cross-site").Code, "trusted is what visitors do")
		for _, from := range [][]string{nil, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, {"Origin", "https://chat.example"}, {"Origin", "https://shop.example", "Sec-Fetch-Site", "cross-site"}} {
			assert.Equal(t, 200, get("v1/sessions/current", from...).Code, "%v", from)
		}
		assert.Equal(t, "https://shop.example", get("v1/sessions/current", "Origin", "https://shop.example", "Sec-Fetch-Site", "cross-site").Header().Get("Access-Control-Allow-Origin"))
		assert.Equal(t, 200, get("v1/openapi.yaml", "Origin", "https://editor.example", "Sec-Fetch-Site", "cross-site").Code, "tells nothing of anybody")
	})
}

func TestWhatHostsAndToolsAskIsServedBesideAndWithinV1(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		for _, at := range []string{"", "v1/"} {
			for path, status := range map[string]int{"healthz/live": 204, "healthz/ready": 204, "openapi.yaml": 200} {
				h.person().do("GET", at+path, "").into(status, nil)
			}
		}
		h.handler.Close()
		h.person().do("GET", "v1/healthz/ready", "").refused(503, codeUnavailable)
	})
}

// FuzzQuery checks that a query is refused or holds nothing but what the route takes.
func FuzzQuery(f *testing.F) {
	f.Add("state=a&state=b&limit=1")
	f.Add("limit=1&limit=2")
	f.Add("%zz")
	rt := route{method: "GET", path: "v1/board/sessions"}
	f.Fuzz(func(t *testing.T, q string) {
		r := &http.Request{Method: "GET", URL: &url.URL{RawQuery: q}}
		if asked(r, rt) != nil {
			return
		}
		for member := range r.URL.Query() {
			if !strings.Contains(fmt.Sprint(queries["GET v1/board/sessions"]), member) {
				t.Fatalf("%q passed with %q", q, member)
			}
		}
	})
}
