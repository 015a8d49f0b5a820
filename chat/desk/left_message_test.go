package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// TestAMessageOfFridayIsAnsweredInAMonth leaves a message and lets the archive and a month pass over it.
func TestAMessageOfFridayIsAnsweredInAMonth(t *testing.T) {
	s := newShop(t, twoTeams(), withAttic(&attic{}))
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "Is it in stock?", Leave: true})
	require.NoError(t, err)
	s.settle()
	for range 30 {
		s.pass(24 * time.Hour)
		s.settle()
		require.NoError(t, s.tidyUp())
	}
	s.available("ann")
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, in.Messages, 1)
	card, err := s.agent("ann").Answer(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Active, card.Session.State)
	_, err = s.agent("ann").Send(s.ctx, v.ID, desk.MessageRequest{Text: "On Friday."})
	require.NoError(t, err)
	view, ok, err := s.visitor(1).Current(s.ctx)
	require.NoError(t, err)
	require.True(t, ok, "the visitor who comes back finds the answer")
	require.Equal(t, v.ID, view.ID)
}

func TestALeftMessageIsAnsweredInTheChatThatItsVisitorHasOpen(t *testing.T) {
	s := newShop(t, twoTeams())
	left, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "Is it in stock?", Leave: true})
	require.NoError(t, err)
	s.available("ann")
	open := s.chatting(1, "ann")
	_, err = s.agent("ann").Answer(s.ctx, left.ID)
	require.ErrorIs(t, err, chat.ErrOtherOpen)
	require.ErrorIs(t, err, chat.ErrState, "for who only tells states apart")
	require.NotErrorIs(t, err, chat.ErrUnavailable)
	require.NoError(t, s.agent("ann").Close(s.ctx, open))
	_, err = s.agent("ann").Answer(s.ctx, left.ID)
	require.NoError(t, err)
}

func TestAnsweringTwiceIsAnsweringOnce(t *testing.T) {
	s := newShop(t, twoTeams())
	left, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "Is it in stock?", Leave: true})
	require.NoError(t, err)
	s.available("ann", "cy")
	once, err := s.agent("ann").Answer(s.ctx, left.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Active, once.Session.State)
	again, err := s.agent("ann").Answer(s.ctx, left.ID)
	require.NoError(t, err)
	brief.Same(t, once.Session, again.Session)
	_, err = s.agent("cy").Answer(s.ctx, left.ID)
	require.Error(t, err)
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, 1, me.Load)
}
