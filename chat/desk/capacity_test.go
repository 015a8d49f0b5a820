package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func (s *shop) id(login string) chat.AgentID {
	s.t.Helper()
	me, err := s.agent(login).Me(s.ctx)
	require.NoError(s.t, err)
	return me.ID
}

// leave ends the session a visitor waits in.
func (s *shop) leave(n int) {
	s.t.Helper()
	v, _, err := s.visitor(n).Current(s.ctx)
	require.NoError(s.t, err)
	require.NoError(s.t, s.visitor(n).End(s.ctx, v.ID))
	s.settle()
}

// takes is every way to give a session to an agent, tried on one that cannot be given more.
func takes(s *shop, login string) map[string]func() error {
	start := func(n int, r desk.StartRequest) chat.SessionID {
		r.Command, r.Text = "c", "hello"
		v, err := s.visitor(n).Start(s.ctx, r)
		require.NoError(s.t, err)
		return v.ID
	}
	waiting, left, gone := start(20, desk.StartRequest{}), start(21, desk.StartRequest{Leave: true}), start(22, desk.StartRequest{})
	require.NoError(s.t, s.visitor(22).End(s.ctx, gone))
	s.settle()
	return map[string]func() error{
		"pick":   func() error { _, err := s.agent(login).Pick(s.ctx, waiting); return err },
		"answer": func() error { _, err := s.agent(login).Answer(s.ctx, left); return err },
		"reopen": func() error { return s.agent(login).Reopen(s.ctx, gone) },
		"assign": func() error { return s.supervisor("sue").Assign(s.ctx, waiting, s.id(login), false) },
	}
}

func TestAnAgentAtCapacityIsToldSoHoweverTheSessionComes(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("cy") // who takes one
	s.chatting(1, "cy")
	for name, take := range takes(s, "cy") {
		err := take()
		require.ErrorIs(t, err, chat.ErrAtCapacity, name)
		require.NotErrorIs(t, err, chat.ErrNotAvailable, name)
		require.ErrorContains(t, err, "1 of 1 in use", name)
	}
	s.leave(20)
	s.available("ann")
	mine := s.chatting(2, "ann")
	err := s.agent("ann").Transfer(s.ctx, mine, desk.TransferRequest{Agent: s.id("cy")})
	require.ErrorIs(t, err, chat.ErrAtCapacity)
	require.ErrorIs(t, err, chat.ErrNoAgent, "as it is to who hands over")
	require.NoError(t, s.agent("ann").Transfer(s.ctx, mine, desk.TransferRequest{Agent: s.id("cy"), Queue: "billing", IfUnavailable: desk.UnavailableQueue}))
	card, err := s.agent("cy").Session(s.ctx, mine)
	require.NoError(t, err)
	require.Equal(t, chat.QueueID("billing"), card.Session.Queue, "which serves it then")
	require.True(t, card.Session.State.Waiting())
}

func TestAnAgentWhoIsAwayIsToldSoHoweverTheSessionComes(t *testing.T) {
	for _, mode := range []chat.AgentMode{chat.Offline, chat.Break, chat.Draining} {
		s := newShop(t, twoTeams())
		s.become("cy", mode)
		for name, take := range takes(s, "cy") {
			err := take()
			require.ErrorIs(t, err, chat.ErrNotAvailable, "%s, %s", name, mode)
			require.NotErrorIs(t, err, chat.ErrAtCapacity, "%s, %s", name, mode)
		}
		s.leave(20)
		s.available("ann")
		mine := s.chatting(2, "ann")
		err := s.agent("ann").Transfer(s.ctx, mine, desk.TransferRequest{Agent: s.id("cy")})
		require.ErrorIs(t, err, chat.ErrNoAgent)
		require.NotErrorIs(t, err, chat.ErrAtCapacity)
	}
}

func TestATransferCountsWhatTheSessionWeighs(t *testing.T) {
	seed := twoTeams()
	seed.Queues[0].Weight = 3
	seed.Agents[1].Capacity, seed.Agents[1].Queues = 2, seed.Agents[2].Queues // Bob, too small for support
	s := newShop(t, seed)
	s.available("ann", "bob")
	id := s.chatting(1, "ann")
	err := s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Agent: s.id("bob")})
	require.ErrorIs(t, err, chat.ErrAtCapacity)
	err = s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing", IfUnavailable: desk.UnavailableFail})
	require.ErrorIs(t, err, chat.ErrNoAgent, "nobody of billing will ever have room for it")
	err = s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Queue: "support", IfUnavailable: desk.UnavailableFail})
	require.ErrorIs(t, err, chat.ErrNoAgent, "nobody but Ann, who hands it over")
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Agent: s.id("bob"), IfUnavailable: desk.UnavailableQueue}))
	s.settle()
	v, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Queued, v.State)
}

func TestATransferToAQueueFailsWhereNobodyCanTakeIt(t *testing.T) {
	for name, of := range map[string]func(s *shop) desk.TransferRequest{
		"nobody has signed in": func(*shop) desk.TransferRequest { return desk.TransferRequest{Queue: "billing"} },
		"they are on a break": func(s *shop) desk.TransferRequest {
			s.become("cy", chat.Break)
			return desk.TransferRequest{Queue: "billing"}
		},
		"nobody but the one who has": func(*shop) desk.TransferRequest { return desk.TransferRequest{Queue: "support"} },
	} {
		s := newShop(t, twoTeams())
		s.available("ann")
		id := s.chatting(1, "ann")
		r := of(s)
		r.IfUnavailable = desk.UnavailableFail
		require.ErrorIs(t, s.agent("ann").Transfer(s.ctx, id, r), chat.ErrNoAgent, name)
		card, err := s.agent("ann").Session(s.ctx, id)
		require.NoError(t, err)
		require.Equal(t, chat.Active, card.Session.State, name)
		r.IfUnavailable = ""
		require.ErrorIs(t, s.agent("ann").Transfer(s.ctx, id, r), chat.ErrNoAgent, "that is the default: %s", name)
		r.IfUnavailable = desk.UnavailableQueue
		require.NoError(t, s.agent("ann").Transfer(s.ctx, id, r), name)
	}
}

func TestAHeldSessionIsHandedOverByAnAgentWhoIsFull(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("cy")
	held := s.chatting(1, "cy")
	require.NoError(t, s.agent("cy").Hold(s.ctx, held, 0))
	s.chatting(2, "cy")
	s.available("ann")
	require.NoError(t, s.agent("cy").Transfer(s.ctx, held, desk.TransferRequest{Agent: s.id("ann")}))
	card, err := s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	require.Equal(t, held, card.Session.ID)
}
