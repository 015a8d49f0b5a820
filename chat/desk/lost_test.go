package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// talking gives a crew's agent a, connected to its first desk, an accepted session s1.
func talking(t *testing.T, desks int) (c *shop, leave func(time.Time)) {
	c = newCrew(t, desks)
	c.staff("a", 2, byStream)
	leave = c.desks[0].Connects("a", 0)
	c.begin(c.desks[0], "s1")
	c.settle()
	c.accept(c.desks[0], "s1")
	c.settle()
	return c, leave
}

func TestAnAgentWhoReconnectsInTimeKeepsTheirSessions(t *testing.T) {
	c, leave := talking(t, 2)
	c.begin(c.desks[0], "s2")
	c.settle()
	require.Equal(t, chat.Offered, c.session("s2").State)
	leave(c.desks[0].clock())
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow("a").Mode, "a page that reloads is no loss")
	c.advance(3 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow("a").Mode)
	require.Equal(t, noon, c.agentNow("a").LostAt)
	require.Equal(t, chat.Queued, c.session("s2").State, "the pending offer is rescinded at once")

	c.desks[1].Connects("a", 0)
	c.advance(30 * time.Second)
	require.Equal(t, chat.Available, c.agentNow("a").Mode)
	require.Equal(t, chat.Active, c.session("s1").State)
	require.Equal(t, chat.AgentID("a"), c.session("s1").Agent)
}

func TestALostAgentsSessionsGoToOthersAtTheirOriginalPlace(t *testing.T) {
	c, leave := talking(t, 2)
	place := c.session("s1").QueuedAt
	c.staff("b", 1)
	leave(c.desks[0].clock())
	c.advance(44 * time.Second)
	require.Equal(t, chat.Active, c.session("s1").State)
	c.advance(2 * time.Second)
	s := c.session("s1")
	require.Equal(t, chat.Offered, s.State)
	require.Equal(t, chat.AgentID("b"), s.Offers[0].Agent)
	require.Equal(t, place, s.QueuedAt)
	c.advance(3 * time.Second)
	require.Equal(t, chat.Offline, c.agentNow("a").Mode)
	require.Zero(t, c.agentNow("a").Load)
}

func TestAnAgentIsLostWithTheNodeTheyWereConnectedTo(t *testing.T) {
	c, _ := talking(t, 2)
	c.staff("b", 1)
	dead, alive := c.desks[0], c.desks[1]
	require.NotNil(t, dead)
	c.advance(8*time.Second, alive)
	require.Equal(t, chat.Available, c.agentNow("a").Mode)
	c.advance(60*time.Second, alive)
	require.Equal(t, chat.Offline, c.agentNow("a").Mode)
	require.Equal(t, chat.AgentID("b"), c.session("s1").Offers[0].Agent)
	rs, err := c.store.Get(t.Context(), records.Presence("n0"))
	require.NoError(t, err)
	require.Empty(t, rs, "the dead node's record is gone")
}

func TestANodeThatRestartsTakesOverWhomItHadLeft(t *testing.T) {
	c, _ := talking(t, 1)
	c.staff("b", 1)
	reborn := c.join("n0")
	c.advance(6*time.Second, reborn) // its own old lease must run out first
	require.Equal(t, chat.Lost, c.agentNow("a").Mode)
	c.advance(60*time.Second, reborn)
	require.Equal(t, chat.AgentID("b"), c.session("s1").Offers[0].Agent)
}

func TestAnAgentWhoNeverConnectedIsNotLost(t *testing.T) {
	c := newCrew(t, 1)
	c.staff("a", 1)
	c.begin(c.desks[0], "s1")
	c.settle()
	c.accept(c.desks[0], "s1")
	c.advance(5 * time.Minute)
	require.Equal(t, chat.Available, c.agentNow("a").Mode)
	require.Equal(t, chat.Active, c.session("s1").State)
}

func TestPresenceCostsOneRecordPerNodeAndHeartbeat(t *testing.T) {
	c := newCrew(t, 1)
	d := c.desks[0]
	for _, a := range []chat.AgentID{"a", "b", "c", "d", "e"} {
		c.staff(a, 1)
		defer d.Connects(a, 0)(noon)
	}
	c.settle()
	writes := 0
	for range 60 {
		before, err := c.store.Get(t.Context(), records.Presence("n0"))
		require.NoError(t, err)
		c.advance(time.Second)
		after, err := c.store.Get(t.Context(), records.Presence("n0"))
		require.NoError(t, err)
		if before[0].Rev != after[0].Rev {
			writes++
		}
	}
	require.Equal(t, 20, writes)
}

func TestADrainedAgentSignsOff(t *testing.T) {
	c, _ := talking(t, 1)
	drain := func(a chat.Agent) (chat.Agent, error) { return a.SetMode(chat.Draining, "home", noon) }
	require.NoError(t, c.Updates(t.Context(), "a", drain))
	c.settle()
	require.Equal(t, chat.Draining, c.agentNow("a").Mode)
	_, err := c.do(c.desks[0], "s1", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	c.settle()
	require.Equal(t, chat.Offline, c.agentNow("a").Mode)
}
