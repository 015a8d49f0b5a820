package chathttp

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// began is a conversation: Eve's session, which Ana owns.
func (h *house) began() (eve, ana *person, id string) {
	h.t.Helper()
	eve, ana = h.person(), h.person("X-Staff", "ana")
	hears := ana.stream("v1/agent/events")
	ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
	var s sessionView
	eve.do("POST", "v1/sessions", `{"text":"Hello","name":"Eve","queue":"orders"}`).into(201, &s)
	for {
		if _, e := hears.until("inbox.updated"); len(e.Inbox.Offers) == 1 {
			require.Equal(h.t, s.ID, e.Inbox.Offers[0].Session.ID)
			var c cardView
			ana.do("POST", "v1/agent/offers/"+string(e.Inbox.Offers[0].ID)+"/accept", "").into(200, &c)
			require.Equal(h.t, chat.Active, c.State)
			ana.do("POST", "v1/agent/offers/"+string(e.Inbox.Offers[0].ID)+"/decline", "").refused(409, codeOfferGone)
			return eve, ana, string(s.ID)
		}
	}
}

func TestAnAgentTakesAnOfferAndBothTalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		toEve, toAna := eve.stream("v1/events"), ana.stream("v1/agent/events")
		toAna.until("inbox.updated")

		ana.do("POST", "v1/agent/sessions/"+id+"/messages", `{"text":"How can I help?"}`, "Idempotency-Key", "a1").into(201, nil)
		for {
			if _, e := toEve.until("message.created"); e.Entry.Author.Kind == chat.AuthorAgent {
				assert.Equal(t, "How can I help?", e.Entry.Text)
				assert.Equal(t, "Ana", e.Entry.Author.Name)
				break
			}
		}
		eve.do("POST", "v1/sessions/"+id+"/typing", `{"on":true}`).into(204, nil)
		_, e := toAna.until("typing")
		assert.Equal(t, typingView{By: "visitor", On: true}, *e.Typing)
		assert.EqualValues(t, id, e.SessionID)

		ana.do("POST", "v1/agent/sessions/"+id+"/notes", `{"text":"a regular"}`).into(201, nil)
		eve.do("POST", "v1/sessions/"+id+"/messages", `{"text":"Number 7"}`).into(201, nil)
		for {
			if _, e := toEve.until("message.created"); e.Entry.Text == "Number 7" {
				break // the note, which came before, did not reach her
			}
		}
		a := eve.do("GET", "v1/sessions/"+id+"/messages", "")
		assert.NotContains(t, string(a.body), "a regular")
		assert.Contains(t, string(ana.do("GET", "v1/agent/sessions/"+id+"/messages", "").body), "a regular")

		ana.do("POST", "v1/agent/sessions/"+id+"/tags", `{"add":["refund"]}`).into(204, nil)
		ana.do("POST", "v1/agent/sessions/"+id+"/read", `{"up_to":3}`).into(204, nil)
		var c cardView
		ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &c)
		assert.Equal(t, []string{"refund"}, c.Tags)
		ana.do("POST", "v1/agent/sessions/"+id+"/hold", `{"for_seconds":60}`).into(204, nil)
		ana.do("POST", "v1/agent/sessions/"+id+"/resume", ``).into(204, nil)
		ana.do("POST", "v1/agent/sessions/"+id+"/close", ``).into(204, nil)
		eve.do("POST", "v1/sessions/"+id+"/rating", `{"score":5,"scale":5,"comment":"quick"}`).into(204, nil)
		var s sessionView
		eve.do("GET", "v1/sessions/"+id, "").into(200, &s)
		assert.Equal(t, chat.Closed, s.State)
		assert.Equal(t, &ratingView{5, 5}, s.Rating)
	})
}

func TestTransferTargetsAreAskedForByNameIDAndNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, _ := h.began()
		ask := func(query string) (v targetsView) {
			ana.do("GET", "v1/agent/transfer-targets"+query, "").into(200, &v)
			return v
		}
		all := ask("").Agents
		require.Len(t, all, 2)
		assert.Equal(t, all[:1], ask("?limit=1").Agents)
		assert.True(t, ask("?limit=1").More)
		assert.False(t, ask("?limit=200").More)
		assert.Equal(t, all[1:2], ask("?q="+url.QueryEscape(strings.ToUpper(all[1].Name))).Agents)
		assert.Equal(t, all[:2], ask("?agent="+string(all[1].ID)+"&agent="+string(all[0].ID)).Agents)
		for query, status := range map[string]int{
			"?limit=0": 400, "?limit=201": 400, "?limit=1&limit=2": 400, "?name=ben": 400,
			"?q=" + strings.Repeat("x", 101): 422, "?agent=x" + strings.Repeat("&agent=x", 50): 422,
		} {
			ana.do("GET", "v1/agent/transfer-targets"+query, "").refused(status, codeInvalid)
		}
	})
}

func TestATransferGoesToTheAgentOfTheOtherQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		_, ana, id := h.began()
		ben := h.person("X-Staff", "ben")
		ben.do("GET", "v1/agent/sessions/"+id, "").refused(404, codeNotFound)
		hears := ben.stream("v1/agent/events")
		ben.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		var targets targetsView
		ana.do("GET", "v1/agent/transfer-targets", "").into(200, &targets)
		assert.NotEmpty(t, targets.Queues)
		ana.do("POST", "v1/agent/sessions/"+id+"/transfer", `{"queue":"returns","text":"wants her money back"}`).into(204, nil)
		for {
			if _, e := hears.until("inbox.updated"); len(e.Inbox.Offers) == 1 {
				ben.do("POST", "v1/agent/offers/"+string(e.Inbox.Offers[0].ID)+"/accept", "").into(200, nil)
				break
			}
		}
		ana.do("POST", "v1/agent/sessions/"+id+"/messages", `{"text":"still me"}`).refused(404, codeNotFound)
		ben.do("POST", "v1/agent/sessions/"+id+"/messages", `{"text":"Ben here"}`).into(201, nil)
	})
}
