package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestAWaitingSessionIsOfferedToAFreeAgent(t *testing.T) {
	c := newCrew(t, 1)
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.begin(c.desks[0], "s2")
	c.settle()

	s := c.session("s1")
	require.Equal(t, chat.Offered, s.State)
	require.Equal(t, chat.AgentID("a"), s.Offers[0].Agent)
	require.Equal(t, 1, c.agentNow("a").Load)
	require.Equal(t, chat.Queued, c.session("s2").State, "the agent has no room for a second one")
	require.Equal(t, 1, c.desks[0].Replica().Position("s2"))

	c.accept(c.desks[0], "s1")
	_, err := c.do(c.desks[0], "s1", chat.End{By: chat.Author{Kind: chat.AuthorAgent, ID: "a"}, Reason: chat.ByAgent})
	require.NoError(t, err)
	c.settle()
	require.Equal(t, chat.Offered, c.session("s2").State, "the next in line is served when the agent is free")
}

func TestAMissedOfferGoesToTheNextAgentAndKeepsItsPlace(t *testing.T) {
	c := newCrew(t, 2)
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.settle()
	place := c.session("s1").QueuedAt
	c.staff("b", 1)
	c.advance(time.Second)
	c.begin(c.desks[1], "s2")
	c.advance(30 * time.Second)

	s := c.session("s1")
	require.Equal(t, chat.Offered, s.State)
	require.Equal(t, place, s.QueuedAt)
	require.NotEqual(t, chat.AgentID("a"), s.Offers[0].Agent, "who missed it is not asked again")
	require.Equal(t, 1, c.agentNow("a").Missed)
}

func TestAnIdleDeskWritesNothingAndHoldsNoLease(t *testing.T) {
	c := newCrew(t, 3)
	c.staff("a", 1)
	before := c.head()
	c.advance(time.Minute)
	require.Equal(t, before, c.head())
	require.Nil(t, c.leader())
}

func TestTheLeaseIsGivenUpWhenNothingIsOpenAnyMore(t *testing.T) {
	c := newCrew(t, 2)
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.settle()
	require.NotNil(t, c.leader())
	c.accept(c.desks[1], "s1")
	_, err := c.do(c.desks[0], "s1", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	c.advance(10 * time.Second)
	require.Nil(t, c.leader())
	rs, err := c.store.Get(t.Context(), records.Lease(), records.Beat())
	require.NoError(t, err)
	require.Empty(t, rs)
	before := c.head()
	c.advance(time.Minute)
	require.Equal(t, before, c.head())
}

// pausing is a store under a node that can be paused between what it read and its next commit.
type pausing struct {
	store.Store
	paused func() // what the others do meanwhile
}

func (p *pausing) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if others := p.paused; others != nil {
		p.paused = nil
		others()
	}
	return p.Store.Commit(ctx, b)
}

// refusedCommits counts the commits that were refused.
type refusedCommits struct{ n int }

func (*refusedCommits) Entry(chat.Session, chat.Entry) {}
func (*refusedCommits) Prompt(string, string)          {}

func (r *refusedCommits) Commit(outcome string, _ time.Duration) {
	if outcome == "refused" {
		r.n++
	}
}

func TestAPausedLeaderIsFenced(t *testing.T) {
	stores := map[string]*pausing{}
	c := newCrew(t, 2, func(cfg *desk.Config) {
		stores[cfg.Node] = &pausing{Store: cfg.Store}
		cfg.Store = stores[cfg.Node]
	})
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.settle()
	old := c.leader()
	other := c.desks[0]
	if other == old {
		other = c.desks[1]
	}
	// The old leader sees a new arrival and an agent with capacity, and is paused in the middle of its commit.
	c.staff("b", 1)
	c.begin(other, "s2")
	_, err := old.Follower().Step(t.Context(), old.clock())
	require.NoError(t, err)
	var s2 chat.Session
	var before store.Rev
	stores[old.name].paused = func() {
		c.advance(10*time.Second, other)
		require.NotZero(t, other.Term(), "the silent leader's lease is taken over")
		s2, before = c.session("s2"), c.head()
	}
	_, err = old.Dispatcher().Step(t.Context(), old.clock())
	require.NoError(t, err)
	require.Equal(t, chat.Offered, s2.State)
	require.Equal(t, before, c.head(), "the old leader wakes up and writes nothing")
	require.Zero(t, old.Term(), "and knows that it does not lead any more")
	c.settle()
	require.Zero(t, old.Term())
	require.Equal(t, s2.Offers, c.session("s2").Offers)
}

