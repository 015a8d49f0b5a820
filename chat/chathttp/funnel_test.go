package chathttp

import (
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestTheFunnelOfPromptsEndsWithOrders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		sue.do("PUT", "v1/settings/rules/help", `{
			"when":{"attr":"page.dwell","op":"ge","value":"10s"},
			"do":[{"type":"prompt","text":{"en":"Can I help?"}}]}`).into(200, nil)
		ana.stream("v1/agent/events").until("inbox.updated")
		time.Sleep(time.Second)
		eve := h.person()
		a := eve.browses("/product/7", "12")
		require.NotNil(t, a.Prompt)
		var begun sessionView
		body := `{"text":"Hello","prompt":"` + a.Prompt.UID + `"}`
		eve.do("POST", "v1/sessions", body).into(201, &begun)
		card, err := h.desk.Host().Session(t.Context(), begun.ID)
		require.NoError(t, err)
		p := chat.Principal{Kind: chat.RoleVisitor, ID: string(card.Session.Visitor)}
		order := desk.Order{ID: "4711", Value: 8900, Currency: "EUR"}
		_, err = h.desk.Host().ReportOrder(t.Context(), p, order)
		require.NoError(t, err)

		ask := func(from, to time.Time, more string) string {
			q := url.Values{"from": {from.Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}
			return "v1/reports/prompts?" + q.Encode() + more
		}
		now := time.Now()
		soon := now.Add(time.Minute)
		var r funnelView
		sue.do("GET", ask(now, soon, "&distribution=day"), "").into(200, &r)
		day := now.UTC().Truncate(24 * time.Hour)
		require.Equal(t, day, r.From, "days count whole")
		require.Equal(t, day.Add(24*time.Hour), r.To)
		require.Equal(t, []funnelRowView{{From: day, Rules: []ruleFunnelView{{
			Rule: "help", Shown: 1, Accepted: 1, Chats: 1,
			Orders: salesView{Orders: 1, Values: map[string]int64{"EUR": 8900}},
		}}}}, r.Rows)

		sue.do("GET", ask(now, soon, "&distribution=hour"), "").refused(400, codeInvalid)
		sue.do("GET", ask(soon, now, ""), "").refused(422, codeInvalid)
		sue.do("GET", ask(now, now.AddDate(0, 0, 94), ""), "").refused(422, codeInvalid)
		ana.do("GET", ask(now, soon, ""), "").refused(403, codeForbidden)
		h.person().do("GET", ask(now, soon, ""), "").refused(401, codeUnauth)
	})
}
