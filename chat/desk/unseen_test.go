package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// hires makes an agent of the default queue with some settings.
func (c *shop) hires(x settings.Agent) chat.AgentID {
	x.Name, x.Capacity, x.Queues = x.Login, 2, []chat.Serves{{Queue: settings.DefaultQueue}}
	id, err := c.desks[0].Host().PutAgent(c.t.Context(), x)
	require.NoError(c.t, err)
	c.settle()
	return id
}

// setBy has a supervisor set an agent's mode, so that the agent makes no call.
func (c *shop) setBy(boss string, id chat.AgentID, mode chat.AgentMode) {
	p := chat.Principal{Kind: chat.RoleSupervisor, ID: boss, Verified: true}
	require.NoError(c.t, c.desks[0].Supervisor(p).SetAgentStatus(c.t.Context(), id, mode, ""))
	c.settle()
}

func TestWhoIsAvailableWithoutEverBeingThereIsLostLikeWhoseStreamBroke(t *testing.T) {
	for _, mode := range []chat.AgentMode{chat.Available, chat.Break, chat.Draining} {
		t.Run(string(mode), func(t *testing.T) {
			c := newCrew(t, 2)
			ann := c.signedIn("ann")
			c.begin(c.desks[0], "s1")
			c.settle()
			c.accept(c.desks[0], "s1")
			c.status("ann", 0, mode)
			c.advance(44 * time.Second)
			require.Equal(t, mode, c.agentNow(ann).Mode)
			c.advance(10 * time.Second)
			require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
			require.Equal(t, chat.Active, c.session("s1").State, "kept for the grace")
			c.advance(time.Minute)
			require.Equal(t, chat.Queued, c.session("s1").State)
			c.advance(10 * time.Second)
			require.Equal(t, chat.Offline, c.agentNow(ann).Mode)
			for _, d := range c.desks {
				require.Empty(t, c.attendance(d))
			}
		})
	}
}

func TestWhoASupervisorMadeAvailableIsLostUnlessTheyCall(t *testing.T) {
	c := newCrew(t, 2)
	c.hires(settings.Agent{Login: "boss", Supervisor: true})
	ann := c.hires(settings.Agent{Login: "ann"})
	c.setBy("boss", ann, chat.Available)
	c.advance(40 * time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	require.NoError(t, c.calls(c.desks[1], "ann", 0))
	for range 5 {
		c.advance(40 * time.Second)
		require.Equal(t, chat.Available, c.agentNow(ann).Mode)
		require.NoError(t, c.calls(c.desks[1], "ann", 0))
	}
	c.advance(50 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
	require.NoError(t, c.calls(c.desks[0], "ann", 0))
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode, "a call brings them back")
}

func TestWhoIsLedByCodeNeedsNoStream(t *testing.T) {
	for name, x := range map[string]settings.Agent{
		"hosted": {Login: "ann", Hosted: true},
		"bot":    {Login: "ann", Bot: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCrew(t, 1)
			c.hires(settings.Agent{Login: "boss", Supervisor: true})
			ann := c.hires(x)
			c.setBy("boss", ann, chat.Available)
			c.advance(10 * time.Minute)
			require.Equal(t, chat.Available, c.agentNow(ann).Mode)
			require.Empty(t, c.attendance(c.desks[0]), "and costs nothing")
		})
	}
}

func TestAHostedAgentIsNotLostWithAStreamOfTheirs(t *testing.T) {
	c := newCrew(t, 2)
	ann := c.hires(settings.Agent{Login: "ann", Hosted: true})
	c.status("ann", 0, chat.Available)
	leave := c.desks[0].Connects(ann, 0)
	c.advance(time.Second)
	leave(c.desks[0].clock())
	c.advance(5 * time.Minute)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	require.Empty(t, c.attendance(c.desks[0]), "nothing is left of the stream")
	c.revoke("ann", 1)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode, "a revocation holds for them too")
	require.NoError(t, c.calls(c.desks[0], "ann", 1))
	c.advance(time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
}

func TestSettingsThatMakeAnAgentHostedHoldAtOnce(t *testing.T) {
	c := newCrew(t, 1)
	ann := c.signedIn("ann")
	c.advance(30 * time.Second)
	c.hires(settings.Agent{Login: "ann", Hosted: true})
	c.advance(2 * time.Minute)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	c.hires(settings.Agent{Login: "ann"})
	c.advance(40 * time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode, "the grace begins then")
	c.advance(20 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)
}

func TestBecomingAvailableSaysWhenOneIsLost(t *testing.T) {
	c := newCrew(t, 2)
	boss := c.hires(settings.Agent{Login: "boss", Supervisor: true})
	require.NotEmpty(t, boss)
	as := func(node int, login string) desk.Agent {
		return c.desks[node].Agent(chat.Principal{Kind: chat.RoleAgent, ID: login, Verified: true})
	}
	set := func(node int, login string, mode chat.AgentMode) desk.AgentView {
		v, err := as(node, login).SetStatus(t.Context(), mode, "")
		require.NoError(t, err)
		c.settle()
		return v
	}
	ann := c.hires(settings.Agent{Login: "ann"})
	at := set(0, "ann", chat.Available).LostFrom
	require.Equal(t, c.desks[0].clock().Add(desk.CallFor), at)
	c.advance(at.Sub(c.desks[0].clock()) - time.Second)
	require.Equal(t, chat.Available, c.agentNow(ann).Mode)
	c.advance(6 * time.Second)
	require.Equal(t, chat.Lost, c.agentNow(ann).Mode)

	require.NotZero(t, set(0, "ann", chat.Available).LostFrom)
	require.Zero(t, set(0, "ann", chat.Offline).LostFrom, "who takes no sessions cannot be lost")

	c.desks[1].Connects(ann, 0)
	c.advance(time.Second)
	require.Zero(t, set(0, "ann", chat.Available).LostFrom, "a stream is open on another node")
	me, err := as(0, "ann").Me(t.Context())
	require.NoError(t, err)
	require.Zero(t, me.LostFrom)

	c.hires(settings.Agent{Login: "code", Hosted: true})
	require.Zero(t, set(0, "code", chat.Available).LostFrom)
	c.hires(settings.Agent{Login: "bot", Bot: true})
	require.Zero(t, set(0, "bot", chat.Available).LostFrom)
}

func TestCallsBeforeTheFirstStreamDoNotHideThatItsPageIsClosed(t *testing.T) {
	for node := range 2 {
		c := newCrew(t, 2)
		ann := c.signedIn("ann") // by a call to the first node
		c.advance(time.Second)
		leave := c.desks[node].Connects(ann, 0)
		c.advance(10 * time.Second)
		leave(c.desks[node].clock())
		c.advance(6 * time.Second)
		require.Equal(t, chat.Lost, c.agentNow(ann).Mode, "the stream was open on node %d", node)
	}
}

func TestAnUnseenAgentIsLostAlsoWhenEveryNodeWasRestarted(t *testing.T) {
	c := newCrew(t, 1)
	ann := c.signedIn("ann")
	c.advance(10 * time.Second)
	fresh := c.join("m0")
	c.advance(2*time.Minute, fresh)
	require.NotEqual(t, chat.Available, c.agentNow(ann).Mode)
	require.Empty(t, c.attendance(fresh))
}
