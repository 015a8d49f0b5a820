package desk

import (
	"context"
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

var full = flag.Bool("full", false, "run the tests at their full size")

// crew is desks on one store, driven by hand on one clock.
type crew struct {
	t     testing.TB
	store store.Store
	desks []*Desk
	mu    sync.Mutex
	at    time.Time
	skew  map[string]time.Duration
	ids   int
}

// newCrew makes desks named n0, n1, … that are strictly deterministic.
func newCrew(t testing.TB, desks int, edit ...func(*Config)) *crew {
	c := &crew{t: t, store: memstore.New(memstore.Config{}), at: noon, skew: map[string]time.Duration{}}
	for i := range desks {
		c.join(fmt.Sprintf("n%d", i), edit...)
	}
	return c
}

// join adds a desk.
func (c *crew) join(node string, edit ...func(*Config)) *Desk {
	cfg := Config{Store: c.store, Node: node, Now: func() time.Time { return c.now(node) }, InFlight: 1, IDs: c}
	for _, e := range edit {
		e(&cfg)
	}
	d, err := New(cfg)
	require.NoError(c.t, err)
	c.desks = append(c.desks, d)
	return d
}

// Mint implements IDs.
func (c *crew) Mint(prefix string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return fmt.Sprintf("%s%026d", prefix, c.ids)
}

func (c *crew) now(node string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Add(c.skew[node])
}

// settle steps the desks until none of them has anything to do now.
func (c *crew) settle(desks ...*Desk) {
	c.t.Helper()
	if len(desks) == 0 {
		desks = c.desks
	}
	for range 10_000 {
		before := c.head()
		busy := false
		for _, d := range desks {
			now := d.now()
			for {
				next, err := d.Follower().Step(context.Background(), now)
				require.NoError(c.t, err)
				if next.After(now) {
					break
				}
			}
			_, err := d.Presence().Step(context.Background(), now)
			require.NoError(c.t, err)
			next, err := d.Dispatcher().Step(context.Background(), now)
			require.NoError(c.t, err)
			busy = busy || !next.IsZero() && !next.After(now)
		}
		if !busy && before == c.head() {
			return
		}
	}
	c.t.Fatal("the desks never settle")
}

// pass lets time pass in steps, settling after each.
func (c *crew) pass(d time.Duration, desks ...*Desk) {
	for d > 0 {
		step := min(d, time.Second)
		c.mu.Lock()
		c.at = c.at.Add(step)
		c.mu.Unlock()
		c.settle(desks...)
		d -= step
	}
}

func (c *crew) head() store.Rev {
	_, head, err := c.store.Changes(context.Background(), 0, 0)
	require.NoError(c.t, err)
	return head
}

// agent puts an available agent into the store, one whom code leads and who needs no stream.
func (c *crew) agent(id chat.AgentID, capacity int, edit ...func(*chat.Agent)) chat.AgentID {
	a := chat.Agent{ID: id, Name: string(id), Capacity: capacity, Mode: chat.Available, ModeAt: noon, IdleSince: noon, Hosted: true,
		Queues: []chat.Serves{{Queue: settings.DefaultQueue}}}
	for _, e := range edit {
		e(&a)
	}
	value, err := records.Encode(a, nil)
	require.NoError(c.t, err)
	_, err = c.store.Commit(context.Background(), store.Batch{Put: []store.Record{{Key: records.Agent(id), Value: value}}})
	require.NoError(c.t, err)
	return id
}

// byStream makes an agent one who is lost without a connection.
func byStream(a *chat.Agent) { a.Hosted = false }

func (c *crew) agentNow(id chat.AgentID) chat.Agent {
	a, err := c.desks[0].agent(context.Background(), id)
	require.NoError(c.t, err)
	return a
}

// arrive starts a session in the default queue.
func (c *crew) arrive(d *Desk, id chat.SessionID, edit ...func(*chat.Start)) chat.SessionID {
	start := chat.Start{ID: id, Site: settings.DefaultSite, Visitor: chat.VisitorID("vis_" + id), Queue: settings.DefaultQueue, Text: "hello", Command: "hello"}
	for _, e := range edit {
		e(&start)
	}
	_, err := d.committer.Change(context.Background(), id, func(chat.Session) (chat.Command, error) { return start, nil }, commit.Options{New: true})
	require.NoError(c.t, err)
	return id
}

func (c *crew) do(d *Desk, id chat.SessionID, command chat.Command) (commit.Outcome, error) {
	return d.committer.Change(context.Background(), id, func(chat.Session) (chat.Command, error) { return command, nil }, commit.Options{})
}

func (c *crew) session(id chat.SessionID) chat.Session {
	rs, err := c.store.Get(context.Background(), records.Session(id))
	require.NoError(c.t, err)
	require.Len(c.t, rs, 1, "session %s", id)
	s, err := records.Decode[chat.Session](rs[0].Value)
	require.NoError(c.t, err)
	return s
}

// leader is the desk that leads, by its own account.
func (c *crew) leader() *Desk {
	for _, d := range c.desks {
		if d.engine.lease.Term() != 0 {
			return d
		}
	}
	return nil
}

// accept takes the one offer a session has.
func (c *crew) accept(d *Desk, id chat.SessionID) chat.AgentID {
	s := c.session(id)
	require.Len(c.t, s.Offers, 1, "session %s is %s", id, s.State)
	o := s.Offers[0]
	_, err := c.do(d, id, chat.Accept{Offer: o.ID, Agent: o.Agent, Name: "name"})
	require.NoError(c.t, err)
	return o.Agent
}
