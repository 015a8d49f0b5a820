package chathttp

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestARevokedAgentLosesTheStreamAndEverythingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, id := h.began()
		resp, err := ana.client.Do(ana.request(t.Context(), "GET", "v1/agent/events", "", "Accept", "text/event-stream"))
		require.NoError(t, err)
		ended := make(chan error, 1)
		go func() {
			_, err := listen(bufio.NewReader(resp.Body))
			ended <- err
		}()
		synctest.Wait()
		begun := time.Now()
		require.NoError(t, h.desk.Host().Revoke(t.Context(), chat.RoleAgent, "ana", 1))
		<-ended
		assert.LessOrEqual(t, time.Since(begun), time.Second)
		ana.do("POST", "v1/agent/sessions/"+id+"/messages", `{"text":"still me"}`).refused(401, codeUnauth)
		ana.do("GET", "v1/agent/events", "").refused(401, codeUnauth)
	})
}

func TestAVisitorTakesTheirDataAndIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve := h.person()
		id := eve.starts("my secret question")
		a := eve.do("GET", "v1/visitor/export", "")
		var all exportView
		a.into(200, &all)
		require.Len(t, all.Sessions, 1)
		assert.Contains(t, string(a.body), "my secret question")
		assert.Contains(t, a.header.Get("Content-Disposition"), "attachment")
		old := eve.token()
		eve.do("DELETE", "v1/visitor", "").into(204, nil)
		assert.Empty(t, eve.token())
		thief := h.person("Cookie", "sb_visitor="+old)
		assert.NotContains(t, string(thief.do("GET", "v1/sessions/"+id+"/messages", "").body), "my secret question")
		sue := h.person("X-Staff", "sue")
		assert.NotContains(t, string(sue.do("GET", "v1/agent/sessions/"+id+"/messages", "").body), "my secret question")
	})
}

func TestWhoHasNoRecordIsToldSoOnEveryRouteOfAgents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{Agent: func(r *http.Request) (chat.Principal, error) {
			p := chat.Principal{Kind: chat.RoleSupervisor, ID: r.Header.Get("X-Staff")}
			p.Verified = p.ID != ""
			return p, nil
		}})
		h.began()
		team, err := h.desk.Host().Agents(t.Context())
		require.NoError(t, err)
		for _, a := range team {
			if a.Name == "Ben" {
				require.NoError(t, h.desk.Host().RemoveAgent(t.Context(), a.ID))
			}
		}
		for _, who := range []string{"mallory", "ben"} {
			p := h.person("X-Staff", who)
			for _, rt := range table {
				if rt.policy != agents && rt.policy != supervisor || rt.method != "GET" {
					continue
				}
				path := at(rt.path)
				if strings.HasPrefix(path, "v1/reports/") || strings.HasSuffix(path, "/attendance") {
					path += "?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z"
				}
				a := p.do(rt.method, path, "", "Accept", "application/json")
				a.refused(403, codeNoAgentRecord)
			}
			p.do("PUT", "v1/agent/status", `{"mode":"available"}`).refused(403, codeNoAgentRecord)
		}
	})
}
