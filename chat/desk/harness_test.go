package desk_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// shop is a node of a shop of chattest, with the words that most tests here use. One of newShop or
// newCrew stands, until the test moves its clock and settles it. One of inShop or inCrew runs in a
// bubble. For people who act by a script see scene.
type shop struct {
	*desk.Desk
	node  *chattest.Shop
	name  string
	t     *testing.T
	ctx   context.Context
	store store.Store
	desks []*shop // of the first node: all that there are
}

// monday is a Monday at ten in the morning, UTC, and noon that of the same day.
var (
	monday = chattest.Begins
	noon   = monday.Add(2 * time.Hour)
)

// countingIDs mints ids that count.
type countingIDs struct {
	mu sync.Mutex
	n  int
}

func (c *countingIDs) Mint(prefix string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return fmt.Sprintf("%s%026d", prefix, c.n)
}

// shops are those that were made so far to stand on the store of another one.
var shops atomic.Int64

// newShop is a shop of one node that stands, beginning on monday. One that is adjusted to have the
// store of another one, with a clock of its own, has no IDs: it mints others than the first.
func newShop(t *testing.T, seed settings.Team, adjust ...func(*desk.Config)) *shop {
	t.Helper()
	cfg := desk.Config{
		Store: memstore.New(memstore.Config{}), Node: "node-1", IDs: &countingIDs{}, Seed: seed,
		Handoff: &workshop{},
	}
	for _, a := range adjust {
		a(&cfg)
	}
	if cfg.IDs == nil {
		cfg.IDs = &countingIDs{n: int(shops.Add(1)) * 1_000_000}
	}
	return nodeOf(t, cfg.Store, cfg.Node, chattest.Still(t, cfg))
}

// edit changes the configuration of a node, which has the store of the shop and the node's name. A
// Store that it sets wraps the one that is there.
type edit func(*desk.Config)

// newCrew is a shop of so many nodes that stands, n0, n1 and so on, at noon.
func newCrew(t *testing.T, nodes int, edits ...edit) *shop {
	t.Helper()
	s := crewOf(t, chattest.Still, nodes, edits)
	s.node.Pass(noon.Sub(s.clock()))
	return s
}

// inCrew runs a shop of so many nodes in a bubble.
func inCrew(t *testing.T, nodes int, f func(t *testing.T, s *shop), edits ...edit) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f(t, crewOf(t, chattest.Open, nodes, edits))
	})
}

// inShop runs a shop of one node in a bubble, with the agents ann and bob.
func inShop(t *testing.T, f func(s *shop), more ...edit) {
	t.Helper()
	seed := settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}}
	for _, a := range []settings.Agent{{Login: "ann", Name: "Ann"}, {Login: "bob", Name: "Bob"}} {
		a.Hosted, a.Capacity, a.Queues = true, 5, []chat.Serves{{Queue: "help"}}
		seed.Agents = append(seed.Agents, a)
	}
	edits := append([]edit{func(cfg *desk.Config) { cfg.Seed = seed }}, more...)
	inCrew(t, 1, func(_ *testing.T, s *shop) { f(s) }, edits...)
}

// crewOf opens a shop and has all but its first node join. The edits are made for each node.
func crewOf(
	t *testing.T, open func(testing.TB, desk.Config) *chattest.Shop, nodes int, edits []edit,
) *shop {
	t.Helper()
	shared := memstore.New(memstore.Config{})
	cfg := edited(shared, "n0", edits)
	s := nodeOf(t, shared, cfg.Node, open(t, cfg))
	for i := 1; i < nodes; i++ {
		s.join(fmt.Sprint("n", i), edits...)
	}
	return s
}

func edited(shared store.Store, node string, edits []edit) desk.Config {
	cfg := desk.Config{Store: shared, Node: node}
	for _, e := range edits {
		e(&cfg)
	}
	return cfg
}

func nodeOf(t *testing.T, shared store.Store, name string, n *chattest.Shop) *shop {
	s := &shop{Desk: n.Desk, node: n, name: name, t: t, ctx: t.Context(), store: shared}
	s.desks = []*shop{s}
	return s
}

// join has one more node join.
func (s *shop) join(node string, edits ...edit) *shop {
	s.t.Helper()
	n := *s
	n.node, n.name = s.node.Join(edited(s.store, node, edits)), node
	n.Desk, n.desks = n.node.Desk, nil
	s.desks = append(s.desks, &n)
	return &n
}

// with is the same node under another context.
func (s *shop) with(ctx context.Context) *shop {
	n := *s
	n.ctx = ctx
	return &n
}

func (s *shop) clock() time.Time { return s.node.Now() }

// pass lets time go by, and no more where the shop stands.
func (s *shop) pass(d time.Duration) { s.t.Helper(); s.node.Pass(d) }

// setClock sets the clock of a shop that stands.
func (s *shop) setClock(instant time.Time) { s.t.Helper(); s.node.Pass(instant.Sub(s.clock())) }

// settle has nodes act until nothing moves any more: all of them unless some are named.
func (s *shop) settle(only ...*shop) { s.t.Helper(); s.node.Settle(nodesOf(only)...) }

// advance lets time go by, and nodes do what is due meanwhile.
func (s *shop) advance(d time.Duration, only ...*shop) {
	s.t.Helper()
	s.node.Advance(d, nodesOf(only)...)
}

func nodesOf(shops []*shop) (nodes []*chattest.Shop) {
	for _, s := range shops {
		nodes = append(nodes, s.node)
	}
	return nodes
}

// leader is the node that leads, by its own account.
func (s *shop) leader() *shop {
	for _, n := range s.desks {
		if n.Leads() {
			return n
		}
	}
	return nil
}

