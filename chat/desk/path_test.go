package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func texts(es []chat.Entry) (out []string) {
	for _, e := range es {
		if e.Kind == chat.KindMessage {
			out = append(out, e.Text)
		}
	}
	return out
}

func TestAVisitorAndAnAgentTalk(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	v := s.visitor(1)
	view, err := v.Start(s.ctx, desk.StartRequest{Command: "c1", Name: "Vera", Text: "Where is my parcel?"})
	require.NoError(t, err)
	require.Equal(t, chat.Queued, view.State)

	offer := s.offer("ann")
	require.Equal(t, "Where is my parcel?", offer.Session.LastText)
	require.Equal(t, s.clock().Add(25*time.Second), offer.Offer.Deadline)
	card, err := s.agent("ann").Accept(s.ctx, offer.Offer.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Active, card.Session.State)
	_, err = s.agent("ann").Accept(s.ctx, offer.Offer.ID)
	require.NoError(t, err, "a lost answer is given again")

	_, err = s.agent("ann").Send(s.ctx, view.ID, desk.MessageRequest{Command: "m1", Text: "Let me look."})
	require.NoError(t, err)
	_, err = s.agent("ann").Note(s.ctx, view.ID, desk.MessageRequest{Command: "n1", Text: "looks lost"})
	require.NoError(t, err)
	_, err = v.Send(s.ctx, view.ID, desk.MessageRequest{Command: "m2", Text: "Thank you."})
	require.NoError(t, err)
	require.NoError(t, v.Read(s.ctx, view.ID, 99))
	require.NoError(t, s.agent("ann").Tag(s.ctx, view.ID, []string{"parcel"}, nil))
	require.NoError(t, s.agent("ann").Close(s.ctx, view.ID))
	require.NoError(t, v.Rate(s.ctx, view.ID, chat.Rating{Score: 5, Scale: 5, Comment: "quick"}))

	public, _, err := v.Timeline(s.ctx, view.ID, 0, 0)
	require.NoError(t, err)
	require.Equal(t, []string{"Where is my parcel?", "Let me look.", "Thank you."}, texts(public))
	for _, e := range public {
		require.True(t, e.Public(), e.Kind)
	}
	all, _, err := s.agent("ann").Timeline(s.ctx, view.ID, 0, 0)
	require.NoError(t, err)
	for i, e := range all {
		require.Equal(t, i+1, e.N)
	}
	got, err := v.Session(s.ctx, view.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Closed, got.State)
	require.Equal(t, "Ann", got.AgentName)
	require.Equal(t, 5, got.Rating.Score)
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	require.Zero(t, me.Load)
	require.Zero(t, me.Sessions)
}

func TestADeclinedOfferGoesToTheNextAgentAndKeepsItsPlace(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann", "cy")
	view, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	first, second := "ann", "cy"
	in, err := s.agent(first).Inbox(s.ctx)
	require.NoError(t, err)
	if len(in.Offers) == 0 {
		first, second = second, first
	}
	s.pass(time.Second)
	require.NoError(t, s.agent(first).Decline(s.ctx, s.offer(first).Offer.ID))
	offer := s.offer(second)
	require.Equal(t, view.QueuedAt, offer.Session.Session.QueuedAt)
	s.pass(26 * time.Second)
	s.settle()
	_, err = s.agent(second).Accept(s.ctx, offer.Offer.ID)
	require.ErrorIs(t, err, chat.ErrOfferGone)
	got, err := s.visitor(1).Session(s.ctx, view.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Queued, got.State)
	require.Equal(t, 1, got.Position)
}

func TestAnAgentIsNeverOfferedMoreThanTheCapacity(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("cy")
	for n := range 3 {
		_, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
	}
	s.settle()
	in, err := s.agent("cy").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, in.Offers, 1)
	require.Len(t, in.Queue, 3)
	require.Equal(t, 1, in.Me.Load)
	other := in.Queue[0].Session.ID
	if other == in.Offers[0].Session.Session.ID {
		other = in.Queue[1].Session.ID
	}
	_, err = s.agent("cy").Pick(s.ctx, other)
	require.ErrorIs(t, err, chat.ErrState)
	require.NoError(t, s.supervisor("sue").Assign(s.ctx, other, in.Me.ID, true))
	me, err := s.agent("cy").Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, 2, me.Load, "a supervisor may, and it is recorded")
}

func TestATransferToAnotherQueueGoesOnThere(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann", "bob")
	id := s.chatting(1, "ann")
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Command: "t1", Queue: "billing", Text: "asks for an invoice"}))
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Command: "t1", Queue: "billing", Text: "asks for an invoice"}), "said again")
	_, err := s.agent("ann").Session(s.ctx, id)
	require.ErrorIs(t, err, chat.ErrNotFound, "it is none of hers any more")
	_, err = s.agent("bob").Accept(s.ctx, s.offer("bob").Offer.ID)
	require.NoError(t, err)
	require.NoError(t, s.agent("bob").Close(s.ctx, id))
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, "Bob", view.AgentName)
}

func TestATransferToAnAgentStaysUntilItIsAccepted(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	cy, err := s.agent("cy").Me(s.ctx)
	require.NoError(t, err)
	err = s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Command: "t1", Agent: cy.ID})
	require.ErrorIs(t, err, chat.ErrNoAgent, "Cy is not there")
	s.available("cy")
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Command: "t2", Agent: cy.ID}))
	_, err = s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Command: "m", Text: "one moment"})
	require.NoError(t, err)
	_, err = s.agent("cy").Accept(s.ctx, s.offer("cy").Offer.ID)
	require.NoError(t, err)
	_, err = s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Command: "m2", Text: "still there?"})
	require.ErrorIs(t, err, chat.ErrNotOwner)
}

func TestATransferToAnAgentWhoIsNotThereMayWaitInLine(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	cy, err := s.agent("cy").Me(s.ctx)
	require.NoError(t, err)
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Command: "t1", Agent: cy.ID, IfUnavailable: desk.UnavailableQueue}))
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Queued, view.State)
	require.EqualValues(t, "support", view.Queue, "the queue it was in")
}

func TestAMessageLeftIsAnsweredLater(t *testing.T) {
	s := newShop(t, twoTeams())
	view, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c1", Text: "call me", Leave: true})
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, view.State)
	s.available("ann")
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, in.Messages, 1)
	card, err := s.agent("ann").Answer(s.ctx, view.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Active, card.Session.State)
	in, err = s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Empty(t, in.Messages)
	require.Len(t, in.Sessions, 1)
}
