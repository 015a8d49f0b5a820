package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestTheBoardCountsPeopleAndListsBotsToo(t *testing.T) {
	seed := twoTeams()
	seed.Agents = append(seed.Agents, settings.Agent{Login: "bot", Name: "Bot", Bot: true, Capacity: 64, Queues: []chat.Serves{{Queue: "support"}}})
	s := newShop(t, seed)
	s.available("bot")
	support := func() desk.QueueBoard {
		b, err := s.supervisor("sue").Board(s.ctx)
		require.NoError(t, err)
		for _, q := range b.Queues {
			if q.Queue == "support" {
				return q
			}
		}
		t.Fatal("no support")
		return desk.QueueBoard{}
	}
	require.Zero(t, support().Agents)
	require.Zero(t, support().Free)
	b, err := s.supervisor("sue").Board(s.ctx)
	require.NoError(t, err)
	require.Contains(t, named(b.Agents), "Bot")
	s.available("ann")
	require.Equal(t, 1, support().Agents)
	require.Positive(t, support().Free)
	require.Less(t, support().Free, 64)
}

func TestASupervisorOfSomeQueuesSeesTheirAgentsOnTheBoard(t *testing.T) {
	seed := twoTeams()
	seed.Agents = append(seed.Agents, settings.Agent{Login: "idle", Name: "Idle"})
	s := newShop(t, seed)
	s.settle()
	all, err := s.supervisor("sue").Board(s.ctx)
	require.NoError(t, err)
	require.Contains(t, named(all.Agents), "Idle", "who serves no queue")
	narrow := s.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Queues: []chat.QueueID{"billing"}, Verified: true})
	some, err := narrow.Board(s.ctx)
	require.NoError(t, err)
	require.NotContains(t, named(some.Agents), "Idle")
	require.NotContains(t, named(some.Agents), "Ann")
	require.Contains(t, named(some.Agents), "Cy")
}

func named(as []desk.AgentView) (names []string) {
	for _, a := range as {
		names = append(names, a.Name)
	}
	return names
}

func TestASessionIsAssignedToNobodyWhoIsOffline(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Queue: "support", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	for _, override := range []bool{false, true} {
		err = s.supervisor("sue").Assign(s.ctx, v.ID, s.id("ann"), override)
		require.ErrorIs(t, err, chat.ErrNotAvailable)
		require.ErrorIs(t, err, chat.ErrNoAgent)
	}
	for _, mode := range []chat.AgentMode{chat.Break, chat.Draining} {
		s.become("ann", mode)
		require.NoError(t, s.supervisor("sue").Assign(s.ctx, v.ID, s.id("ann"), true), mode)
		s.settle()
		view, err := s.visitor(1).Session(s.ctx, v.ID)
		require.NoError(t, err)
		require.Equal(t, chat.Active, view.State)
	}
}
