package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// TestWhoComesToALongLineHasChatsBeforeAllOfItIsTold holds the order of what is written: those in
// line are told that somebody is back a part at a time, and whom that somebody takes at once is not
// told at all.
func TestWhoComesToALongLineHasChatsBeforeAllOfItIsTold(t *testing.T) {
	const inLine, places = 200, 5
	var kept *batches
	seed := settings.Team{
		Queues: []settings.Queue{{ID: "help", AutoAccept: true, NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{{Login: "ann", Name: "Ann", Capacity: places}},
	}
	seed.Agents[0].Queues = []chat.Serves{{Queue: "help"}}
	s := newShop(t, seed, func(cfg *desk.Config) {
		kept = &batches{Store: cfg.Store}
		cfg.Store = kept
	})
	for i := range inLine {
		_, err := s.visitor(i).Start(s.ctx, desk.StartRequest{Text: "Hello?"})
		require.NoError(t, err)
	}
	s.settle()
	from := len(kept.list())
	s.available("ann")

	var wrote []chat.Session
	for _, b := range kept.list()[from:] {
		for _, r := range b.Put {
			if strings.HasPrefix(r.Key, records.Session("")) {
				x, err := records.Decode[chat.Session](r.Value)
				require.NoError(t, err)
				wrote = append(wrote, x)
			}
		}
	}
	var taken []chat.SessionID
	last := 0
	for i, x := range wrote {
		if x.State == chat.Active {
			taken, last = append(taken, x.ID), i
		}
	}
	require.Len(t, taken, places)
	require.LessOrEqual(t, last, places+64, "writes until the last of them has somebody")
	for _, x := range wrote {
		told := x.State == chat.Queued && x.Reason == chat.SomebodyBack
		require.False(t, told && slices.Contains(taken, x.ID), "%s was told, and taken", x.ID)
	}
	require.Len(t, wrote, inLine, "each is written once: it is told, or taken")
}
