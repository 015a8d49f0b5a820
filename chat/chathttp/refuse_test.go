package chathttp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// state is a fingerprint of everything in the store.
func (h *house) state() string {
	sum := sha256.New()
	after := ""
	for {
		rs, err := h.store.List(context.Background(), store.Range{After: after, Limit: 100})
		require.NoError(h.t, err)
		if len(rs) == 0 {
			return hex.EncodeToString(sum.Sum(nil))
		}
		for _, r := range rs {
			fmt.Fprintf(sum, "%s %d %s\n", r.Key, r.Rev, r.Value)
			after = r.Key
		}
	}
}

func TestARefusedRequestLeavesTheStoreUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		other := h.person()
		foreign := other.starts("somebody else's")
		synctest.Wait()
		own := "v1/sessions/" + id
		says := own + "/messages"
		for _, c := range []struct {
			name         string
			who          *person
			method, path string
			body         string
			headers      []string
			status       int
			code         code
		}{
			{"no token", h.person(), "POST", own + "/messages", `{"text":"x"}`, nil, 401, codeUnauth},
			{"a forged token", h.person("Cookie", "sb_visitor=AAAA"), "POST", own + "/end", ``, nil, 401, codeUnauth},
			{"a foreign session", eve, "POST", "v1/sessions/" + foreign + "/messages", `{"text":"x"}`, nil, 404, codeNotFound},
			{"an unknown session", eve, "POST", "v1/sessions/ses_00000000000000000000000000/messages", `{"text":"x"}`, nil, 404, codeNotFound},
			{"an unknown field", eve, "POST", own + "/messages", `{"text":"x","role":"agent"}`, nil, 400, codeInvalid},
			{"a key in another case", eve, "POST", own + "/messages", `{"text":"x","TEXT":"y"}`, nil, 400, codeInvalid},
			{"a key twice", eve, "POST", own + "/messages", `{"text":"x","text":"y"}`, nil, 400, codeInvalid},
			{"an operator for a text", eve, "POST", own + "/messages", `{"text":{"$regex":".*"}}`, nil, 400, codeInvalid},
			{"too large", eve, "POST", own + "/messages", `{"text":"` + strings.Repeat("x", maxBody) + `"}`, nil, 413, codeTooLarge},
			{"text over its limit", eve, "POST", own + "/messages", `{"text":"` + strings.Repeat("x", 9000) + `"}`, nil, 422, codeInvalid},
			{"too deep", eve, "POST", "v1/sessions", `{"pages":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `}`, nil, 400, codeInvalid},
			{"bad UTF-8", eve, "POST", own + "/messages", "{\"text\":\"\xff\"}", nil, 400, codeInvalid},
			{"an empty text", eve, "POST", own + "/messages", `{"text":"  "}`, nil, 422, codeInvalid},
			{"a NUL", eve, "POST", own + "/messages", `{"text":"a\u0000"}`, nil, 422, codeInvalid},
			{"a form", eve, "POST", own + "/messages", `text=x`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, codeMediaType},
			{"gzip", eve, "POST", own + "/messages", `{"text":"x"}`, []string{"Content-Encoding", "gzip"}, 415, codeMediaType},
			{"a foreign page", eve, "POST", own + "/messages", `{"text":"x"}`, []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403, codeCrossOrigin},
			{"a page without an origin", eve, "POST", own + "/end", ``, []string{"Origin", "null"}, 403, codeCrossOrigin},
			{"a bad key", eve, "POST", own + "/messages", `{"text":"x"}`, []string{"Idempotency-Key", "a b"}, 400, codeInvalid},
			{"a reply to nothing", eve, "POST", says, `{"text":"x","reply_to":99}`, nil, 422, codeInvalid},
			{"a reply below 1", eve, "POST", says, `{"text":"x","reply_to":-1}`, nil, 422, codeInvalid},
			{"no words of eve's", eve, "PUT", says + "/1", `{"text":"x"}`, nil, 422, codeInvalid},
			{"no number", eve, "PUT", says + "/x", `{"text":"x"}`, nil, 400, codeInvalid},
			{"beyond the end", eve, "DELETE", says + "/99999999", ``, nil, 422, codeInvalid},
			{"eve's words", ana, "PUT", "v1/agent/" + says[3:] + "/2", `{"text":"x"}`, nil, 422, codeInvalid},
			{"a stale offer", ana, "POST", "v1/agent/offers/off_00000000000000000000000000/accept", ``, nil, 409, codeOfferGone},
			{"another's session", h.person("X-Staff", "ben"), "POST", "v1/agent/sessions/" + id + "/close", ``, nil, 404, codeNotFound},
			{"an unknown mode", ana, "PUT", "v1/agent/status", `{"mode":"lost"}`, nil, 422, codeInvalid},
			{"an agent on the board", ana, "POST", "v1/board/sessions/" + id + "/assign", `{"agent":"x"}`, nil, 403, codeForbidden},
			{"a rating of 7 of 5", eve, "POST", own + "/rating", `{"score":7,"scale":5}`, nil, 409, codeWrongState},
			{"a number out of range", eve, "POST", own + "/read", `{"up_to":1e30}`, nil, 400, codeInvalid},
		} {
			before := h.state()
			a := c.who.do(c.method, c.path, c.body, c.headers...)
			require.Equal(t, c.status, a.status, "%s: %s", c.name, a.body)
			p := a.refused(c.status, c.code)
			assert.NotEmpty(t, p.Detail, c.name)
			assert.Equal(t, before, h.state(), c.name)
		}
	})
}

func TestNotYoursIsAnsweredLikeNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, other := h.person(), h.person()
		eve.starts("mine")
		foreign, absent := other.starts("theirs"), "ses_00000000000000000000000000"
		trace := []string{"Traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"}
		for _, rt := range table {
			if !strings.HasPrefix(rt.path, "v1/sessions/{id}") {
				continue
			}
			body := map[string]string{"typing": `{"on":true}`, "peek": `{"on":true}`,
				"read": `{"up_to":1}`, "rating": `{"score":1,"scale":5}`,
				"transcript": `{"email":"a@example.com"}`, "contact": `{"email":"a@example.com"}`, "messages": `{"text":"x"}`,
				"files": `{"name":"a","size":1}`, "language": `{"lang":"et"}`,
				"{n}": `{"text":"x"}`}[rt.path[strings.LastIndex(rt.path, "/")+1:]]
			if rt.method == http.MethodDelete {
				body = ""
			}
			path := strings.ReplaceAll(rt.path, "{n}", "3")
			a := eve.do(rt.method, strings.ReplaceAll(path, "{id}", foreign), body, trace...)
			b := eve.do(rt.method, strings.ReplaceAll(path, "{id}", absent), body, trace...)
			assert.Equal(t, 404, a.status, "%s %s", rt.method, rt.path)
			assert.Equal(t, string(b.body), string(a.body), rt.path)
			assert.Contains(t, string(a.body), "0123456789abcdef0123456789abcdef")
		}
	})
}

func TestAFloodIsRefusedAndToldWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Limits: Limits{Visitor: Rate{PerMinute: 60, Burst: 5}}})
		eve := h.person()
		id := eve.starts("1")
		for range 4 {
			eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"more"}`).into(201, nil)
		}
		a := eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"more"}`)
		p := a.refused(429, codeRateLimited)
		assert.Equal(t, "1", a.header.Get("Retry-After"))
		assert.Equal(t, 1, p.RetryAfter)
		h.person().starts("another visitor is not hindered")
	})
}

func TestANetworkIsLimitedAsAWholeAndAProxyIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := netip.MustParseAddr("203.0.113.7")
		h := open(t, Config{
			ClientIP: func(*http.Request) netip.Addr { return at },
			Limits:   Limits{Network: Rate{PerMinute: 60, Burst: 6}, Newcomers: Rate{PerMinute: 60, Burst: 3}},
		})
		for range 3 {
			h.person().do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
		}
		p := h.person().do("POST", "v1/visits", `{"url":"/"}`).refused(429, codeRateLimited)
		assert.Contains(t, p.Detail, "new visitors")
		h.person().do("GET", "v1/config", "").into(200, nil)
		h.person().do("GET", "v1/config", "").into(200, nil)
		h.person().do("GET", "v1/config", "").refused(429, codeRateLimited)
		h.person("X-Staff", "ana").do("GET", "v1/agent/me", "").into(200, nil)
		at = netip.MustParseAddr("203.0.113.8")
		h.person().do("GET", "v1/config", "").into(200, nil)
		at = netip.MustParseAddr("10.0.0.1")
		for range 20 {
			h.person().do("POST", "v1/visits", `{"url":"/"}`).into(200, nil)
		}
	})
}

func TestTheSameKeyGivesTheSameMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		id := eve.starts("hello")
		one := eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"once"}`, "Idempotency-Key", "k")
		one.into(201, nil)
		synctest.Wait() // the desk has taken its lease by now
		before := h.state()
		two := eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"once"}`, "Idempotency-Key", "k")
		assert.Equal(t, string(one.body), string(two.body))
		assert.Equal(t, before, h.state())
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"twice"}`, "Idempotency-Key", "k").refused(409, codeIDReused)
	})
}
