package desk_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// lagging is a store whose feed tells a node nothing new while it is held.
type lagging struct {
	store.Store
	held atomic.Pointer[chan struct{}]
}

func (l *lagging) Unwrap() store.Store { return l.Store }

func (l *lagging) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	// A limit of less asks where the feed ends, or whether a cursor is known.
	if held := l.held.Load(); held != nil && limit > 1 {
		select {
		case <-*held:
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
	return l.Store.Changes(ctx, after, limit)
}

// TestAnAgentWhoComesToANodeThatLagsMissesNothing resumes a stream at a node that does not know yet
// of the session that the agent had at the cursor. By the time it knows, the session has left.
func TestAnAgentWhoComesToANodeThatLagsMissesNothing(t *testing.T) {
	inCrew(t, 1, func(t *testing.T, s *shop) {
		var feed *lagging
		late := s.join("n1", ofTwo, func(cfg *desk.Config) {
			feed = &lagging{Store: cfg.Store}
			cfg.Store = feed
		})
		time.Sleep(time.Second) // by now it has read what there is
		let := make(chan struct{})
		feed.held.Store(&let)
		id := s.chat("vesna", "ann")
		again := late.from(late.agent("ann").Events, s.mark("ann"))
		time.Sleep(time.Second)
		says := func(text string) {
			_, err := s.customer("vesna").Send(s.ctx, id, desk.MessageRequest{Text: text})
			require.NoError(t, err)
		}
		says("for ann")
		_, err := s.agent("bob").SetStatus(s.ctx, chat.Available, "")
		require.NoError(t, err)
		require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Queue: "help"}))
		says("for somebody else")
		synctest.Wait()
		require.Empty(t, again.told(id), "the node knows nothing of it")
		require.True(t, again.has(desk.EventInbox), "what it knows it shows")
		close(let)
		time.Sleep(time.Second)
		require.Contains(t, again.texts(), "for ann")
		require.NotContains(t, again.texts(), "for somebody else")
	}, ofTwo)
}

// has reports whether a stream told of something.
func (t *tail) has(kind string) (found bool) {
	t.each(func(e desk.Event) { found = found || e.Type == kind })
	return found
}

// ofTwo is a shop with one queue, of ann and bob.
func ofTwo(cfg *desk.Config) {
	cfg.Seed = settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}}
	for _, login := range []string{"ann", "bob"} {
		cfg.Seed.Agents = append(cfg.Seed.Agents, settings.Agent{
			Login: login, Name: login, Hosted: true, Capacity: 5,
			Queues: []chat.Serves{{Queue: "help"}},
		})
	}
}
