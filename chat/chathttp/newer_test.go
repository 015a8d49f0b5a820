package chathttp

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
)

// renew writes the records of a family as a later release would.
func (h *house) renew(family string) (n int) {
	h.t.Helper()
	rs, err := h.store.List(h.t.Context(), store.Range{Prefix: family, Limit: 200})
	require.NoError(h.t, err)
	for _, r := range rs {
		r.Value = bytes.Replace(r.Value, []byte(`"v":1`), []byte(`"v":99`), 1)
		_, err := h.store.Commit(h.t.Context(), store.Batch{Put: []store.Record{{Key: r.Key, Value: r.Value}}})
		require.NoError(h.t, err)
	}
	return len(rs)
}

func TestACommandThatMeetsARecordOfALaterReleaseIsForAnotherNode(t *testing.T) {
	for _, family := range []string{
		"session/", "agent/", "timeline/", "history/", "current/", "active/", "open/", "settings/", "rule/", "extern/", "visitor/", "done/", "cursor/", "login/", "messaged/", "ended/",
		"waiting/", "offer/", "presence/", "job/",
	} {
		synctest.Test(t, func(t *testing.T) {
			h := open(t, Config{})
			ana, sue, vera, walt := h.person("X-Staff", "ana"), h.person("X-Staff", "sue"), h.person(), h.person()
			ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
			for _, p := range []*person{vera, walt} {
				p.do("POST", "v1/visits", `{"url":"/"}`)
			}
			var s, left struct{ ID string }
			vera.do("POST", "v1/sessions", `{"text":"hello","queue":"orders"}`).into(201, &s)
			walt.do("POST", "v1/sessions", `{"text":"hello","queue":"returns"}`).into(201, &left)
			time.Sleep(time.Second)
			var in struct{ Offers []struct{ ID string } }
			ana.do("GET", "v1/agent/inbox", "").into(200, &in)
			ana.do("POST", "v1/agent/offers/"+in.Offers[0].ID+"/accept", "").into(200, nil)
			time.Sleep(time.Second)
			h.renew(family)
			time.Sleep(time.Second)
			mine, other := "v1/agent/sessions/"+s.ID, "v1/agent/sessions/"+left.ID
			met := 0
			for i, x := range []struct {
				who                *person
				method, path, body string
			}{
				{vera, "POST", "v1/sessions/" + s.ID + "/messages", `{"text":"more"}`},
				{vera, "POST", "v1/sessions/" + s.ID + "/read", `{"up_to":1}`},
				{vera, "POST", "v1/visits", `{"url":"/x"}`},
				{vera, "PUT", "v1/sessions/" + s.ID + "/contact", `{"email":"v@example.org"}`},
				{ana, "POST", mine + "/messages", `{"text":"hi"}`},
				{ana, "POST", mine + "/notes", `{"text":"hm"}`},
				{ana, "POST", mine + "/tags", `{"add":["x"]}`},
				{ana, "POST", mine + "/read", `{"up_to":1}`},
				{ana, "POST", mine + "/hold", `{}`},
				{ana, "POST", mine + "/resume", ""},
				{ana, "PUT", "v1/agent/status", `{"mode":"break"}`},
				{ana, "POST", mine + "/transfer", `{"queue":"returns","if_unavailable":"queue"}`},
				{sue, "PUT", "v1/settings/queues/orders", `{"name":"Orders!"}`},
				{sue, "PUT", "v1/settings/rules/r1", `{"do":[{"type":"invite"}]}`},
				{sue, "POST", other + "/assign", `{}`},
				{sue, "POST", mine + "/close", ""},
				{ana, "POST", mine + "/close", ""},
				{ana, "POST", mine + "/ban", `{"for_seconds":60}`},
				{vera, "POST", "v1/sessions/" + s.ID + "/end", ""},
				{walt, "POST", "v1/sessions/" + left.ID + "/end", ""},
				{vera, "POST", "v1/sessions/" + s.ID + "/rating", `{"score":5,"scale":5}`},
				{vera, "POST", "v1/sessions", `{"text":"again"}`},
				{vera, "DELETE", "v1/visitor", ""},
			} {
				for try := range 2 {
					a := x.who.do(x.method, x.path, x.body, "Idempotency-Key", fmt.Sprint("k", i), "If-Match", "*")
					if a.status < 500 {
						continue
					}
					met++
					require.Equal(t, http.StatusServiceUnavailable, a.status, "%s: %s %s, try %d: %s", family, x.method, x.path, try, a.body)
					require.NotEmpty(t, a.header.Get("Retry-After"))
				}
			}
			if family == "session/" || family == "agent/" {
				require.Positive(t, met, family)
			}
		})
	}
}

func TestAnOutageIsNotALineForEachRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		down := &downStore{}
		h := openOn(t, Config{Logger: log.Logger(), Limits: Limits{Network: Rate{PerMinute: -1}, Visitor: Rate{PerMinute: -1}}},
			func(s store.Store) store.Store { down.Store = s; return down })
		vera := h.person()
		vera.do("POST", "v1/visits", `{"url":"/"}`)
		down.is.Store(true)
		for range 500 {
			vera.do("POST", "v1/sessions", `{"text":"hello"}`).refused(503, codeUnavailable)
			time.Sleep(12 * time.Millisecond)
		}
		down.is.Store(false)
		time.Sleep(time.Minute)
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		require.LessOrEqual(t, len(lines), 6, "%s", log.String())
		require.Contains(t, lines[0], "status=503")
		require.Contains(t, log.String(), "repeats=")
	})
}
