package sessions_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// long writes a session of 251 messages.
func long(s *shelf) chat.Session {
	var all []chat.Command
	for n := range 250 {
		all = append(all, says(fmt.Sprint("message ", n)))
	}
	return s.tell(1, all...)
}

func TestATimelineIsReadByPages(t *testing.T) {
	s := newShelf(t)
	x := long(s)
	for _, limit := range []int{-1, 0, sessions.MaxPage + 1} {
		es, next, err := s.Page(t.Context(), x.ID, -5, limit)
		require.NoError(t, err)
		require.Len(t, es, sessions.MaxPage)
		require.Equal(t, sessions.MaxPage, next)
	}
	es, next, err := s.Page(t.Context(), x.ID, sessions.MaxPage, 10)
	require.NoError(t, err)
	require.Len(t, es, 10)
	require.Equal(t, sessions.MaxPage+1, es[0].N)
	es, next, err = s.Page(t.Context(), x.ID, next, 0)
	require.NoError(t, err)
	require.Equal(t, x.Entries, next)
	require.Equal(t, x.Entries, es[len(es)-1].N)
	es, next, err = s.Page(t.Context(), x.ID, 1<<40, 0)
	require.NoError(t, err)
	require.Empty(t, es)
	require.Equal(t, 1<<40, next, "a number past the end is where the caller is")
}

func TestAnArchivedTimelineHasTheSamePages(t *testing.T) {
	s := newShelf(t)
	x := long(s)
	want, _, err := s.Page(t.Context(), x.ID, 100, 20)
	require.NoError(t, err)
	timeline := records.Prefix(records.FamilyTimeline, string(x.ID))
	all, err := records.List(t.Context(), s.Store, timeline)
	require.NoError(t, err)
	s.leave(x)
	kept := s.archive[x.ID]
	kept.Entries = nil
	for _, r := range all {
		e, err := records.Decode[chat.Entry](r.Value)
		require.NoError(t, err)
		kept.Entries = append(kept.Entries, e)
	}
	s.archive[x.ID] = kept
	got, next, err := s.Page(t.Context(), x.ID, 100, 20)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, 120, next)
	got, next, err = s.Page(t.Context(), x.ID, x.Entries, 20)
	require.NoError(t, err)
	require.Empty(t, got)
	require.Equal(t, x.Entries, next)
}

func TestATranscriptIsWhatItsVisitorMaySee(t *testing.T) {
	s := newShelf(t)
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann"}
	note := chat.AddNote{Author: ann, Text: "looks like a reseller"}
	x := s.tell(1, given("agt_ann"), note, says("hello?"))
	es, err := s.Transcript(t.Context(), x.ID)
	require.NoError(t, err)
	require.NotEmpty(t, es)
	for _, e := range es {
		require.NotEqual(t, chat.KindNote, e.Kind)
	}
	require.Equal(t, "hello?", es[len(es)-1].Text)
}

func TestAMarkHasOneSpelling(t *testing.T) {
	for _, m := range []sessions.Mark{{}, {Rev: 7}, {Rev: 7, N: 3}} {
		got, ok := sessions.ParseMark(m.String())
		require.True(t, ok)
		require.Equal(t, m, got)
	}
	for _, bad := range []string{"", "7", "7-", "-3", "07-3", "7-3 ", "7-3-1", "+7-3", "a-b"} {
		_, ok := sessions.ParseMark(bad)
		require.False(t, ok, bad)
	}
}

func TestAMarkStandsBetweenLines(t *testing.T) {
	line := func(rev store.Rev, n int) sessions.Line {
		return sessions.Line{Entry: chat.Entry{N: n}, Rev: rev}
	}
	m := sessions.Mark{Rev: 2, N: 5}
	require.False(t, m.Before(line(1, 9)))
	require.False(t, m.Before(line(2, 5)))
	require.True(t, m.Before(line(2, 6)))
	require.True(t, m.Before(line(3, 1)))
	whole := sessions.Mark{Rev: 2}
	require.False(t, whole.Before(line(2, 6)), "without a number it stands after the whole commit")
}

func TestAMarkShowsNobodyWhatNeverWasTheirs(t *testing.T) {
	s := newShelf(t)
	x := s.tell(1, says("one"), given("agt_ann"), says("two"), says("three"))
	ls, err := s.Lines(t.Context(), x.ID, 0)
	require.NoError(t, err)
	require.Len(t, ls, x.Entries)
	two := ls[len(ls)-2]
	at := sessions.Mark{Rev: two.Rev, N: two.N}
	n, after, whole, err := s.Reach(t.Context(), x.ID, at)
	require.NoError(t, err)
	require.Equal(t, two.N, n)
	require.True(t, whole)
	rest, err := s.Lines(t.Context(), x.ID, n)
	require.NoError(t, err)
	require.Equal(t, rest, after)
	n, came, err := s.OwnedUpTo(t.Context(), x.ID, at, "agt_ann")
	require.NoError(t, err)
	require.Equal(t, two.N, n)
	require.False(t, came)
	n, came, err = s.OwnedUpTo(t.Context(), x.ID, at, "agt_bob")
	require.NoError(t, err)
	require.Zero(t, n)
	require.False(t, came)
	n, came, err = s.OwnedUpTo(t.Context(), x.ID, sessions.Mark{Rev: ls[0].Rev}, "agt_ann")
	require.NoError(t, err)
	require.Zero(t, n, "before it was given")
	require.True(t, came)
}

func TestLinesGoOnAfterAnEntryPageByPage(t *testing.T) {
	s := newShelf(t)
	x := long(s)
	n, pages := 0, 0
	for {
		ls, err := s.Lines(t.Context(), x.ID, n)
		require.NoError(t, err)
		for _, l := range ls {
			require.Equal(t, n+1, l.N)
			n = l.N
		}
		pages++
		if len(ls) < sessions.LinesPage {
			break
		}
	}
	require.Equal(t, x.Entries, n)
	require.Equal(t, 3, pages)
	up, _, whole, err := s.Reach(t.Context(), x.ID, sessions.Mark{Rev: 1})
	require.NoError(t, err)
	require.NotZero(t, up, "reading backwards passes many pages")
	require.False(t, whole)
}

// mute is a store that cannot list.
type mute struct{ store.Store }

func (mute) List(context.Context, store.Range) ([]store.Record, error) {
	return nil, errDown
}

func TestALineThatWasWrittenAnewStaysBeforeTheOnesAfterIt(t *testing.T) {
	s := newShelf(t)
	x := s.tell(1, says("one"), says("two"))
	was, err := s.Lines(t.Context(), x.ID, 0)
	require.NoError(t, err)
	last := len(was) - 1
	key := records.Timeline(x.ID, was[last-1].N)
	rs, err := s.Store.Get(t.Context(), key)
	require.NoError(t, err)
	_, err = s.Store.Commit(t.Context(), store.Batch{Put: rs})
	require.NoError(t, err)
	ls, err := s.Lines(t.Context(), x.ID, 0)
	require.NoError(t, err)
	require.Equal(t, was[last].Rev, ls[last-1].Rev)
	require.Equal(t, was[last].Rev, ls[last].Rev)
}

func TestATimelineThatCannotBeReadIsNotAShortOne(t *testing.T) {
	s := newShelf(t)
	x := long(s)
	_, err := sessions.NewReader(mute{s.Store}, s.archive).Lines(t.Context(), x.ID, 0)
	require.ErrorIs(t, err, chat.ErrUnavailable)
}
