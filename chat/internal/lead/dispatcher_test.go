package lead

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// help is settings with one queue that is always open.
type help struct{}

func (help) QueueIDs() []chat.QueueID { return []chat.QueueID{"help"} }
func (help) RouterConfig() routing.Config {
	return routing.Config{Queues: []routing.Queue{{ID: "help"}}}
}
func (help) Demand(chat.QueueID) door.Demand           { return door.Demand{} }
func (help) DemandOf(chat.Session) (door.Demand, bool) { return door.Demand{}, true }
func (help) Summon(chat.Session) time.Duration         { return 0 }
func (help) ReplyBy(chat.Session) time.Time            { return time.Time{} }

func (help) AwayAfter(chat.Session) time.Duration                           { return 0 }
func (help) Hours(chat.Session, time.Time) (until time.Time, over, ok bool) { return }
func (help) ShiftHours(string) *hours.Schedule                              { return nil }
func (help) Handover() time.Duration                                        { return 0 }
func (help) Instead(chat.Session) (q chat.QueueID, at time.Time, ok bool)   { return "", at, false }
func (help) Midnight(now time.Time) time.Time                               { return now }

// node is one node that may lead, without a desk.
type node struct {
	*Dispatcher
	t     *testing.T
	store store.Store
	known *replica.Replica
	now   time.Time
	ids   int
}

func newNode(t *testing.T, s store.Store, name string) *node {
	router, err := routing.New(help{}.RouterConfig())
	require.NoError(t, err)
	n := &node{t: t, store: s, known: replica.New(name, 3*time.Second, router), now: noon}
	n.known.Renew(router, help{})
	clock := func() time.Time { return n.now }
	n.Dispatcher = NewDispatcher(Config{
		Store: s, Feed: s, Replica: n.known, Lease: NewLease(s, name, 3*time.Second, clock), Changes: n, Invites: func() bool { return false },
		Now: clock, Tick: clock, InFlight: 1, Poll: time.Second, Logger: slog.New(slog.DiscardHandler),
		Can: func(hook.EffectKind) bool { return false }, Deaf: func() bool { return false }, Lives: func() uint64 { return 0 },
		NewOffer: func() chat.OfferID { n.ids++; return chat.OfferID(fmt.Sprintf("off_%d", n.ids)) },
	})
	n.follow()
	n.known.Complete(noon, noon)
	return n
}

// follow takes in what the store has that is new.
func (n *node) follow() {
	rs, upTo, err := n.store.Changes(n.t.Context(), n.known.Seen(), 1000)
	require.NoError(n.t, err)
	n.known.Apply(rs, upTo, n.now, n.now)
}

// step steps until there is nothing to do now.
func (n *node) step() {
	for range 20 {
		n.follow()
		next, err := n.Step(n.t.Context(), n.now)
		require.NoError(n.t, err)
		if next.IsZero() || next.After(n.now) {
			return
		}
	}
	require.Fail(n.t, "it never settles")
}

// Change implements Changer, with nothing of a ledger.
func (n *node) Change(ctx context.Context, id chat.SessionID, decide func(chat.Session) (chat.Command, error), o Terms) error {
	_, err := store.Do(ctx, n.store, func(tx *store.Tx) error {
		if err := records.Holds(tx, o.Fence); err != nil {
			return err
		}
		rs, err := tx.Get(records.Session(id))
		if err != nil {
			return err
		}
		s, err := records.Decode[chat.Session](rs[0].Value)
		if err != nil {
			return err
		}
		c, err := decide(s)
		if err != nil {
			return err
		}
		next, entries, err := chat.Decide(s, c, n.now)
		if err != nil {
			return err
		}
		changes, err := records.Diff(s, next, rs[0].Value, entries)
		if err != nil {
			return err
		}
		for _, r := range changes.Put {
			tx.Put(r.Key, r.Value)
		}
		if o.Also != nil {
			return o.Also(tx)
		}
		return nil
	})
	return err
}

func put[T any](t *testing.T, s store.Store, key string, v T) {
	b, err := records.Encode(v, nil)
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: b}}})
	require.NoError(t, err)
}

func start(t *testing.T, s store.Store, id chat.SessionID) {
	x, _, err := chat.Decide(chat.Session{}, chat.Start{ID: id, Site: "shop", Visitor: "vis", Queue: "help", Text: "hi"}, noon)
	require.NoError(t, err)
	put(t, s, records.Session(id), x)
}

func get[T any](t *testing.T, s store.Store, key string) (v T) {
	rs, err := s.Get(t.Context(), key)
	require.NoError(t, err)
	require.NotEmpty(t, rs)
	v, err = records.Decode[T](rs[0].Value)
	require.NoError(t, err)
	return v
}

func ann(mode chat.AgentMode) chat.Agent {
	return chat.Agent{ID: "agt_ann", Capacity: 1, Mode: mode, ModeAt: noon, IdleSince: noon, Queues: []chat.Serves{{Queue: "help"}}}
}

