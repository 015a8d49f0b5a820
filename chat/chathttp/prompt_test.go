package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// browses is a beacon of a page looked at for so long.
func (p *person) browses(url string, seconds string) (a answerView) {
	p.h.t.Helper()
	p.do("POST", "v1/visits", `{"url":"`+url+`","title":"A page","on_page_seconds":`+seconds+`,"on_site_seconds":`+seconds+`,"moments":["page"],"holds":[]}`).into(200, &a)
	return a
}

func TestAPromptComesOnTheProductPageAndStaysAwayOnceDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		sue.do("PUT", "v1/settings/rules/help", `{"when":{"attr":"page.dwell","op":"ge","value":"10s"},"do":[{"type":"prompt","text":{"en":"Can I help?"}}]}`).into(200, nil)
		ana.stream("v1/agent/events").until("inbox.updated")
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		time.Sleep(time.Second)

		eve := h.person()
		a := eve.browses("/product/7", "1")
		assert.Nil(t, a.Prompt)
		assert.Equal(t, desk.StatusBrowsing, a.Status)
		assert.Positive(t, a.Next)
		assert.Nil(t, eve.browses("/checkout", "30").Prompt)
		a = eve.browses("/product/7", "12")
		require.NotNil(t, a.Prompt)
		assert.Equal(t, "Can I help?", a.Prompt.Text)
		eve.do("POST", "v1/prompts/"+a.Prompt.UID+"/dismiss", "").into(204, nil)
		assert.Nil(t, eve.browses("/product/7", "20").Prompt)
		h.person().do("POST", "v1/prompts/"+a.Prompt.UID+"/accept", "").refused(401, codeUnauth)
	})
}
