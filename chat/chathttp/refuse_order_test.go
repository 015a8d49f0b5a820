package chathttp

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// rung is a request that has one fault less than the one before, and how that is answered.
type rung struct {
	fault  string // the first of those that are left
	who    *person
	method string
	path   string
	body   string
	header string // "Name: value", several between semicolons
	status int
	code   code
}

func (r rung) climb(t *testing.T) {
	t.Helper()
	var headers []string
	for h := range strings.SplitSeq(r.header, "; ") {
		if name, value, ok := strings.Cut(h, ": "); ok {
			headers = append(headers, name, value)
		}
	}
	a := r.who.do(r.method, r.path, r.body, headers...)
	require.Equal(t, r.status, a.status, "%s: %s", r.fault, a.body)
	if r.code != "" {
		a.refused(r.status, r.code)
	}
}

// TestARequestWithManyFaultsIsRefusedForTheFirst: whether there is such a route, from where it
// comes, how often, by whom, under which id, with what body, and then what the desk says of it.
func TestARequestWithManyFaultsIsRefusedForTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Limits: Limits{Visitor: Rate{PerMinute: 1, Burst: 20}}})
		nobody, eve, zoe := h.person(), h.person(), h.person()
		eve.starts("Hello")
		other := h.person().starts("somebody else's")
		spent := zoe.starts("spends all that she may")
		for range 19 {
			zoe.do("POST", "v1/sessions/"+spent+"/typing", `{"on":true}`).into(204, nil)
		}
		const far = "Origin: https://evil.example"
		const key, zip = "Idempotency-Key: a b", "Content-Encoding: gzip"
		const all = far + "; " + key + "; " + zip
		says, typed := "v1/sessions/"+other+"/messages", "Content-Type: text/plain"
		huge := `{"text":"` + strings.Repeat("x", maxBody) + `"}`
		for _, r := range []rung{
			{"no such route", nobody, "POST", "v1/nothing", huge, all, 404, codeNotFound},
			{"another method", nobody, "PUT", says, huge, all, 405, codeMethod},
			{"a foreign page", nobody, "POST", says, huge, all, 403, codeCrossOrigin},
			{"nobody", nobody, "POST", says, huge, key + "; " + zip, 401, codeUnauth},
			{"too often", zoe, "POST", says, huge, key + "; " + zip, 429, codeRateLimited},
			{"a bad key", eve, "POST", says, huge, key + "; " + zip, 400, codeInvalid},
			{"compressed", eve, "POST", says, huge, zip + "; " + typed, 415, codeMediaType},
			{"too large", eve, "POST", says, huge, typed, 413, codeTooLarge},
			{"no JSON", eve, "POST", says, `{"txt":`, typed, 415, codeMediaType},
			{"not readable", eve, "POST", says, `{"txt":`, "", 400, codeInvalid},
			{"another's session", eve, "POST", says, `{"text":"  "}`, "", 404, codeNotFound},
		} {
			r.climb(t)
		}
	})
}

// TestAStreamThatIsAskedForWronglyIsRefusedForTheFirstFault: that there is no such form is told
// before streams are counted, so that who waits for one to end is helped by it.
func TestAStreamThatIsAskedForWronglyIsRefusedForTheFirstFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{MaxStreamsPerVisitor: 1})
		nobody, eve := h.person(), h.person()
		eve.starts("Hello")
		has := eve.stream("v1/events")
		has.until("session.snapshot")
		const far, cursor = "Origin: https://evil.example", "Last-Event-ID: no cursor"
		const png, json = "Accept: image/png", "Accept: application/json"
		const path = "v1/events?x=1"
		for _, r := range []rung{
			{"a foreign page", nobody, "GET", path, "", far + "; " + png, 403, codeCrossOrigin},
			{"nobody", nobody, "GET", path, "", png, 401, codeUnauth},
			{"a query", eve, "GET", path, "", cursor + "; " + png, 400, codeInvalid},
			{"a cursor", eve, "GET", "v1/events", "", cursor + "; " + png, 400, codeInvalid},
			{"a form", eve, "GET", "v1/events", "", png, 406, codeNotAcceptable},
			{"too many", eve, "GET", "v1/events", "", "", 429, codeRateLimited},
			{"too many polls", eve, "GET", "v1/events", "", json, 429, codeRateLimited},
		} {
			r.climb(t)
		}
		require.NoError(t, has.body.Close())
		time.Sleep(time.Second)
		again := eve.stream("v1/events")
		again.until("session.snapshot")
	})
}

// TestNothingThatWouldWriteIsLookedAtByAHandlerThatIsReadOnly: it says so before all else.
func TestNothingThatWouldWriteIsLookedAtByAHandlerThatIsReadOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{ReadOnly: true})
		r := rung{
			"read only", h.person(), "POST", "v1/sessions", `{"txt":`,
			"Origin: https://evil.example", 403, codeReadOnly,
		}
		r.climb(t)
		r.fault, r.method, r.status, r.code = "another method", "PUT", 405, codeMethod
		r.climb(t)
	})
}
