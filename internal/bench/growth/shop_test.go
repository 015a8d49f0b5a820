package growth

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// shop is a desk that is stepped by hand, on a store that counts the records it answers.
type shop struct {
	*desk.Desk
	t     *testing.T
	store counted
}

const capacity = 64

// newShop has so many agents who serve so many queues each, all of them available where they work.
func newShop(t *testing.T, agents, queues int, work bool) shop {
	seed := settings.Team{}
	for i := range queues {
		seed.Queues = append(seed.Queues, settings.Queue{ID: chat.QueueID(fmt.Sprint("q", i)), NoAgent: settings.NoAgentWait})
	}
	for i := range agents {
		a := settings.Agent{Login: login(i), Name: login(i), Hosted: true, Capacity: capacity, Supervisor: i == 0, Everything: i == 0}
		for _, q := range seed.Queues {
			a.Queues = append(a.Queues, chat.Serves{Queue: q.ID})
		}
		seed.Agents = append(seed.Agents, a)
	}
	s := shop{t: t, store: counted{memstore.New(memstore.Config{}), &atomic.Int64{}}}
	s.Desk = s.open("one", seed)
	if work {
		for i := range agents {
			s.available(i)
		}
	}
	s.follow(s.Desk)
	return s
}

func login(i int) string { return fmt.Sprint("ann-", i) }

func (s shop) open(node string, seed settings.Team) *desk.Desk {
	d, err := desk.New(desk.Config{Store: s.store, Seed: seed, Node: node})
	require.NoError(s.t, err)
	return d
}

func (s shop) agent(i int) desk.Agent {
	return s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login(i), Verified: true})
}

func (s shop) supervisor() desk.Supervisor {
	return s.Desk.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: login(0), Verified: true})
}

func (s shop) available(i int) {
	_, err := s.agent(i).SetStatus(s.t.Context(), chat.Available, "")
	require.NoError(s.t, err)
}

// begin begins sessions, which wait until somebody takes them.
func (s shop) begin(n int) (visitors []desk.Visitor, ids []chat.SessionID) {
	for range n {
		v := s.Visitor(s.Host().NewVisitor())
		x, err := v.Start(s.t.Context(), desk.StartRequest{Text: "hello"})
		require.NoError(s.t, err)
		visitors, ids = append(visitors, v), append(ids, x.ID)
	}
	s.follow(s.Desk)
	return visitors, ids
}

// follow has a desk take in what has changed.
func (s shop) follow(d *desk.Desk) {
	for now := time.Now(); ; {
		next, err := d.Follower().Step(s.t.Context(), now)
		require.NoError(s.t, err)
		if next.After(now) {
			return
		}
	}
}

// counted is a store that counts the records it answers.
type counted struct {
	store.Store
	records *atomic.Int64
}

func (c counted) Unwrap() store.Store { return c.Store }

func (c counted) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := c.Store.Get(ctx, keys...)
	c.records.Add(int64(len(rs)))
	return rs, err
}

func (c counted) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := c.Store.List(ctx, r)
	c.records.Add(int64(len(rs)))
	return rs, err
}

func (c counted) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	rs, head, err := c.Store.Changes(ctx, after, limit)
	c.records.Add(int64(len(rs)))
	return rs, head, err
}
