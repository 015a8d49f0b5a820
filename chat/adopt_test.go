package chat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

func TestASessionIsAdoptedByWhoSignsInAndNothingElseAboutItChanges(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	s, _, err := chat.Decide(chat.Session{}, chat.Start{ID: "ses_1", Site: "main", Visitor: "vis_1", Queue: "support", Text: "hello", Command: "c"}, at)
	require.NoError(t, err)
	known := chat.Contact{Name: "Eve", Verified: true}
	next, entries, err := chat.Decide(s, chat.Adopt{Visitor: "vis_2", Contact: known}, at.Add(time.Second))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Equal(t, chat.KindUpdated, entries[0].Kind)
	require.False(t, entries[0].Public())
	want := s
	want.Visitor, want.Contact, want.Entries, want.LastAt = "vis_2", known, s.Entries+1, at.Add(time.Second)
	brief.Same(t, want, next)

	same, entries, err := chat.Decide(next, chat.Adopt{Visitor: "vis_2"}, at.Add(time.Minute))
	require.NoError(t, err)
	require.Empty(t, entries, "whose it is already")
	brief.Same(t, next, same)
}

func TestAnAdoptionIsRefusedWithoutAVisitorOrWithABadContactOrOnceErased(t *testing.T) {
	at := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	s, _, err := chat.Decide(chat.Session{}, chat.Start{ID: "ses_1", Site: "main", Visitor: "vis_1", Queue: "support", Text: "hello", Command: "c"}, at)
	require.NoError(t, err)
	_, _, err = chat.Decide(s, chat.Adopt{}, at)
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, _, err = chat.Decide(s, chat.Adopt{Visitor: "vis_2", Contact: chat.Contact{Name: strings.Repeat("e", 500)}}, at)
	require.ErrorIs(t, err, chat.ErrInvalid)
	s.Erased = true
	_, _, err = chat.Decide(s, chat.Adopt{Visitor: "vis_2"}, at)
	require.ErrorIs(t, err, chat.ErrClosed)
}
