package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// signedIn makes an agent and lets them take sessions, without a stream.
func (c *shop) signedIn(login string) chat.AgentID {
	id, err := c.desks[0].Host().PutAgent(c.t.Context(), settings.Agent{
		Login: login, Name: login, Capacity: 2, Queues: []chat.Serves{{Queue: settings.DefaultQueue}},
	})
	require.NoError(c.t, err)
	c.status(login, 0, chat.Available)
	return id
}

// status sets an agent's mode by a sign-in of a version.
func (c *shop) status(login string, version int64, mode chat.AgentMode) {
	p := chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true, Version: version}
	_, err := c.desks[0].Agent(p).SetStatus(c.t.Context(), mode, "")
	require.NoError(c.t, err)
	c.settle()
}

func (c *shop) revoke(login string, version int64) {
	require.NoError(c.t, c.desks[0].Host().Revoke(c.t.Context(), chat.RoleAgent, login, version))
	c.settle()
}

// revocable is ann, who has s1 and to whom s2 is offered, and bob, who is free.
func revocable(t *testing.T) (c *shop, ann, bob chat.AgentID) {
	c = newCrew(t, 2)
	ann = c.signedIn("ann")
	c.begin(c.desks[0], "s1")
	c.settle()
	c.accept(c.desks[0], "s1")
	c.begin(c.desks[0], "s2")
	c.settle()
	require.Equal(t, ann, c.session("s2").Offers[0].Agent)
	return c, ann, c.signedIn("bob")
}

func TestARevokedAgentsOffersGoOnAndTheirSessionsFollowAfterTheGrace(t *testing.T) {
	c, ann, bob := revocable(t)
	c.revoke("ann", 1)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	require.Equal(t, bob, c.session("s2").Offers[0].Agent, "at once")
	require.Equal(t, chat.Active, c.session("s1").State)
	c.accept(c.desks[0], "s2")
	c.advance(44 * time.Second)
	require.Equal(t, ann, c.session("s1").Agent)
	c.advance(2 * time.Second)
	require.Equal(t, bob, c.session("s1").Offers[0].Agent)
	c.advance(5 * time.Second)
	require.Equal(t, chat.Offline, c.agentNow(ann).Mode)
}

func TestANewerSignInWithinTheGraceKeepsTheSessions(t *testing.T) {
	for name, back := range map[string]func(c *shop, ann chat.AgentID){
		"by a stream": func(c *shop, ann chat.AgentID) { c.desks[1].Connects(ann, 1) },
		"by status":   func(c *shop, _ chat.AgentID) { c.status("ann", 1, chat.Available) },
	} {
		t.Run(name, func(t *testing.T) {
			c, ann, _ := revocable(t)
			c.revoke("ann", 1)
			c.advance(30 * time.Second)
			require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
			back(c, ann)
			c.advance(40 * time.Second)
			require.Equal(t, chat.Available, c.agentNow(ann).Mode)
			require.Equal(t, chat.Active, c.session("s1").State)
			require.Equal(t, ann, c.session("s1").Agent)
		})
	}
}

func TestAStreamThatIsAboutToBeRefusedBringsNobodyBack(t *testing.T) {
	c, ann, _ := revocable(t)
	old := c.desks[0].Connects(ann, 0)
	c.settle()
	c.revoke("ann", 1)
	for range 10 {
		c.advance(time.Second)
		require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	}
	c.desks[0].Connects(ann, 1)
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode, "the newer sign-in does, beside the old one on the same node")
	old(c.desks[0].clock())
	c.advance(time.Minute)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	require.Equal(t, ann, c.session("s1").Agent)
}

func TestOnlyTheOldStreamOfTwoIsLeft(t *testing.T) {
	c, ann, _ := revocable(t)
	c.desks[0].Connects(ann, 0)
	newer := c.desks[0].Connects(ann, 1)
	c.advance(time.Second)
	newer(c.desks[0].clock())
	c.advance(time.Second)
	c.revoke("ann", 1)
	c.advance(5 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
}

func TestRevokingTheSameVersionAgainThrowsNobodyOut(t *testing.T) {
	c, ann, _ := revocable(t)
	c.revoke("ann", 2)
	c.status("ann", 2, chat.Available)
	for _, version := range []int64{2, 1, 0} {
		c.revoke("ann", version)
		require.Equal(t, chat.Available, c.agentNow(ann).Mode)
		require.Equal(t, int64(2), c.agentNow(ann).Version)
	}
	c.revoke("ann", 3)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
}

func TestAnAgentMadeAfterTheirLoginWasRevokedIsNotThrownOutByTheSameVersion(t *testing.T) {
	c := newCrew(t, 1)
	c.revoke("zoe", 2)
	id, err := c.desks[0].Host().PutAgent(t.Context(), settings.Agent{Login: "zoe", Name: "Zoe"})
	require.NoError(t, err)
	c.status("zoe", 2, chat.Available)
	c.revoke("zoe", 2)
	require.Equal(t, chat.Available, c.agentNow(id).Mode)
}

func TestARevocationKeepsTheModeToReturnTo(t *testing.T) {
	for _, mode := range []chat.AgentMode{chat.Available, chat.Break, chat.Draining, chat.Offline} {
		t.Run(string(mode), func(t *testing.T) {
			c, ann, _ := revocable(t)
			c.status("ann", 0, mode)
			c.revoke("ann", 1)
			if mode == chat.Offline {
				require.Equal(t, chat.Offline, c.agentNow(ann).Mode)
			} else {
				require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
			}
			c.desks[1].Connects(ann, 1)
			c.advance(3 * time.Second)
			require.Equal(t, mode, c.agentNow(ann).Mode)
		})
	}
}
