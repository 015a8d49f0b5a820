package chathttp

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnAgentCorrectsAContactAndFindsTheChatByItLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		at := "v1/agent/sessions/" + id
		for body, pointer := range map[string]string{
			`{"email":"eve at example"}`: "/email", `{"name":"\u0007"}`: "/name", `{}`: "/email",
		} {
			refused := ana.do("PUT", at+"/contact", body).refused(422, codeInvalid)
			require.Equal(t, pointer, refused.Errors[0].Pointer, body)
		}
		ana.do("PUT", at+"/contact", `{"tier":"vip"}`).refused(400, codeInvalid)
		eve.do("PUT", at+"/contact", `{"name":"x"}`).refused(401, codeUnauth)
		ana.do("PUT", at+"/contact", `{"name":"Eva Tamm","phone":"+372 555 01"}`).into(204, nil)
		var c cardView
		ana.do("GET", at, "").into(200, &c)
		require.Equal(t, "Eva Tamm", c.Contact.Said.Name+c.Contact.Name)
		ana.do("POST", at+"/tags", `{"add":["refund"]}`).into(204, nil)

		find := func(p *person, q string) (got sessionsView) {
			p.do("GET", "v1/agent/past?q="+url.QueryEscape(q), "").into(200, &got)
			return got
		}
		require.Empty(t, find(ana, "tamm").Sessions, "it goes on")
		ana.do("POST", at+"/close", "").into(204, nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		for _, q := range []string{"", "tamm", "EVA refund", "372", id} {
			require.Len(t, find(ana, q).Sessions, 1, q)
			require.Empty(t, find(ana, q).Next, q)
		}
		require.Empty(t, find(ana, "tamm exchange").Sessions, "not all of its words")
		ben := h.person("X-Staff", "ben")
		require.Empty(t, find(ben, "tamm").Sessions, "of a queue he does not serve")
		for query, status := range map[string]int{"after=x": 422, "limit=51": 400, "limit=0": 400} {
			ana.do("GET", "v1/agent/past?"+query, "").refused(status, codeInvalid)
		}
		eve.do("GET", "v1/agent/past", "").refused(401, codeUnauth)
	})
}