func TestTheLeaderCommitsWhatTheRouterProposesAndTheAgentsTurnWithIt(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, records.Agent("agt_ann"), ann(chat.Available))
	start(t, s, "ses_1")
	n := newNode(t, s, "a")
	n.step()
	x := get[chat.Session](t, s, records.Session("ses_1"))
	require.Equal(t, chat.Offered, x.State)
	require.Equal(t, chat.AgentID("agt_ann"), x.Offers[0].Agent)
	require.NotZero(t, get[chat.Agent](t, s, records.Agent("agt_ann")).Turn)
}

func TestWithNothingToLeadNobodyTakesTheLease(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, records.Agent("agt_ann"), ann(chat.Offline))
	n := newNode(t, s, "a")
	next, err := n.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Zero(t, next)
	rs, err := s.Get(t.Context(), records.Lease())
	require.NoError(t, err)
	require.Empty(t, rs)
}

func TestADeadlineOfASessionIsKept(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, records.Agent("agt_ann"), ann(chat.Available))
	start(t, s, "ses_1")
	n := newNode(t, s, "a")
	n.step()
	n.now = get[chat.Session](t, s, records.Session("ses_1")).Offers[0].Deadline
	n.step()
	x := get[chat.Session](t, s, records.Session("ses_1"))
	require.NotEmpty(t, x.Excluded, "the offer was missed")
}

func TestATaskMadeBeforeATakeOverWritesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	start(t, s, "ses_1")
	old, other := newNode(t, s, "a"), newNode(t, s, "b")
	old.step()
	require.NotZero(t, old.cfg.Lease.Term())
	put(t, s, records.Agent("agt_ann"), ann(chat.Available))
	old.follow()
	tasks := old.proposed(old.now, old.now)
	require.Len(t, tasks, 1)

	for other.cfg.Lease.Term() == 0 {
		other.now = other.now.Add(time.Second)
		other.step()
	}
	require.Equal(t, chat.Offered, get[chat.Session](t, s, records.Session("ses_1")).State)
	_, before, err := s.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.NoError(t, old.run(t.Context(), tasks))
	_, after, err := s.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.Zero(t, old.cfg.Lease.Term(), "and it knows that another node leads")
}

func TestAfterAFailureNothingIsProposedUntilTheReplicaHasCaughtUp(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put(t, s, records.Agent("agt_ann"), ann(chat.Available))
	start(t, s, "ses_1")
	start(t, s, "ses_2")
	n := newNode(t, s, "a")
	n.follow()
	require.False(t, n.paused(n.known.Seen(), n.now))
	put(t, s, records.Agent("agt_bob"), chat.Agent{ID: "agt_bob"}) // the replica does not know of it yet
	require.NoError(t, n.backOff(t.Context(), false))
	require.True(t, n.paused(n.known.Seen(), n.now))
	require.False(t, n.paused(n.known.Seen(), n.now.Add(time.Second)), "not for ever")
	n.follow()
	require.False(t, n.paused(n.known.Seen(), n.now))
}

func TestThePauseDoublesWhileNothingCanBeCommitted(t *testing.T) {
	n := newNode(t, memstore.New(memstore.Config{}), "a")
	var pauses []time.Duration
	for range 10 {
		require.NoError(t, n.backOff(t.Context(), true))
		pauses = append(pauses, n.until.Sub(n.now))
	}
	require.Equal(t, 8*time.Millisecond, pauses[0])
	require.Equal(t, 16*time.Millisecond, pauses[1])
	require.Equal(t, 1024*time.Millisecond, pauses[9])
	require.Equal(t, pauses[7], pauses[9], "up to a second")
}

func TestEveryAgentOfAProposalGetsItsTurn(t *testing.T) {
	s := memstore.New(memstore.Config{})
	offers := []routing.Decision{
		{Kind: routing.Offer, Agent: "agt_ann", At: noon, Turn: 4},
		{Kind: routing.Offer, Agent: "agt_bob", At: noon, Turn: 5},
	}
	for _, id := range []chat.AgentID{"agt_ann", "agt_bob"} {
		put(t, s, records.Agent(id), chat.Agent{ID: id, Capacity: 1})
	}
	give := func() error {
		_, err := store.Do(t.Context(), s, func(tx *store.Tx) error { return turns(tx, offers) })
		return err
	}
	require.NoError(t, give())
	require.EqualValues(t, 4, get[chat.Agent](t, s, records.Agent("agt_ann")).Turn)
	require.EqualValues(t, 5, get[chat.Agent](t, s, records.Agent("agt_bob")).Turn)
	offers[0].Agent = "agt_gone"
	require.Error(t, give(), "one who is not there fails it all")
}

func TestTasksOneAtATimeEachSeeWhetherTheLeaseIsStillHeld(t *testing.T) {
	s := memstore.New(memstore.Config{})
	start(t, s, "ses_1")
	n := newNode(t, s, "a")
	n.step()
	require.NotZero(t, n.cfg.Lease.Term())
	ran := 0
	require.NoError(t, n.run(t.Context(), []task{
		{do: func(context.Context) error {
			ran++
			n.cfg.Lease.Lose()
			return nil
		}},
		{do: func(context.Context) error { ran++; return nil }},
	}))
	require.Equal(t, 1, ran, "the first one lost it")
}
