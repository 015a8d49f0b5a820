package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// counter is a store that counts what is written of visitors' presence, and how many records of
// anything else but the heartbeats of nodes.
type counter struct {
	store.Store
	mu                             sync.Mutex
	commits, records, bytes, other int
}

// Commit implements store.Store.
func (c *counter) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	c.mu.Lock()
	told := false
	for _, r := range b.Put {
		presence := strings.HasPrefix(r.Key, "presence/")
		switch {
		case presence && strings.Count(r.Key, "/") == 2: // of a shard; the other one is the heartbeat
			c.records, c.bytes, told = c.records+1, c.bytes+len(r.Key)+len(r.Value), true
		case !presence && !strings.HasPrefix(r.Key, "lease/"):
			c.other++
		}
	}
	if told {
		c.commits++
	}
	c.mu.Unlock()
	return c.Store.Commit(ctx, b)
}

// cluster is a shop of nodes without a Bus that run in a bubble, each of which can be killed or
// stopped.
type cluster struct {
	*shop
	counter *counter
	lives   []*mortal
}

func runCluster(t *testing.T, seed settings.Team, n int) *cluster {
	ns := &cluster{counter: &counter{}}
	seed.Agents = append(seed.Agents, settings.Agent{Login: "boss", Name: "Boss", Supervisor: true})
	ns.shop = crewOf(t, chattest.Open, n, []edit{func(cfg *desk.Config) {
		if ns.counter.Store == nil { // later nodes join while the first one runs on it
			ns.counter.Store = cfg.Store
		}
		ns.lives = append(ns.lives, &mortal{Store: ns.counter})
		cfg.Store, cfg.Seed = ns.lives[len(ns.lives)-1], seed
	}})
	time.Sleep(time.Second)
	return ns
}

func (ns *cluster) start(t *testing.T, i int, name string) chat.SessionID {
	hello := desk.StartRequest{Queue: "help", Text: "Hello"}
	view, err := ns.desks[i].customer(name).Start(t.Context(), hello)
	require.NoError(t, err)
	return view.ID
}

func (ns *cluster) card(t *testing.T, i int, id chat.SessionID) desk.SessionCard {
	c, err := ns.desks[i].supervisor("boss").Session(t.Context(), id)
	require.NoError(t, err)
	return c
}

func TestEveryNodeKnowsWhoIsThereWithoutABus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ns := runCluster(t, patient(), 3)
		id := ns.start(t, 0, "v")
		leave := page(t, ns.desks[1].Desk, "v")
		time.Sleep(7 * time.Second)
		for i := range ns.desks {
			require.True(t, ns.card(t, i, id).Presence.Here, i)
		}
		leave()
		time.Sleep(12 * time.Second)
		for i := range ns.desks {
			p := ns.card(t, i, id).Presence
			require.True(t, p.Known && !p.Here, i)
		}
		defer page(t, ns.desks[2].Desk, "v")()
		time.Sleep(7 * time.Second)
		for i := range ns.desks {
			require.True(t, ns.card(t, i, id).Presence.Here, i)
		}
		time.Sleep(time.Hour)
		require.Equal(t, chat.Queued, ns.card(t, 0, id).Session.State, "a page elsewhere counts")
	})
}

func TestTheVisitorsOfANodeThatStopsOrDiesHaveTheirTimeToComeToAnotherOne(t *testing.T) {
	for name, dies := range map[string]bool{"stopped": false, "killed": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ns := runCluster(t, patient(), 3)
				stays, goes := ns.start(t, 1, "stays"), ns.start(t, 1, "goes")
				page(t, ns.desks[0].Desk, "stays")
				page(t, ns.desks[0].Desk, "goes")
				time.Sleep(10 * time.Second)
				require.True(t, ns.card(t, 1, goes).Presence.Here)
				if dies {
					ns.kill(0)
				} else {
					ns.desks[0].node.Stop()
				}
				time.Sleep(90 * time.Second)
				require.Equal(t, chat.Queued, ns.card(t, 1, stays).Session.State)
				require.Equal(t, chat.Queued, ns.card(t, 1, goes).Session.State)
				defer page(t, ns.desks[2].Desk, "stays")()
				time.Sleep(5 * time.Minute)
				there := ns.card(t, 1, stays).Session.State
				require.Equal(t, chat.Queued, there, "nobody present is put out")
				require.Equal(t, chat.Abandoned, ns.card(t, 1, goes).Session.State)
				all := store.Range{Prefix: "presence/" + ns.name + "/", Limit: 100}
				rs, err := ns.store.List(t.Context(), all)
				require.NoError(t, err)
				require.Empty(t, rs, "what the dead node said is gone")
			})
		})
	}
}

