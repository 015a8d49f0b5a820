package chathttp

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// onBoard returns a queue or an agent of the board as it came, by the name.
func (p *person) onBoard(list, name string) map[string]any {
	p.h.t.Helper()
	var board map[string]any
	p.do("GET", "v1/board", "").into(200, &board)
	for _, x := range board[list].([]any) {
		if x := x.(map[string]any); x["name"] == name {
			return x
		}
	}
	require.Failf(p.h.t, "not on the board", "%s of %s", name, list)
	return nil
}

func TestTheBoardShowsWhoIsLedByCodeAndWhichAnswersAreLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seed := houseSeed
		seed.Queues, seed.Agents = slices.Clone(seed.Queues), slices.Clone(seed.Agents)
		seed.Queues[0].FirstReply = time.Minute
		seed.Agents[1].Hosted = true
		h := openWith(t, Config{}, seed)
		ana, ben := h.person("X-Staff", "ana"), h.person("X-Staff", "ben")
		sue, eve := h.person("X-Staff", "sue"), h.person("X-Customer", "c1")
		time.Sleep(time.Second) // the node knows its team
		var me map[string]any
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, &me)
		now := time.Now()
		from, err := time.Parse(time.RFC3339, me["lost_from"].(string))
		require.NoError(t, err)
		require.WithinDuration(t, now.Add(45*time.Second), from, time.Second)
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.Contains(t, me, "lost_from", "no stream of theirs is open")
		require.NotContains(t, me, "hosted")
		ana.stream("v1/agent/events")
		synctest.Wait()
		me = nil
		ana.do("GET", "v1/agent/me", "").into(200, &me)
		require.NotContains(t, me, "lost_from")

		me = nil
		ben.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, &me)
		require.Equal(t, true, me["hosted"])
		require.NotContains(t, me, "lost_from", "code needs no stream")
		require.Equal(t, true, sue.onBoard("agents", "Ben")["hosted"])
		require.NotContains(t, sue.onBoard("agents", "Ana"), "hosted")

		eve.do("POST", "v1/sessions", `{"text":"hello","queue":"orders"}`, "Idempotency-Key", "k").
			into(201, nil)
		time.Sleep(50 * time.Second)
		require.NotContains(t, sue.onBoard("queues", "Orders"), "late")
		time.Sleep(15 * time.Second)
		require.Equal(t, 1.0, sue.onBoard("queues", "Orders")["late"])
		require.NotContains(t, sue.onBoard("queues", "Returns"), "late")
	})
}
