package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestASupervisorGivesShiftsAndTheAgentAndTheBoardShowThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		ana, sue := h.person("X-Staff", "ana"), h.person("X-Staff", "sue")
		var me struct {
			ID     string   `json:"id"`
			Name   string   `json:"name"`
			Queues []string `json:"queues"`
			Shift  *struct {
				Phase   string    `json:"phase"`
				Outside bool      `json:"outside"`
				To      time.Time `json:"to"`
				Next    time.Time `json:"next"`
			} `json:"shift"`
		}
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.Nil(t, me.Shift, "there is no plan")
		queue := me.Queues[0]
		body := `{"name":"Ana","queues":[{"queue":"` + queue + `"}],"handover_seconds":900,` +
			`"shifts":{"zone":"UTC","week":{"mon":["09:00-17:00"]}}}`
		sue.do("PUT", "v1/agents/"+me.ID, body).into(204, nil)
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`)
		synctest.Wait()
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.NotNil(t, me.Shift)
		require.Equal(t, "off", me.Shift.Phase)
		require.True(t, me.Shift.Outside)
		var board struct {
			Agents []struct {
				ID    string `json:"id"`
				Shift struct {
					Outside bool `json:"outside"`
				} `json:"shift"`
			} `json:"agents"`
		}
		sue.do("GET", "v1/board", "").into(200, &board)
		for _, a := range board.Agents {
			require.Equal(t, a.ID == me.ID, a.Shift.Outside)
		}
		body = `{"name":"Ana","queues":[{"queue":"` + queue + `"}],"schedule":"nowhere"}`
		sue.do("PUT", "v1/agents/"+me.ID, body).refused(422, codeInvalid)
	})
}
