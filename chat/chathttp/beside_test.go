package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat"
)

func TestSeveralAgentsTravel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, ana, id := h.began()
		sue, ben := h.person("X-Staff", "sue"), h.person("X-Staff", "ben")
		at := "v1/agent/sessions/" + id + "/"
		ben.do("POST", at+"follow", "").refused(404, codeNotFound)
		var me agentView
		ben.do("GET", "v1/agent/me", "").into(200, &me)
		note := `{"text":"Ben, a look?","mentions":["` + string(me.ID) + `"]}`
		var e chat.Entry
		ana.do("POST", at+"notes", note).into(201, &e)
		assert.Equal(t, []chat.AgentID{me.ID}, e.Mentions)
		bad := ana.do("POST", at+"notes", `{"text":"x","mentions":["ben"]}`)
		refused := bad.refused(422, codeInvalid)
		assert.Equal(t, "/mentions/0", refused.Errors[0].Pointer)
		own := "v1/sessions/" + id + "/messages"
		eve.do("POST", own, `{"text":"x","mentions":[]}`).refused(400, codeInvalid)
		ben.do("POST", at+"join", "").into(204, nil)
		ben.do("POST", at+"messages", `{"text":"Ben here"}`).into(201, nil)
		synctest.Wait()
		var in inboxView
		ben.do("GET", "v1/agent/inbox", "").into(200, &in)
		assert.Equal(t, me.ID, in.Beside[0].Beside[0].Agent)
		assert.True(t, in.Beside[0].Beside[0].Joined)
		over := chat.Session{State: chat.Closed}
		over.Beside = []chat.Companion{{Agent: me.ID, Joined: true}}
		assert.Empty(t, viewBeside(over), "an older node left him there")
		var view sessionView
		eve.do("GET", "v1/sessions/"+id, "").into(200, &view)
		assert.Equal(t, []string{"Ben"}, view.Joined)
		ben.do("POST", at+"whisper", `{"text":"psst"}`).into(201, &e)
		assert.True(t, e.Whisper)
		ben.do("POST", at+"take-over", "").refused(403, codeForbidden)
		ben.do("POST", at+"part", "").into(204, nil)
		ben.do("POST", at+"messages", `{"text":"?"}`).refused(404, codeNotFound)

		sue.do("POST", at+"take-over", "").refused(409, codeNotAvailable)
		sue.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		var c cardView
		sue.do("POST", at+"take-over", `{"override":true}`).into(200, &c)
		assert.Equal(t, "Sue", c.AgentName)
		ana.do("POST", at+"messages", `{"text":"?"}`).refused(409, codeNotOwner)
	})
}
