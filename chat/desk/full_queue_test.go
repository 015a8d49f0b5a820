package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// limited is a queue that takes three at a time, and again when one is left.
func limited(edit func(*settings.Team)) settings.Team {
	seed := twoTeams()
	seed.Queues[0].Limit, seed.Queues[0].Reopen = 3, 1
	for i := range seed.Agents {
		seed.Agents[i].Capacity = 8
	}
	if edit != nil {
		edit(&seed)
	}
	return seed
}

// isFull asks the door of the support queue, which says the same to whoever looks and to whoever starts.
func (s *shop) isFull() bool {
	s.t.Helper()
	a, err := s.visitor(99).Availability(s.ctx, "", "support")
	require.NoError(s.t, err)
	if a.Accepting {
		return false
	}
	require.Equal(s.t, chat.QueueFull, a.Reason)
	_, err = s.visitor(99).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.ErrorIs(s.t, err, chat.ErrQueueFull)
	return true
}

func (s *shop) comes(n int) chat.SessionID {
	s.t.Helper()
	v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(s.t, err)
	s.settle()
	return v.ID
}

func TestWhatIsOnOfferFillsAQueueAtTheDoorToo(t *testing.T) {
	s := newShop(t, limited(nil))
	s.available("ann")
	for n := range 3 {
		require.False(t, s.isFull(), "%d wait", n)
		s.comes(n)
	}
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(brief.T(t), in.Offers, 3, "all of them ring")
	require.True(t, s.isFull())
	accept := func(i int) {
		_, err := s.agent("ann").Accept(s.ctx, in.Offers[i].Offer.ID)
		require.NoError(t, err)
		s.settle()
	}
	accept(0)
	require.True(t, s.isFull(), "two are left, it reopens at one")
	accept(1)
	require.False(t, s.isFull())
}

func TestABroadcastSessionFillsOnePlace(t *testing.T) {
	s := newShop(t, limited(func(seed *settings.Team) { seed.Queues[0].Broadcast = 2 }))
	s.available("ann", "cy")
	for n := range 3 {
		require.False(t, s.isFull())
		s.comes(n)
	}
	for _, login := range []string{"ann", "cy"} {
		in, err := s.agent(login).Inbox(s.ctx)
		require.NoError(t, err)
		require.Len(brief.T(t), in.Offers, 3)
	}
	require.True(t, s.isFull())
}

func TestWhoComesBackIntoTheLineFillsIt(t *testing.T) {
	s := newShop(t, limited(nil))
	s.available("ann")
	id := s.chatting(50, "ann")
	s.comes(0)
	s.comes(1)
	require.False(t, s.isFull())
	require.NoError(t, s.agent("ann").Transfer(s.ctx, id, desk.TransferRequest{Queue: "support", IfUnavailable: desk.UnavailableQueue}))
	s.settle()
	v, err := s.visitor(50).Session(s.ctx, id)
	require.NoError(t, err)
	require.True(t, v.State.Waiting(), v.State)
	require.True(t, s.isFull())
}

func TestALimitThatIsRaisedOpensTheQueueAtOnce(t *testing.T) {
	s := newShop(t, limited(nil))
	for n := range 3 {
		s.comes(n)
	}
	require.True(t, s.isFull())
	queues, err := s.supervisor("sue").Queues(s.ctx)
	require.NoError(t, err)
	for _, q := range queues {
		if q.ID == "support" {
			q.Limit, q.Reopen = 10, 0
			_, err := s.supervisor("sue").PutQueue(s.ctx, q)
			require.NoError(t, err)
		}
	}
	s.settle()
	require.False(t, s.isFull())
}
