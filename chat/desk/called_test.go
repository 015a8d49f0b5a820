package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// lostAnn is two desks and ann, who has s1 and whose only stream has ended.
func lostAnn(t *testing.T) (c *shop, ann chat.AgentID) {
	c = newCrew(t, 2)
	ann = c.signedIn("ann")
	c.begin(c.desks[0], "s1")
	c.settle()
	c.accept(c.desks[0], "s1")
	leave := c.desks[0].Connects(ann, 0)
	c.settle()
	leave(c.desks[0].clock())
	c.advance(6 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	return c, ann
}

// calls has an agent ask a desk something, by a sign-in of a version.
func (c *shop) calls(d *shop, login string, version int64) error {
	p := chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true, Version: version}
	_, err := d.Agent(p).Me(context.Background())
	return err
}

// attendance is a desk's presence record.
func (c *shop) attendance(d *shop) []store.Record {
	rs, err := c.store.Get(context.Background(), records.Presence(d.name))
	require.NoError(c.t, err)
	return rs
}

func TestCallsWithinTheGraceBringBackAndKeepWhoWasLost(t *testing.T) {
	for node := range 2 {
		c, ann := lostAnn(t)
		for range 10 {
			require.NoError(t, c.calls(c.desks[node], "ann", 0))
			c.advance(30 * time.Second)
			require.Equal(t, chat.Available, c.agentNow(ann).Mode)
		}
		require.Equal(t, ann, c.session("s1").Agent)
		c.advance(2 * time.Minute)
		require.Equal(t, chat.Offline, c.agentNow(ann).Mode, "without calls they are lost again")
		for _, d := range c.desks {
			require.Empty(t, c.attendance(d), "nothing is left of it")
		}
	}
}

func TestPollsFarApartKeepWhoWasLostOnce(t *testing.T) {
	c, ann := lostAnn(t)
	for range 5 {
		require.NoError(t, c.calls(c.desks[0], "ann", 0)) // as every stream begins
		leave := c.desks[0].Connects(ann, 0)
		c.advance(25 * time.Second)
		leave(c.desks[0].clock())
		for range 10 {
			c.advance(time.Second)
			require.Equal(t, chat.Available, c.agentNow(ann).Mode)
		}
	}
}

func TestACallKeepsNobodyWhosePageIsClosed(t *testing.T) {
	c, ann, _ := revocable(t)
	leave := c.desks[0].Connects(ann, 0)
	c.advance(time.Second)
	for _, d := range c.desks {
		require.NoError(t, c.calls(d, "ann", 0))
	}
	leave(c.desks[0].clock())
	for _, d := range c.desks {
		require.NoError(t, c.calls(d, "ann", 0))
	}
	c.advance(4 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
}

func TestACallRevivesNobodyWhoWasSetOffline(t *testing.T) {
	c, ann := lostAnn(t)
	c.advance(2 * time.Minute)
	require.Equal(t, chat.Offline, c.agentNow(ann).Mode)
	for range 5 {
		require.NoError(t, c.calls(c.desks[0], "ann", 0))
		c.advance(5 * time.Second)
		require.Empty(t, c.attendance(c.desks[0]), "nothing is written either")
	}
	require.Equal(t, chat.Offline, c.agentNow(ann).Mode)

	c, ann = lostAnn(t)
	require.NoError(t, c.calls(c.desks[0], "ann", 0))
	c.settle()
	require.NoError(t, c.desks[1].Updates(t.Context(), ann, func(a chat.Agent) (chat.Agent, error) {
		return a.SetMode(chat.Offline, "sent home", c.clock())
	}))
	for range 5 {
		require.NoError(t, c.calls(c.desks[0], "ann", 0))
		c.advance(5 * time.Second)
		require.Equal(t, chat.Offline, c.agentNow(ann).Mode)
	}
}

func TestOnlyACallOfASignInThatCountsBringsBack(t *testing.T) {
	c, ann := lostAnn(t)
	require.NoError(t, c.calls(c.desks[0], "ann", 0))
	c.settle()
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	c.revoke("ann", 1)
	require.ErrorIs(t, c.calls(c.desks[0], "ann", 0), chat.ErrUnauthenticated)
	c.advance(5 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	require.NoError(t, c.calls(c.desks[0], "ann", 1))
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
}

func TestACallWritesNothingAndAllocatesNothing(t *testing.T) {
	c, ann := lostAnn(t)
	require.NoError(t, c.calls(c.desks[0], "ann", 0))
	c.settle()
	before := c.head()
	for range 100 {
		require.NoError(t, c.calls(c.desks[0], "ann", 0))
		c.settle()
	}
	require.Equal(t, before, c.head())
	for _, a := range []chat.Agent{
		{ID: ann, Mode: chat.Available}, {ID: ann, Mode: chat.Lost}, {ID: "somebody", Mode: chat.Available},
	} {
		require.Zero(t, testing.AllocsPerRun(100, func() { c.Hears(a) }), "%s, %s", a.ID, a.Mode)
	}
}
