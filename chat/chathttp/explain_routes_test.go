package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestASupervisorTriesARuleOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		sue.do("PUT", "v1/settings/rules/help", `{"when":{"attr":"page.dwell","op":"ge","value":"10s"},"do":[{"type":"prompt","text":{"en":"Can I help?"}}]}`).into(200, nil)
		ask := func(body string) (x trigger.Explanation) {
			sue.do("POST", "v1/board/rules/help/explain", body).into(200, &x)
			return x
		}
		x := ask(`{"visit":{"url":"/product/7","on_page_seconds":12}}`)
		assert.False(t, x.Fires)
		require.Len(t, x.Blocks, 1)
		assert.Equal(t, "agents", x.Blocks[0].By)

		ana.stream("v1/agent/events").until("inbox.updated")
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		synctest.Wait()
		assert.True(t, ask(`{"visit":{"url":"/product/7","on_page_seconds":12}}`).Fires)
		x = ask(`{"visit":{"url":"/product/7","on_page_seconds":4}}`)
		assert.Equal(t, "4s", x.When.Actual)
		assert.False(t, x.FiresFrom.IsZero())

		eve := h.person()
		id := eve.starts("hello")
		x = ask(`{"session":"` + id + `","visit":{"url":"/product/7","on_page_seconds":12}}`)
		assert.Equal(t, "chat", x.Blocks[0].By)
		sue.do("POST", "v1/board/rules/nothing/explain", `{"visit":{"url":"/"}}`).refused(404, codeNotFound)
		sue.do("POST", "v1/board/rules/help/explain", `{"visit":{"url":"/","on_page_seconds":-1}}`).refused(422, codeInvalid)
	})
}

func TestAnAgentAsksWhyAChatCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		ana := h.person("X-Staff", "ana")
		in := ana.stream("v1/agent/events")
		in.until("inbox.updated")
		var me agentView
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, &me)
		sue := h.person("X-Staff", "sue")
		sue.do("PUT", "v1/settings/rules/first-words", `{"on":["start"],
			"when":{"attr":"message.text","op":"prefix","value":"hell"},
			"do":[{"type":"tag","tag":"rude"}]}`).into(200, nil)
		id := h.person().starts("hello")
		for _, e := in.until("inbox.updated"); len(e.Inbox.Offers) == 0; {
			_, e = in.until("inbox.updated")
		}
		var why explainedView
		ana.do("GET", "v1/agent/sessions/"+id+"/explain", "").into(200, &why)
		require.NotEmpty(t, why.Verdicts)
		require.Len(t, why.Sorted, 1)
		require.Equal(t, "first-words: tag rude", why.Sorted[0].Why)
		for _, v := range why.Verdicts {
			assert.Equal(t, v.Agent == me.ID, v.Chosen, "%+v", v)
			assert.NotEmpty(t, v.Name)
			assert.NotEmpty(t, v.Why)
		}
		h.person("X-Staff", "ben").do("GET", "v1/agent/sessions/"+id+"/explain", "").refused(404, codeNotFound)
	})
}

func TestEveryVerdictHasACode(t *testing.T) {
	assert.Equal(t, "best", verdictCodes[routing.ReasonBest])
	assert.Equal(t, "preferred", verdictCodes[routing.ReasonPreferred])
	for r := routing.ReasonOffline; r.String() != ""; r++ {
		assert.NotEmpty(t, verdictCodes[r], "%s", r)
	}
}
