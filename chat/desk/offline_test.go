package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestAnAgentWhoWasSetOfflineIsToldOnTheirStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(t, 1)
		_, err := f.desks[0].Host().PutAgent(t.Context(), settings.Agent{Login: "b", Name: "B", Capacity: 1})
		require.NoError(t, err)
		b := f.desks[0].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "b", Verified: true})
		_, err = b.SetStatus(t.Context(), chat.Available, "here")
		require.NoError(t, err)
		told := func(d time.Duration) (n int) {
			ctx, stop := context.WithTimeout(t.Context(), d)
			defer stop()
			for e, err := range b.Events(ctx, "") {
				require.NoError(t, err)
				if e.Type == desk.EventAgent {
					require.Equal(t, chat.Offline, e.Agent.Mode)
					require.Equal(t, assign.LostReason, e.Agent.Reason)
					n++
				}
			}
			return n
		}
		require.Zero(t, told(5*time.Second))
		time.Sleep(2 * time.Minute)
		require.Equal(t, 1, told(5*time.Second), "once a stream")
		_, err = b.SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		_, err = b.SetStatus(t.Context(), chat.Offline, "home")
		require.NoError(t, err)
		require.Zero(t, told(5*time.Second), "who signed off knows")
	})
}
