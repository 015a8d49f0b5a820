package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestBecomingAvailableAnswersWhenWithoutAStreamOneIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		synctest.Wait() // this node has to know who is there
		ana := h.person("X-Staff", "ana")
		became := func() (me agentView) {
			ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, &me)
			return me
		}
		require.WithinDuration(t, time.Now().Add(45*time.Second), became().LostFrom, time.Second)
		time.Sleep(50 * time.Second)
		var me agentView
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.Equal(t, chat.Lost, me.Mode)

		ana.stream("v1/agent/events")
		time.Sleep(5 * time.Second)
		require.Zero(t, became().LostFrom, "a stream is open")
	})
}
