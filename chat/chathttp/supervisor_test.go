package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestASupervisorWatchesExplainsAndAssigns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue, ana := h.person("X-Staff", "sue"), h.person("X-Staff", "ana")
		board := sue.stream("v1/board/events")
		_, e := board.until("board.updated")
		assert.Zero(t, e.Board.Waiting)
		assert.Nil(t, e.Board.Level.Percent, "nothing to measure is not 0 percent")
		require.Len(t, e.Board.Queues, 2)

		id := h.person().starts("hello")
		for e.Board.Waiting != 1 {
			_, e = board.until("board.updated")
		}
		var me agentView
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		var why struct{ Verdicts []verdictView }
		sue.do("GET", "v1/board/sessions/"+id+"/explain", "").into(200, &why)
		found := false
		for _, v := range why.Verdicts {
			found = found || v.Agent == me.ID && !v.Chosen && v.Why != ""
		}
		assert.True(t, found, "%+v", why)

		sue.do("PUT", "v1/agents/"+string(me.ID)+"/status", `{"mode":"available"}`).into(204, nil)
		sue.do("PUT", "v1/agents/"+string(me.ID)+"/capacity", `{"capacity":1}`).into(204, nil)
		sue.do("POST", "v1/board/sessions/"+id+"/assign", `{"agent":"`+string(me.ID)+`"}`).into(204, nil)
		second := h.person().starts("and me")
		sue.do("POST", "v1/board/sessions/"+second+"/assign", `{"agent":"`+string(me.ID)+`"}`).refused(409, codeAtCapacity)
		sue.do("POST", "v1/board/sessions/"+second+"/assign", `{"agent":"`+string(me.ID)+`","override":true}`).into(204, nil)

		var page sessionsView
		sue.do("GET", "v1/board/sessions?state=active&state=held", "").into(200, &page)
		assert.Len(t, page.Sessions, 2)
		var c cardView
		sue.do("GET", "v1/board/sessions/"+id, "").into(200, &c)
		assert.Equal(t, chat.Active, c.State)
		var team struct{ Agents []agentView }
		sue.do("GET", "v1/agents", "").into(200, &team)
		require.Len(t, team.Agents, 3)
		for _, a := range team.Agents {
			if a.ID == me.ID {
				assert.Equal(t, 2, a.Load)
				assert.Equal(t, 1, a.Capacity)
			}
		}
		var out outgoingPage
		sue.do("GET", "v1/outgoing", "").into(200, &out)
		assert.Empty(t, out.Effects)
		sue.do("GET", "v1/outgoing?after=x", "").refused(400, codeInvalid)
		sue.do("POST", "v1/outgoing/out_1/retry", "").refused(404, codeNotFound)
		ana.do("GET", "v1/outgoing", "").refused(403, codeForbidden)
		var handed handoffsPage
		sue.do("GET", "v1/handoffs", "").into(200, &handed)
		assert.Empty(t, handed.Handoffs)
		sue.do("GET", "v1/handoffs?after=x", "").refused(400, codeInvalid)
		sue.do("POST", "v1/handoffs/out_1/done", `{"outcome":"called"}`).refused(404, codeNotFound)
		ana.do("GET", "v1/handoffs", "").refused(403, codeForbidden)
		assert.Equal(t, outgoingView{}, e.Board.Outgoing)
		assert.False(t, me.Escalate, "the desk has no Handoff")
		sue.do("PUT", "v1/agents/"+string(me.ID), `{"name":"Anna","queues":[{"queue":"orders","delay_seconds":5}],"capacity":2}`).into(204, nil)
	})
}
