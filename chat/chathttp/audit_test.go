package chathttp

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// auditRead is a page as a client reads it: revisions are texts.
type auditRead struct {
	Lines []struct {
		By       chat.AuditBy
		Act      chat.AuditAct
		Changes  []struct{ After json.RawMessage }
		Revision string
	}
	Next string
}

func TestASupervisorReadsWhoChangedWhat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		var me, ana agentView
		sue.do("GET", "v1/agent/me", "").into(200, &me)
		h.person("X-Staff", "ana").do("GET", "v1/agent/me", "").into(200, &ana)
		time.Sleep(time.Hour)
		at := time.Now()
		sue.do("PUT", "v1/agents/"+string(ana.ID)+"/capacity", `{"capacity":7}`).into(204, nil)
		time.Sleep(time.Minute)
		sue.do("PUT", "v1/settings/canned/vip", `{"title":"T","text":{"en":"x"}}`).into(200, nil)

		read := func(query url.Values) (all auditRead) {
			t.Helper()
			for {
				var p auditRead
				sue.do("GET", "v1/audit?"+query.Encode(), "").into(200, &p)
				all.Lines = append(all.Lines, p.Lines...)
				if query.Set("after", p.Next); p.Next == "" {
					return all
				}
			}
		}
		since := url.Values{"from": {at.Format(time.RFC3339)}, "limit": {"1"}}
		ls := read(since).Lines
		require.Len(t, ls, 2)
		assert.Equal(t, chat.AuditPut, ls[0].Act)
		l := ls[1]
		assert.Equal(t, chat.AuditBy{Role: chat.AuditBySupervisor, ID: string(me.ID)}, l.By)
		assert.Equal(t, chat.AuditCapacity, l.Act)
		require.Len(t, l.Changes, 1)
		assert.JSONEq(t, `{"capacity":7}`, string(l.Changes[0].After))
		assert.NotEmpty(t, l.Revision)
		count := func(query url.Values) int { return len(read(query).Lines) }
		of := url.Values{"kind": {"agent"}, "id": {string(ana.ID)}, "from": since["from"]}
		assert.Equal(t, 1, count(of))
		assert.Equal(t, 1, count(url.Values{"kind": {"canned"}, "id": {"vip"}}))
		assert.Zero(t, count(url.Values{"by": {string(ana.ID)}}))
		assert.Zero(t, count(url.Values{"to": {"1999-01-01T00:00:00Z"}}))

		for _, query := range []string{"limit=0", "limit=201", "limit=x", "from=yesterday", "to="} {
			sue.do("GET", "v1/audit?"+query, "").refused(400, codeInvalid)
		}
		sue.do("GET", "v1/audit?after=x", "").refused(422, codeInvalid)
		h.person("X-Staff", "ana").do("GET", "v1/audit", "").refused(403, codeForbidden)
		a := sue.do("GET", "v1/audit", "")
		assert.NotContains(t, strings.ToLower(string(a.body)), "login")
	})
}