func TestALeaderPausedBeforeItsOwnRenewalGivesUp(t *testing.T) {
	c := newCrew(t, 2)
	c.begin(c.desks[0], "s1")
	c.settle()
	old := c.leader()
	other := c.desks[0]
	if other == old {
		other = c.desks[1]
	}
	c.advance(10*time.Second, other)
	require.NotZero(t, other.Term())
	_, err := old.Dispatcher().Step(t.Context(), old.clock()) // its picture is still the old one
	require.NoError(t, err)
	require.Zero(t, old.Term())
}

func TestANodeWithAnOddClockDoesNotLead(t *testing.T) {
	c := newCrew(t, 3)
	c.desks[0].node.Skew(5 * time.Second)
	for _, d := range c.desks { // each has an agent connected, so that each one's clock is known
		defer d.Connects(chat.AgentID("agt_"+d.name), 0)(noon)
	}
	c.settle()
	c.begin(c.desks[0], "s1")
	c.advance(30 * time.Second)
	require.NotNil(t, c.leader())
	require.NotEqual(t, "n0", c.leader().name)
}

func TestInactivityAndHoldRunOutByThemselves(t *testing.T) {
	c := newCrew(t, 1)
	c.staff("a", 1)
	c.begin(c.desks[0], "s1", func(s *chat.Start) { s.Policy = chat.Policy{WarnAfter: time.Minute, CloseAfter: time.Minute} })
	c.settle()
	c.accept(c.desks[0], "s1")
	_, err := c.do(c.desks[0], "s1", chat.Send{Author: chat.Author{Kind: chat.AuthorAgent, ID: "a"}, Command: "m", Text: "hi"})
	require.NoError(t, err)
	c.advance(59 * time.Second)
	require.Zero(t, c.session("s1").WarnedAt)
	c.advance(2 * time.Second)
	require.NotZero(t, c.session("s1").WarnedAt)
	c.advance(time.Minute)
	require.Equal(t, chat.Closed, c.session("s1").State)
	require.Equal(t, chat.Inactivity, c.session("s1").Reason)
	require.Zero(t, c.agentNow("a").Load)
}

func TestALeaderWhoDoesNotKnowOfAnOfferMakesNoSecondOne(t *testing.T) {
	var refused refusedCommits
	c := newCrew(t, 2, func(cfg *desk.Config) { cfg.Observer = &refused })
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	late := c.desks[1]
	_, err := late.Follower().Step(t.Context(), noon)
	require.NoError(t, err)
	c.settle(c.desks[0])
	require.Len(t, c.session("s1").Offers, 1)
	c.staff("b", 1)

	rs, err := c.store.Get(t.Context(), records.Lease())
	require.NoError(t, err)
	const wait = 3 * time.Second // the lease; it takes over, and its picture is from before the offer
	for _, tick := range []time.Time{noon, noon.Add(wait)} {
		_, err := late.Lease().Step(t.Context(), tick, rs[0].Rev, 0, true, true)
		require.NoError(t, err)
	}
	require.NotZero(t, late.Term())
	before := c.head()
	refused.n = 0
	_, err = late.Dispatcher().Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, 1, refused.n, "it proposed one")
	require.Equal(t, before, c.head())
	require.Len(t, c.session("s1").Offers, 1)
}