func (s *shop) head() store.Rev {
	s.t.Helper()
	_, head, err := s.store.Changes(s.ctx, 0, 0)
	require.NoError(s.t, err)
	return head
}

// visitor is one whom the host does not know.
func (s *shop) visitor(n int) desk.Visitor {
	return s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n)})
}

// customer is a visitor whom the host vouches for.
func (s *shop) customer(id string) desk.Visitor { return s.Visitor(customer(id)) }

func (s *shop) agent(login string) desk.Agent {
	return s.Agent(chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true})
}

func (s *shop) supervisor(login string) desk.Supervisor {
	return s.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: login, Verified: true})
}

// available signs agents in and lets them accept chats.
func (s *shop) available(logins ...string) {
	s.t.Helper()
	for _, l := range logins {
		_, err := s.agent(l).SetStatus(s.ctx, chat.Available, "")
		require.NoError(s.t, err)
	}
	s.settle()
}

// invites has the desk lead, so that it may invite more than one visitor.
func (s *shop) invites() {
	s.t.Helper()
	_, err := s.visitor(990).Visit(s.ctx, looking("/shop"))
	require.NoError(s.t, err)
	s.settle()
}

// offer waits for the agent's first offer.
func (s *shop) offer(login string) desk.OfferView {
	s.t.Helper()
	s.settle()
	in, err := s.agent(login).Inbox(s.ctx)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, in.Offers, "%s has no offer", login)
	return in.Offers[0]
}

// chatting starts a session of the visitor with the agent who is offered it.
func (s *shop) chatting(n int, login string) chat.SessionID {
	s.t.Helper()
	return s.takes(s.visitor(n), login, desk.StartRequest{Command: "start", Text: "hello"})
}

// chat starts a session of the customer with the agent, who becomes available.
func (s *shop) chat(customer, login string) chat.SessionID {
	s.t.Helper()
	_, err := s.agent(login).SetStatus(s.ctx, chat.Available, "")
	require.NoError(s.t, err)
	return s.takes(s.customer(customer), login, desk.StartRequest{Text: "hello", Name: customer})
}

func (s *shop) takes(v desk.Visitor, login string, r desk.StartRequest) chat.SessionID {
	s.t.Helper()
	started, err := v.Start(s.ctx, r)
	require.NoError(s.t, err)
	_, err = s.agent(login).Accept(s.ctx, s.offer(login).Offer.ID)
	require.NoError(s.t, err)
	return started.ID
}

// record reads a record, which must be there.
func record[T any](s *shop, key string) T {
	s.t.Helper()
	rs, err := s.store.Get(s.ctx, key)
	require.NoError(s.t, err)
	require.Len(s.t, rs, 1, "records of %s", key)
	value, err := records.Decode[T](rs[0].Value)
	require.NoError(s.t, err)
	return value
}

// put writes a record behind the desk's back.
func (s *shop) put(key string, value any) {
	s.t.Helper()
	b, err := records.Encode(value, nil)
	require.NoError(s.t, err)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{{Key: key, Value: b}}})
	require.NoError(s.t, err)
}

// staff puts an agent's record: available since noon, of the default queue, and without a need of a
// stream.
func (s *shop) staff(id chat.AgentID, capacity int, edit ...func(*chat.Agent)) chat.AgentID {
	s.t.Helper()
	a := chat.Agent{
		ID: id, Name: string(id), Capacity: capacity, Mode: chat.Available, ModeAt: noon, IdleSince: noon,
		Hosted: true, Queues: []chat.Serves{{Queue: settings.DefaultQueue}},
	}
	for _, e := range edit {
		e(&a)
	}
	s.put(records.Agent(id), a)
	return id
}

// byStream makes an agent one who is lost without a connection.
func byStream(a *chat.Agent) { a.Hosted = false }

func (s *shop) agentNow(id chat.AgentID) chat.Agent {
	s.t.Helper()
	return record[chat.Agent](s, records.Agent(id))
}

func (s *shop) session(id chat.SessionID) chat.Session {
	s.t.Helper()
	return record[chat.Session](s, records.Session(id))
}

// begin starts a session of this id in the default queue.
func (s *shop) begin(at *shop, id chat.SessionID, edit ...func(*chat.Start)) chat.SessionID {
	s.t.Helper()
	start := chat.Start{
		ID: id, Site: settings.DefaultSite, Visitor: chat.VisitorID("vis_" + id),
		Queue: settings.DefaultQueue, Text: "hello", Command: "hello",
	}
	for _, e := range edit {
		e(&start)
	}
	_, err := at.command(id, start, commit.Options{New: true})
	require.NoError(s.t, err)
	return id
}

// do gives a node a command of a session, without anybody who asks.
func (*shop) do(at *shop, id chat.SessionID, c chat.Command) (commit.Outcome, error) {
	return at.command(id, c, commit.Options{})
}

func (s *shop) command(
	id chat.SessionID, c chat.Command, o commit.Options,
) (commit.Outcome, error) {
	same := func(chat.Session) (chat.Command, error) { return c, nil }
	return s.Committer().Change(s.ctx, id, same, o)
}

// accept takes the one offer a session has.
func (s *shop) accept(at *shop, id chat.SessionID) chat.AgentID {
	s.t.Helper()
	x := s.session(id)
	require.Len(s.t, x.Offers, 1, "session %s is %s", id, x.State)
	o := x.Offers[0]
	_, err := s.do(at, id, chat.Accept{Offer: o.ID, Agent: o.Agent, Name: "name"})
	require.NoError(s.t, err)
	return o.Agent
}
