package desk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

func TestAWaitingSessionIsOfferedToAFreeAgent(t *testing.T) {
	c := newCrew(t, 1)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	c.arrive(c.desks[0], "s2")
	c.settle()

	s := c.session("s1")
	require.Equal(t, chat.Offered, s.State)
	require.Equal(t, chat.AgentID("a"), s.Offers[0].Agent)
	require.Equal(t, 1, c.agentNow("a").Load)
	require.Equal(t, chat.Queued, c.session("s2").State, "the agent has no room for a second one")
	require.Equal(t, 1, c.desks[0].engine.replica.Position("s2"))

	c.accept(c.desks[0], "s1")
	_, err := c.do(c.desks[0], "s1", chat.End{By: chat.Author{Kind: chat.AuthorAgent, ID: "a"}, Reason: chat.ByAgent})
	require.NoError(t, err)
	c.settle()
	require.Equal(t, chat.Offered, c.session("s2").State, "the next in line is served when the agent is free")
}

func TestAMissedOfferGoesToTheNextAgentAndKeepsItsPlace(t *testing.T) {
	c := newCrew(t, 2)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	c.settle()
	place := c.session("s1").QueuedAt
	c.agent("b", 1)
	c.pass(time.Second)
	c.arrive(c.desks[1], "s2")
	c.pass(30 * time.Second)

	s := c.session("s1")
	require.Equal(t, chat.Offered, s.State)
	require.Equal(t, place, s.QueuedAt)
	require.NotEqual(t, chat.AgentID("a"), s.Offers[0].Agent, "who missed it is not asked again")
	require.Equal(t, 1, c.agentNow("a").Missed)
}

func TestAnIdleDeskWritesNothingAndHoldsNoLease(t *testing.T) {
	c := newCrew(t, 3)
	c.agent("a", 1)
	before := c.head()
	c.pass(time.Minute)
	require.Equal(t, before, c.head())
	require.Nil(t, c.leader())
}

func TestTheLeaseIsGivenUpWhenNothingIsOpenAnyMore(t *testing.T) {
	c := newCrew(t, 2)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	c.settle()
	require.NotNil(t, c.leader())
	c.accept(c.desks[1], "s1")
	_, err := c.do(c.desks[0], "s1", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	c.pass(10 * time.Second)
	require.Nil(t, c.leader())
	rs, err := c.store.Get(t.Context(), records.Lease(), records.Beat())
	require.NoError(t, err)
	require.Empty(t, rs)
	before := c.head()
	c.pass(time.Minute)
	require.Equal(t, before, c.head())
}

func TestAPausedLeaderIsFenced(t *testing.T) {
	c := newCrew(t, 2)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	c.settle()
	old := c.leader()
	other := c.desks[0]
	if other == old {
		other = c.desks[1]
	}
	// The old leader sees a new arrival and an agent with room, and is paused before it can commit.
	c.agent("b", 1)
	c.arrive(other, "s2")
	_, err := old.Follower().Step(t.Context(), old.now())
	require.NoError(t, err)
	tasks := old.Dispatcher().proposed(old.now(), old.tick())
	require.NotEmpty(t, tasks)

	c.pass(10*time.Second, other)
	require.Same(t, other, func() *Desk {
		if other.engine.lease.Term() != 0 {
			return other
		}
		return nil
	}(), "the silent leader's lease is taken over")
	s2 := c.session("s2")
	require.Equal(t, chat.Offered, s2.State)
	before := c.head()

	for _, task := range tasks { // the old leader wakes up in the middle of its commit
		require.Error(t, task.do(t.Context()))
	}
	require.Equal(t, before, c.head(), "and writes nothing")
	c.settle()
	require.Zero(t, old.engine.lease.Term())
	require.Equal(t, s2.Offers, c.session("s2").Offers)
}

func TestALeaderPausedBeforeItsOwnRenewalGivesUp(t *testing.T) {
	c := newCrew(t, 2)
	c.arrive(c.desks[0], "s1")
	c.settle()
	old := c.leader()
	other := c.desks[0]
	if other == old {
		other = c.desks[1]
	}
	c.pass(10*time.Second, other)
	require.NotZero(t, other.engine.lease.Term())
	_, err := old.Dispatcher().Step(t.Context(), old.now()) // its picture is still the old one
	require.NoError(t, err)
	require.Zero(t, old.engine.lease.Term())
}

func TestANodeWithAnOddClockDoesNotLead(t *testing.T) {
	c := newCrew(t, 3)
	c.skew["n0"] = 5 * time.Second
	for _, d := range c.desks { // each has an agent connected, so that each one's clock is known
		defer d.engine.near.join(chat.AgentID("agt_" + d.cfg.Node))(noon)
	}
	c.settle()
	c.arrive(c.desks[0], "s1")
	c.pass(30 * time.Second)
	require.NotNil(t, c.leader())
	require.NotEqual(t, "n0", c.leader().cfg.Node)
}

func TestInactivityAndHoldRunOutByThemselves(t *testing.T) {
	c := newCrew(t, 1)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1", func(s *chat.Start) { s.Policy = chat.Policy{WarnAfter: time.Minute, CloseAfter: time.Minute} })
	c.settle()
	c.accept(c.desks[0], "s1")
	_, err := c.do(c.desks[0], "s1", chat.Send{Author: chat.Author{Kind: chat.AuthorAgent, ID: "a"}, Command: "m", Text: "hi"})
	require.NoError(t, err)
	c.pass(59 * time.Second)
	require.Zero(t, c.session("s1").WarnedAt)
	c.pass(2 * time.Second)
	require.NotZero(t, c.session("s1").WarnedAt)
	c.pass(time.Minute)
	require.Equal(t, chat.Closed, c.session("s1").State)
	require.Equal(t, chat.Inactivity, c.session("s1").Reason)
	require.Zero(t, c.agentNow("a").Load)
}

func TestALeaderWhoDoesNotKnowOfAnOfferMakesNoSecondOne(t *testing.T) {
	c := newCrew(t, 2)
	c.agent("a", 1)
	c.arrive(c.desks[0], "s1")
	late := c.desks[1]
	_, err := late.Follower().Step(t.Context(), noon)
	require.NoError(t, err)
	c.settle(c.desks[0])
	require.Len(t, c.session("s1").Offers, 1)
	c.agent("b", 1)

	rs, err := c.store.Get(t.Context(), records.Lease())
	require.NoError(t, err)
	wait := late.cfg.Lease // it takes over, and its picture is from before the offer
	for _, tick := range []time.Time{noon, noon.Add(wait)} {
		_, err := late.engine.lease.Step(t.Context(), tick, rs[0].Rev, 0, true, true)
		require.NoError(t, err)
	}
	require.NotZero(t, late.engine.lease.Term())
	for _, task := range late.Dispatcher().proposed(noon, noon) {
		require.ErrorIs(t, task.do(t.Context()), errMoved)
	}
	require.Len(t, c.session("s1").Offers, 1)
}