// mortal is a store that a node has until it is killed.
type mortal struct {
	store.Store
	dead atomic.Bool
}

var errKilled = errors.New("killed")

// Commit implements store.Store.
func (m *mortal) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if m.dead.Load() {
		return 0, errKilled
	}
	return m.Store.Commit(ctx, b)
}

// Changes implements store.Store.
func (m *mortal) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	if m.dead.Load() {
		return nil, 0, errKilled
	}
	return m.Store.Changes(ctx, after, limit)
}

// kill ends a node without a word: it can write and hear nothing any more.
func (ns *cluster) kill(i int) { ns.lives[i].dead.Store(true) }

func TestAVisitorWhoStaysConnectedCostsNoWriteAndOneWhoBrowsesNone(t *testing.T) {
	visitors := 300
	if full {
		visitors = 20_000
	}
	synctest.Test(t, func(t *testing.T) {
		ns := runCluster(t, patient(), 3)
		measure := func(what string, minutes int, during func()) (commits, other int) {
			ns.counter.mu.Lock()
			ns.counter.commits, ns.counter.records, ns.counter.bytes, ns.counter.other = 0, 0, 0, 0
			ns.counter.mu.Unlock()
			during()
			ns.counter.mu.Lock()
			defer ns.counter.mu.Unlock()
			each := float64(visitors * minutes)
			t.Logf("%s, %d visitors at 3 nodes: %d commits, %d records, %d bytes: "+
				"%.5f records and %.2f bytes a visitor-minute; %d other records",
				what, visitors, ns.counter.commits, ns.counter.records, ns.counter.bytes,
				float64(ns.counter.records)/each, float64(ns.counter.bytes)/each, ns.counter.other)
			return ns.counter.commits, ns.counter.other
		}
		names := make([]string, visitors)
		leaves := make([]func(), visitors)
		sessions := make([]chat.SessionID, visitors)
		browsing, written := measure("browsing", 10, func() {
			for i := range names {
				names[i] = fmt.Sprintf("vis_%026d", i)
				leaves[i] = page(t, ns.desks[i%3].Desk, names[i])
			}
			time.Sleep(10 * time.Minute)
		})
		require.Zero(t, browsing)
		require.Zero(t, written, "nothing at all of those who browse")
		came, _ := measure("sessions begin, within a minute", 1, func() {
			for i := range names {
				sessions[i] = ns.start(t, i%3, names[i])
				time.Sleep(time.Minute / time.Duration(visitors))
			}
			time.Sleep(10 * time.Second)
		})
		require.LessOrEqual(t, came, 3*16*15, "one write a shard and 5 s at most")
		staying, written := measure("staying", 10, func() { time.Sleep(10 * time.Minute) })
		require.Zero(t, staying)
		require.Zero(t, written)
		says := desk.MessageRequest{Text: "Hello?"}
		chatting, written := measure("chatting, a message each in 10 minutes", 10, func() {
			for i := range sessions {
				v := ns.desks[i%3].Visitor(customer(names[i]))
				_, err := v.Send(t.Context(), sessions[i], says)
				require.NoError(t, err)
				time.Sleep(10 * time.Minute / time.Duration(visitors))
			}
		})
		require.Zero(t, chatting)
		require.Equal(t, 3*visitors, written, "a message, its session and that it was done")
		measure("each page reloaded once in 10 minutes", 10, func() {
			for i := range leaves {
				leaves[i]()
				leaves[i] = page(t, ns.desks[i%3].Desk, names[i])
				time.Sleep(10 * time.Minute / time.Duration(visitors))
			}
		})
		measure("a tenth goes to another node in 10 minutes", 10, func() {
			for i := range visitors / 10 {
				leaves[i]()
				leaves[i] = page(t, ns.desks[(i+1)%3].Desk, names[i])
				time.Sleep(100 * time.Minute / time.Duration(visitors))
			}
		})
		for _, leave := range leaves {
			leave()
		}
	})
}
