package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// nodes are desks on one store that ring one phone, in a bubble.
type nodes struct {
	t     *testing.T
	store store.Store
	phone *phone
	desks []*desk.Desk
	stops []func()
}

func (n *nodes) start() *desk.Desk {
	d, err := desk.New(desk.Config{
		Store: n.store, Node: fmt.Sprint("n", len(n.desks)), Notifier: n.phone, Key: make([]byte, 32),
		Seed: settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}},
	})
	require.NoError(n.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = d.Run(ctx) })
	n.desks = append(n.desks, d)
	n.stops = append(n.stops, func() { cancel(); running.Wait() })
	return d
}

func (n *nodes) waits(d *desk.Desk) (desk.Visitor, chat.SessionID) {
	v := d.Visitor(d.Host().NewVisitor())
	s, err := v.Start(n.t.Context(), desk.StartRequest{Queue: "help", Text: "Hello"})
	require.NoError(n.t, err)
	return v, s.ID
}

func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// onNodes runs f on a number of desks.
func onNodes(t *testing.T, many int, f func(n *nodes)) {
	synctest.Test(t, func(t *testing.T) {
		n := &nodes{t: t, store: memstore.New(memstore.Config{}), phone: &phone{}}
		defer func() {
			for _, stop := range n.stops {
				stop()
			}
		}()
		for range many {
			n.start()
		}
		pass(time.Second)
		f(n)
	})
}

func TestWhoStillWaitsIsToldOfAfterARestart(t *testing.T) {
	onNodes(t, 1, func(n *nodes) {
		n.waits(n.desks[0])
		pass(3 * time.Minute)
		n.stops[0]()
		pass(30 * time.Second)
		n.start()
		pass(80 * time.Second)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill), "not before the time")
		pass(15 * time.Second)
		require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)

		n.stops[1]()
		n.start()
		pass(4 * time.Minute)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill), "not again because of the restart")
		pass(time.Minute)
		require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)
	})
}

func TestWhoStillWaitsIsToldOfOnceHoweverManyNodesThereAre(t *testing.T) {
	onNodes(t, 3, func(n *nodes) {
		for _, d := range n.desks {
			n.waits(d)
			pass(time.Second)
		}
		for at := range 4 {
			pass(5 * time.Minute)
			require.Len(n.t, n.phone.heard(hook.OccasionStill), 1, "after %d minutes", 5*(at+1))
		}
	})
}

func TestWhoStillWaitsIsToldOfByWhoeverLeads(t *testing.T) {
	for leaves := range 3 {
		onNodes(t, 3, func(n *nodes) {
			n.waits(n.desks[2])
			pass(4*time.Minute + 50*time.Second)
			n.stops[leaves]()
			pass(40 * time.Second)
			require.Len(n.t, n.phone.heard(hook.OccasionStill), 1, "node %d left", leaves)
			n.stops[(leaves+1)%3]()
			pass(5 * time.Minute)
			require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)
		})
	}
}

func TestALineThatIsEmptyIsNotToldOfAndLeavesNothing(t *testing.T) {
	onNodes(t, 1, func(n *nodes) {
		v, id := n.waits(n.desks[0])
		pass(2 * time.Minute)
		require.NoError(n.t, v.End(n.t.Context(), id))
		pass(4 * time.Minute)
		w, id := n.waits(n.desks[0]) // joins while nobody has waited for long
		pass(4*time.Minute + 30*time.Second)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill), "nobody has waited five minutes")
		pass(5 * time.Minute)
		require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)
		require.NoError(n.t, w.End(n.t.Context(), id))
		pass(20 * time.Minute)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill))
		rs, err := n.store.List(n.t.Context(), store.Range{Prefix: "job/", Limit: 10})
		require.NoError(n.t, err)
		require.Empty(n.t, rs)
	})
}

func TestWhoWaitsBecauseAnOfferWasMissedIsToldOfToo(t *testing.T) {
	p := &phone{}
	seed := one(func(q *settings.Queue) { q.Policy.MissedMax = -1; q.NoAgent = settings.NoAgentWait })
	playWith(t, desk.Config{Seed: seed, Notifier: p}, func(t *testing.T, s *scene) {
		s.agents("ann")
		s.waiting("v", "help") // while somebody was free
		s.pass(5*time.Minute + 30*time.Second)
		require.Len(t, p.heard(hook.OccasionStill), 1)
		s.pass(5 * time.Minute)
		require.Len(t, p.heard(hook.OccasionStill), 1)
	})
}
