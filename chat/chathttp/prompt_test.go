package chathttp

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
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

func TestWhereNoChatIsOfferedABeaconSaysSoAndNoSessionBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, err := h.desk.Host().PutSite(t.Context(), settings.Site{
			ID: "main", Queues: []chat.QueueID{"orders"},
			Only: []string{"/shop"}, NoChat: []string{"/shop/checkout"},
		})
		require.NoError(t, err)
		time.Sleep(time.Second)
		eve := h.person()
		var door availabilityView
		eve.do("GET", "v1/config", "").into(200, &door)
		assert.Equal(t, []string{"/shop"}, door.Only)
		for url, offered := range map[string]bool{
			"/Shop/boots": true, "/shop/%63heckout": false, "/blog": false, "": true,
		} {
			assert.Equal(t, offered, eve.browses(url, "1").Offered, url)
		}
		start := func(page string) answered {
			body := `{"name":"Eve","text":"Hello","leave_message":true,"page":"` + page + `"}`
			return eve.do("POST", "v1/sessions", body, "Idempotency-Key", fmt.Sprint("k", len(page)))
		}
		start("/blog").refused(403, codeNotOffered)
		start("/shop//CHECKOUT").refused(403, codeNotOffered)
		start("/shop").into(201, nil)
	})
}
