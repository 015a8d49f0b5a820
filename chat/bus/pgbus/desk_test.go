package pgbus_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// TestAnAgentSeesAVisitorTypeOnAnotherNode has the visitor on one desk and the agent on the other.
func TestAnAgentSeesAVisitorTypeOnAnotherNode(t *testing.T) {
	c, common := shared(t), memstore.New(memstore.Config{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	t.Cleanup(cancel)
	var desks []*desk.Desk
	for range 2 {
		d, err := desk.New(desk.Config{Store: common, Bus: bus(t, c, 1000), Seed: settings.Team{
			Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
			Queues: []settings.Queue{{ID: "help", AutoAccept: true, NoAgent: settings.NoAgentWait}},
			Agents: []settings.Agent{{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}}},
		}})
		require.NoError(t, err)
		running.Go(func() { _ = d.Run(ctx) })
		desks = append(desks, d)
	}
	ann := desks[1].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
	_, err := ann.SetStatus(ctx, chat.Available, "")
	require.NoError(t, err)
	eve := desks[0].Visitor(desks[0].Host().NewVisitor())
	v, err := eve.Start(ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	running.Go(func() {
		for ctx.Err() == nil { // a sign may get lost, and nobody may listen yet
			_ = eve.Typing(ctx, v.ID, true)
			select {
			case <-time.After(50 * time.Millisecond):
			case <-ctx.Done():
			}
		}
	})
	seen := false
	for e, err := range ann.Events(ctx, "") {
		if require.NoError(t, err); e.Typing != nil {
			require.Equal(t, v.ID, e.Session)
			require.True(t, e.Typing.On)
			seen = true
			break
		}
	}
	require.True(t, seen)
	cancel()
}
