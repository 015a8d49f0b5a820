package chathttp

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// putQueue writes a setting over what is there.
func putQueue(t *testing.T, sue *person, body string) (stored settings.Body[settings.Queue]) {
	t.Helper()
	var queues struct {
		Items []struct {
			ID, Revision string
			Value        settings.Body[settings.Queue]
		}
	}
	sue.do("GET", "v1/settings/queues", "").into(200, &queues)
	for _, q := range queues.Items {
		if q.ID == "orders" {
			sue.do("PUT", "v1/settings/queues/orders", body, "If-Match", `"`+q.Revision+`"`).into(200, nil)
		}
	}
	sue.do("GET", "v1/settings/queues", "").into(200, &queues)
	for _, q := range queues.Items {
		if q.ID == "orders" {
			stored = q.Value
		}
	}
	return stored
}

func TestTheDoorSaysWhoIsThereAndHowAMessageIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana, eve := h.person("X-Staff", "sue"), h.person("X-Staff", "ana"), h.person()
		door := func() (a availabilityView) {
			eve.do("GET", "v1/config", "").into(200, &a)
			return a
		}
		a := door()
		assert.True(t, a.Accepting, "the house lets visitors wait")
		assert.Equal(t, chat.StaffAway, a.Staff)
		var waiting sessionView
		h.person().do("POST", "v1/sessions", `{"text":"hello"}`, "Idempotency-Key", "k").into(201, &waiting)
		synctest.Wait()
		assert.Equal(t, desk.AnswersHere, waiting.Answers, "it may become a message")

		assert.Equal(t, settings.NoAgentMessage, putQueue(t, sue, `{"name":"Orders"}`).Value.NoAgent, "the default is said as a word")
		assert.Equal(t, settings.NoAgentWait, putQueue(t, sue, `{"no_agent":"wait"}`).Value.NoAgent)
		assert.Equal(t, settings.NoAgentMessage, putQueue(t, sue, `{"no_agent":"message"}`).Value.NoAgent)
		a = door()
		assert.False(t, a.Accepting)
		assert.Equal(t, chat.NoAgent, a.Reason)
		assert.True(t, a.Leave)
		assert.Equal(t, desk.AnswersHere, a.Answers)
		for body, answers := range map[string]desk.Answers{
			`{"text":"hello"}`:                           desk.AnswersHere,
			`{"text":"hello","email":"eve@example.com"}`: desk.AnswersContact,
			`{"text":"hello","phone":"+372 5555 5555"}`:  desk.AnswersContact,
			`{"text":"hello","leave_message":true}`:      desk.AnswersHere,
		} {
			var left sessionView
			h.person().do("POST", "v1/sessions", body, "Idempotency-Key", "k").into(201, &left)
			assert.Equal(t, chat.Messaged, left.State, body)
			assert.Equal(t, answers, left.Answers, body)
		}
		eve.do("POST", "v1/sessions", `{}`, "Idempotency-Key", "k").refused(409, codeNoAgent)

		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		a = door()
		assert.True(t, a.Accepting)
		assert.Equal(t, chat.StaffFree, a.Staff)
	})
}

func TestAnAgentWhoIsFullIsToldSoOverHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		var me agentView
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		waiting := h.person().starts("and me")
		ended := h.person()
		gone := ended.starts("never mind")
		ended.do("POST", "v1/sessions/"+gone+"/end", "").into(204, nil)
		var left sessionView
		h.person().do("POST", "v1/sessions", `{"text":"later","leave_message":true}`, "Idempotency-Key", "k").into(201, &left)
		take := map[string]func() answered{
			"pick":   func() answered { return ana.do("POST", "v1/agent/sessions/"+waiting+"/pick", "") },
			"answer": func() answered { return ana.do("POST", "v1/agent/sessions/"+string(left.ID)+"/answer", "") },
			"reopen": func() answered { return ana.do("POST", "v1/agent/sessions/"+gone+"/reopen", "") },
		}
		for name, f := range take {
			t.Log(name)
			f().refused(409, codeNotAvailable)
		}
		sue.do("PUT", "v1/agents/"+string(me.ID)+"/capacity", `{"capacity":1}`).into(204, nil)
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		synctest.Wait()
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.Equal(t, 1, me.Load, "an offer takes the only place")
		for name, f := range take {
			t.Log(name)
			if name != "pick" { // which is on offer to her already
				f().refused(409, codeAtCapacity)
			}
		}
	})
}

func TestAVisitorSaysWhereTheyCanBeReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		putQueue(t, sue, `{"no_agent":"message"}`)
		eve := h.person()
		var left sessionView
		eve.do("POST", "v1/sessions", `{"text":"hello"}`, "Idempotency-Key", "k").into(201, &left)
		at := "v1/sessions/" + string(left.ID)
		before := h.state()
		for body, pointer := range map[string]string{
			`{}`:                     "/email",
			`{"email":"not a mail"}`: "/email",
			`{"phone":"` + strings.Repeat("1", 33) + `"}`: "/phone",
		} {
			refused := eve.do("POST", at+"/contact", body)
			refused.refused(422, codeInvalid)
			assert.Contains(t, string(refused.body), pointer, body)
		}
		h.person().do("POST", at+"/contact", `{"email":"mallory@example.com"}`).refused(401, codeUnauth)
		assert.Equal(t, before, h.state())
		eve.do("POST", at+"/contact", `{"email":"eve@exmple.com"}`).into(204, nil)
		eve.do("POST", at+"/contact", `{"email":"eve@example.com","phone":"+372 555"}`).into(204, nil)
		eve.do("GET", at, "").into(200, &left)
		assert.Equal(t, desk.AnswersContact, left.Answers)
		var card cardView
		sue.do("GET", "v1/board/sessions/"+string(left.ID), "").into(200, &card)
		assert.Equal(t, "eve@example.com", card.Contact.Email)
		assert.Equal(t, "+372 555", card.Contact.Phone)
		assert.False(t, card.Contact.Verified)
	})
}
