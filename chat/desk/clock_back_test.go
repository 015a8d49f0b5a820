package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestAClockPutBackStopsNeitherOffersNorTransfersNorHolds(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	s.pass(-10 * time.Minute)
	s.available("ann", "bob")
	_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)

	require.NoError(t, s.agent("ann").Hold(s.ctx, v.ID, 5*time.Minute))
	c, err := s.supervisor("sue").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, c.Session.LastAt.Add(5*time.Minute), c.Session.HeldUntil)

	me, err := s.agent("bob").Me(s.ctx)
	require.NoError(t, err)
	require.NoError(t, s.agent("ann").Transfer(s.ctx, v.ID, desk.TransferRequest{Agent: me.ID}))
	s.settle()
	c, err = s.supervisor("sue").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, c.Session.LastAt.Add(25*time.Second), c.Session.Offers[0].Deadline)
	_, err = s.agent("bob").Accept(s.ctx, c.Session.Offers[0].ID)
	require.NoError(t, err)
	require.Equal(t, chat.Accepted, func() chat.Reason { c, _ := s.supervisor("sue").Session(s.ctx, v.ID); return c.Session.Reason }())
}
