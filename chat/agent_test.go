package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestOnlyAnAvailableAgentHasFreeCapacity(t *testing.T) {
	a := Agent{ID: "agt_1", Capacity: 3, Load: 1, Mode: Available, Queues: []Serves{{Queue: "sales"}}}
	require.Equal(t, 2, a.Free())
	require.True(t, a.In("sales"))
	require.False(t, a.In("returns"))
	for _, m := range []AgentMode{Offline, Break, Draining, Lost} {
		b, err := a.SetMode(m, "", t0)
		require.NoError(t, err)
		require.Zero(t, b.Free(), m)
	}
	a.Load = 5 // woken sessions may lift it
	require.Zero(t, a.Free())
}

func TestALostAgentComesBackAsItWasAndKeepsItsTurn(t *testing.T) {
	a := Agent{ID: "agt_1", Capacity: 3}
	a, err := a.SetMode(Available, "", t0)
	require.NoError(t, err)
	lost, err := a.SetMode(Lost, "", t0.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, t0.Add(time.Minute), lost.LostAt)
	back := lost.Return(t0.Add(2 * time.Minute))
	require.Equal(t, Available, back.Mode)
	require.Equal(t, t0, back.IdleSince, "a lost connection costs no place among the idle")
	require.Equal(t, back, back.Return(t0.Add(time.Hour)))
}

func TestAskingTwiceForAModeGainsNothing(t *testing.T) {
	a, _ := Agent{}.SetMode(Available, "", t0)
	b, _ := a.SetMode(Available, "", t0.Add(time.Hour))
	require.Equal(t, a, b)
	_, err := a.SetMode("asleep", "", t0)
	require.ErrorIs(t, err, ErrInvalid)
}
