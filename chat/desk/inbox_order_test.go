package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// asks has a visitor begin a session, and lets a minute pass.
func (s *shop) asks(n int, r desk.StartRequest) chat.SessionID {
	s.t.Helper()
	r.Command, r.Text = "c", "hello"
	v, err := s.visitor(n).Start(s.ctx, r)
	require.NoError(s.t, err)
	s.settle()
	s.pass(time.Minute)
	return v.ID
}

// idsOf are the sessions of cards, in their order.
func idsOf(cards []desk.SessionCard) (ids []chat.SessionID) {
	for _, c := range cards {
		ids = append(ids, c.Session.ID)
	}
	return ids
}

func TestAnInboxListsWhoHasWaitedLongestFirstWhicheverTheQueue(t *testing.T) {
	s := newShop(t, twoTeams())
	var waiting, left []chat.SessionID
	for n, queue := range []chat.QueueID{"billing", "support", "billing", "support"} {
		waiting = append(waiting, s.asks(n, desk.StartRequest{Queue: queue}))
		left = append(left, s.asks(10+n, desk.StartRequest{Queue: queue, Leave: true}))
	}
	in, err := s.agent("cy").Inbox(s.ctx)
	require.NoError(t, err)
	require.Equal(t, waiting, idsOf(in.Queue))
	require.Equal(t, left, idsOf(in.Messages))
	in, err = s.agent("bob").Inbox(s.ctx)
	require.NoError(t, err)
	require.Equal(t, []chat.SessionID{waiting[0], waiting[2]}, idsOf(in.Queue), "of billing alone")
}

func TestAnInboxIsCutWhereThoseWaitWhoCameLast(t *testing.T) {
	s := newShop(t, twoTeams())
	var waiting []chat.SessionID
	for n := range 53 {
		queue := chat.QueueID("support")
		if n%26 == 0 {
			queue = "billing"
		}
		waiting = append(waiting, s.asks(n, desk.StartRequest{Queue: queue}))
	}
	in, err := s.agent("cy").Inbox(s.ctx)
	require.NoError(t, err)
	require.Equal(t, waiting[:50], idsOf(in.Queue))
}

func TestAnAgentsOwnSessionsStandInTheOrderTheyWereTaken(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	var offered []chat.OfferID
	for n := range 3 {
		_, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
		s.settle()
		s.pass(time.Second)
	}
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(brief.T(t), in.Offers, 3)
	for _, o := range in.Offers {
		offered = append([]chat.OfferID{o.Offer.ID}, offered...)
	}
	require.True(t, in.Offers[0].Offer.Deadline.Before(in.Offers[2].Offer.Deadline), "the first to end first")
	var taken []chat.SessionID
	for _, o := range offered {
		card, err := s.agent("ann").Accept(s.ctx, o)
		require.NoError(t, err)
		taken = append(taken, card.Session.ID)
		s.pass(time.Second)
	}
	in, err = s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Equal(t, taken, idsOf(in.Sessions))
	require.Greater(t, taken[0], taken[2], "not the order of their ids")
}
