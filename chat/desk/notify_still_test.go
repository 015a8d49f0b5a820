package desk_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// ringing is a shop of nodes that run in a bubble and ring one phone.
type ringing struct {
	*shop
	phone *phone
}

// waits has a visitor nobody knows ask at a node.
func (*ringing) waits(at *shop) (desk.Visitor, chat.SessionID) {
	v := at.Visitor(at.Host().NewVisitor())
	s, err := v.Start(at.ctx, desk.StartRequest{Queue: "help", Text: "Hello"})
	require.NoError(at.t, err)
	return v, s.ID
}

func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// onNodes runs f on a number of nodes.
func onNodes(t *testing.T, many int, f func(n *ringing)) {
	t.Helper()
	bell := &phone{}
	inCrew(t, many, func(_ *testing.T, s *shop) {
		pass(time.Second)
		f(&ringing{s, bell})
	}, bell.rings)
}

// rings has a node ring the phone.
func (p *phone) rings(cfg *desk.Config) {
	cfg.Notifier, cfg.Key = p, make([]byte, 32)
	cfg.Seed.Queues = []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}
}

func TestWhoStillWaitsIsToldOfAfterARestart(t *testing.T) {
	onNodes(t, 1, func(n *ringing) {
		n.waits(n.desks[0])
		pass(3 * time.Minute)
		n.desks[0].node.Stop()
		pass(30 * time.Second)
		n.join("n1", n.phone.rings)
		pass(80 * time.Second)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill), "not before the time")
		pass(15 * time.Second)
		require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)

		n.desks[1].node.Stop()
		n.join("n2", n.phone.rings)
		pass(4 * time.Minute)
		require.Empty(n.t, n.phone.heard(hook.OccasionStill), "not again because of the restart")
		pass(time.Minute)
		require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)
	})
}

func TestWhoStillWaitsIsToldOfOnceHoweverManyNodesThereAre(t *testing.T) {
	onNodes(t, 3, func(n *ringing) {
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
		onNodes(t, 3, func(n *ringing) {
			n.waits(n.desks[2])
			pass(4*time.Minute + 50*time.Second)
			n.desks[leaves].node.Stop()
			pass(40 * time.Second)
			require.Len(n.t, n.phone.heard(hook.OccasionStill), 1, "node %d left", leaves)
			n.desks[(leaves+1)%3].node.Stop()
			pass(5 * time.Minute)
			require.Len(n.t, n.phone.heard(hook.OccasionStill), 1)
		})
	}
}

func TestALineThatIsEmptyIsNotToldOfAndLeavesNothing(t *testing.T) {
	onNodes(t, 1, func(n *ringing) {
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
