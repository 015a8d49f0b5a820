package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestASupervisorReadsWhatAnAgentTookAndHowMuchOfTheirShiftsTheyKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		ana, sue := h.person("X-Staff", "ana"), h.person("X-Staff", "sue")
		var me agentView
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		body := `{"name":"Ana","queues":[{"queue":"` + string(me.Queues[0]) + `"}],` +
			`"shifts":{"zone":"UTC","week":{"sat":["00:00-02:00"]}}}`
		sue.do("PUT", "v1/agents/"+string(me.ID), body).into(204, nil)
		time.Sleep(30 * time.Minute)
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		time.Sleep(40 * time.Second)
		synctest.Wait()

		var log agentLogView
		sue.do("GET", "v1/agents/"+string(me.ID)+"/log?limit=1", "").into(200, &log)
		require.Len(t, log.Lines, 1)
		require.Equal(t, chat.Available, log.Lines[0].Mode)
		require.Equal(t, chat.AuditByAgent, log.Lines[0].By.Role)
		require.NotZero(t, log.Next)
		var days attendanceView
		path := "v1/agents/" + string(me.ID) + "/attendance" +
			"?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z"
		sue.do("GET", path+"&time_zone=UTC", "").into(200, &days)
		require.Len(t, days.Days, 1)
		d := days.Days[0]
		// The next whole second: the store's timers may have moved the clock by some microseconds.
		require.InDeltaSlice(t, []int{40, 1840, 40}, []int{d.Available, d.Planned, d.Kept}, 1)
		require.InDelta(t, 100*float64(d.Kept)/float64(d.Planned), *d.Adherence, 0.1)

		sue.do("GET", path+"&time_zone=Mars/Olympus", "").refused(400, codeInvalid)
		sue.do("GET", path+"&zone=UTC", "").refused(400, codeInvalid)
		ana.do("GET", path, "").refused(403, "forbidden")
		sue.do("GET", "v1/agents/agt_00000000000000000000000000/log", "").refused(404, codeNotFound)
	})
}
