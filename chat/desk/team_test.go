package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// shop is a desk under test: a clock that stands until it is moved, ids that count, and the steps taken by hand.
type shop struct {
	*desk.Desk
	t     *testing.T
	ctx   context.Context
	store store.Store
	mu    sync.Mutex
	now   time.Time
}

// monday is a Monday at ten in the morning, UTC.
var monday = time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)

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

func newShop(t *testing.T, seed settings.Team, adjust ...func(*desk.Config)) *shop {
	s := &shop{t: t, ctx: t.Context(), now: monday, store: memstore.New(memstore.Config{})}
	seed.Agents = slices.Clone(seed.Agents)
	for i := range seed.Agents { // who is led by a test has no stream
		seed.Agents[i].Hosted = true
	}
	cfg := desk.Config{Store: s.store, Key: make([]byte, 32), Node: "node-1", Now: s.clock, IDs: &countingIDs{}, Seed: seed, InFlight: 1, Handoff: &workshop{}}
	for _, a := range adjust {
		a(&cfg)
	}
	s.store = cfg.Store
	d, err := desk.New(cfg)
	require.NoError(t, err)
	s.Desk = d
	return s
}

func (s *shop) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *shop) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// settle steps the desk until nothing moves any more.
func (s *shop) settle() {
	s.t.Helper()
	for quiet := 0; quiet < 3; {
		before := s.head()
		_, err := s.Follower().Step(s.ctx, s.clock())
		require.NoError(s.t, err)
		_, err = s.Dispatcher().Step(s.ctx, s.clock())
		require.NoError(s.t, err)
		if quiet++; s.head() != before {
			quiet = 0
		}
	}
}

func (s *shop) head() store.Rev {
	_, head, err := s.store.Changes(s.ctx, 0, 0)
	require.NoError(s.t, err)
	return head
}

func (s *shop) visitor(n int) desk.Visitor {
	return s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n)})
}

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
	v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "start", Text: "hello"})
	require.NoError(s.t, err)
	_, err = s.agent(login).Accept(s.ctx, s.offer(login).Offer.ID)
	require.NoError(s.t, err)
	return v.ID
}

// twoTeams is two queues with an agent each, one who serves both, a supervisor of everything and one of billing.
func twoTeams() settings.Team {
	in := func(qs ...chat.QueueID) (out []chat.Serves) {
		for _, q := range qs {
			out = append(out, chat.Serves{Queue: q})
		}
		return out
	}
	return settings.Team{
		Queues: []settings.Queue{{ID: "support", NoAgent: settings.NoAgentWait}, {ID: "billing", NoAgent: settings.NoAgentWait}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"support", "billing"}, Never: []string{"/checkout"}}},
		Agents: []settings.Agent{
			{Login: "ann", Name: "Ann", Queues: in("support")},
			{Login: "bob", Name: "Bob", Queues: in("billing")},
			{Login: "cy", Name: "Cy", Queues: in("support", "billing"), Capacity: 1},
			{Login: "sue", Name: "Sue", Supervisor: true},
			{Login: "sam", Name: "Sam", Supervisor: true, Queues: in("billing")},
		},
		Canned: []settings.Canned{
			{ID: "hi", Title: "Greeting", Text: map[string]string{"en": "How can I help?"}},
			{ID: "vat", Title: "VAT", Text: map[string]string{"en": "VAT is included."}, Queue: "billing"},
		},
	}
}
