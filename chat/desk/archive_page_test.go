package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestAPageThatIsPartlyInTheArchiveIsWholeAndInOrder(t *testing.T) {
	a := &attic{}
	s := newShop(t, twoTeams(), withAttic(a))
	s.available("ann")
	var newest []chat.SessionID
	talk := func(n int) {
		v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: chat.CommandID("c" + string(rune('0'+n))), Text: "hello"})
		require.NoError(t, err)
		_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
		require.NoError(t, err)
		newest = append([]chat.SessionID{v.ID}, newest...)
		s.pass(time.Second)
	}
	for n := range 4 { // two that leave for the archive, one that stays, and one under way
		talk(n)
		if n == 3 {
			break
		}
		require.NoError(t, s.agent("ann").Close(s.ctx, newest[0]))
		require.NoError(t, s.agent("ann").EndWrap(s.ctx, newest[0]))
		if n == 1 {
			s.pass(49 * time.Hour)
			require.NoError(t, s.tidyUp())
			_, err := s.agent("ann").SetStatus(s.ctx, chat.Available, "")
			require.NoError(t, err)
		}
	}
	require.Len(brief.T(t), a.kept, 2)

	card, err := s.agent("ann").VisitorCard(s.ctx, newest[0])
	require.NoError(t, err)
	require.Equal(t, newest[1:], idsOf(card.Past))
	out, err := s.visitor(1).Export(s.ctx)
	require.NoError(t, err)
	var exported []chat.SessionID
	for _, x := range out.Sessions {
		exported = append(exported, x.View.ID)
	}
	require.ElementsMatch(t, newest, exported)
}
