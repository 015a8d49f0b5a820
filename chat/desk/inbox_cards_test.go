package desk

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// TestALineThatMovesIsMadeOfTheSameCards counts the sessions that are looked up when the first of
// fifty in line leaves and another one comes: the others have new places and nothing else.
func TestALineThatMovesIsMadeOfTheSameCards(t *testing.T) {
	d, err := New(Config{Store: memstore.New(memstore.Config{})})
	require.NoError(t, err)
	looked := 0
	session := func(id chat.SessionID) (chat.Session, store.Rev, bool) {
		looked++
		x := chat.Session{ID: id, Visitor: chat.VisitorID("vis_" + id), State: chat.Queued}
		return x, 7, true
	}
	line := func(from int) (refs []replica.Ref) {
		for i := range maxList {
			id := chat.SessionID(fmt.Sprint("ses_", from+i))
			refs = append(refs, replica.Ref{
				ID: id, Visitor: chat.VisitorID("vis_" + id), Rev: 7, Position: i + 1,
			})
		}
		return refs
	}
	list := func(was cardList, refs []replica.Ref) cardList {
		looked = 0
		is, err := d.engine.views.list(t.Context(), was, refs, true, session)
		require.NoError(t, err)
		require.Len(t, is.cards, len(refs))
		for i, c := range is.cards {
			require.Equal(t, refs[i].ID, c.Session.ID)
			require.Equal(t, refs[i].Position, c.Position)
		}
		return is
	}
	first := list(cardList{}, line(0))
	require.Equal(t, maxList, looked)
	same := list(first, line(0))
	require.Zero(t, looked)
	require.True(t, same.is(first))

	next := list(first, line(1))
	require.Equal(t, 1, looked, "the one that came")
	require.False(t, next.is(first))
	require.Equal(t, 1, first.cards[0].Position, "those who have the old list keep it")

	refs := line(1)
	refs[3], refs[9] = refs[9], refs[3]
	refs[20].Rev = 6 // session says otherwise: it moved meanwhile
	_, err = d.engine.views.list(t.Context(), next, refs, true, session)
	require.ErrorIs(t, err, errOutdated)
	refs[20].Rev = 7
	list(next, refs)
	require.Zero(t, looked)
	short := refs[:10]
	list(next, short)
	require.Zero(t, looked)

	stays := line(1)
	stays[5].Position = 99
	require.False(t, list(next, stays).is(next), "a place alone makes another list")
}
