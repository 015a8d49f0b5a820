package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

func TestAStreamToANodeOfAnOlderReleaseBringsBackWhoWasRevoked(t *testing.T) {
	c, ann, _ := revocable(t)
	c.revoke("ann", 1)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	v, err := records.Encode(records.Attendance{Node: "old", At: c.clock(), Beat: 1, Agents: []records.Attending{{Agent: ann}}}, nil)
	require.NoError(t, err)
	_, err = c.store.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: records.Presence("old"), Value: v}}})
	require.NoError(t, err)
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
}

func TestARevokedAgentsOpenStreamNeverBringsThemBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(t, 2)
		id, err := f.desks[0].Host().PutAgent(t.Context(), settings.Agent{Login: "b", Name: "B", Capacity: 1})
		require.NoError(t, err)
		b := f.desks[0].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "b", Verified: true})
		_, err = b.SetStatus(t.Context(), chat.Available, "here")
		require.NoError(t, err)
		ended := make(chan error, 1)
		go func() {
			var last error
			for _, err := range b.Events(context.Background(), "") {
				last = err
			}
			ended <- last
		}()
		time.Sleep(5 * time.Second)
		require.NoError(t, f.desks[1].Host().Revoke(t.Context(), chat.RoleAgent, "b", 1))
		for range 400 {
			require.Equal(t, chat.Lost, f.agentNow(id).Mode)
			time.Sleep(100 * time.Millisecond)
		}
		require.ErrorIs(t, <-ended, chat.ErrUnauthenticated)
		time.Sleep(30 * time.Second)
		require.Equal(t, chat.Offline, f.agentNow(id).Mode)
	})
}
