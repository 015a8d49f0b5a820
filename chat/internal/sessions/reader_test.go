package sessions_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// id is the nth session's.
func id(n int) chat.SessionID { return chat.SessionID(fmt.Sprintf("ses_%026d", n)) }

// shelf is a store with sessions that package chat decided, an archive, and the reader of both.
type shelf struct {
	t *testing.T
	store.Store
	sessions.Reader
	archive archive
}

// archive is a host's, in memory. It can be down.
type archive map[chat.SessionID]hook.Archived

var errDown = errors.New("the archive is down")

const down chat.SessionID = "down"

func (a archive) Shared() bool { return true }

func (a archive) Put(_ context.Context, x hook.Archived) error {
	a[x.Session.ID] = x
	return nil
}

func (a archive) Get(_ context.Context, id chat.SessionID) (hook.Archived, error) {
	if _, ok := a[down]; ok {
		return hook.Archived{}, errDown
	}
	x, ok := a[id]
	if !ok {
		return x, chat.ErrNotFound
	}
	return x, nil
}

func newShelf(t *testing.T) *shelf {
	s := memstore.New(memstore.Config{})
	a := archive{}
	return &shelf{t, s, sessions.NewReader(s, a), a}
}

// tell writes a new session of vis_1 as the commands leave it, each a minute after the one before.
func (s *shelf) tell(n int, commands ...chat.Command) chat.Session {
	s.t.Helper()
	var now chat.Session
	start := chat.Start{ID: id(n), Site: "shop", Visitor: "vis_1", Queue: "help", Text: "hi"}
	commands = append([]chat.Command{start}, commands...)
	for i, c := range commands {
		at := noon.Add(time.Duration(n)*time.Hour + time.Duration(i)*time.Minute)
		next, entries, err := chat.Decide(now, c, at)
		require.NoError(s.t, err)
		change, err := records.Diff(now, next, nil, entries)
		require.NoError(s.t, err)
		s.write(store.Batch{Put: change.Put, Delete: change.Delete})
		now = next
	}
	return now
}

func (s *shelf) write(b store.Batch) {
	s.t.Helper()
	_, err := s.Commit(s.t.Context(), b)
	require.NoError(s.t, err)
}

// leave moves a session to the archive: its record goes, its timeline may stay for a while.
func (s *shelf) leave(x chat.Session) {
	s.t.Helper()
	es, _, err := s.Page(s.t.Context(), x.ID, 0, 0)
	require.NoError(s.t, err)
	s.archive[x.ID] = hook.Archived{Session: x, Entries: es}
	s.write(store.Batch{Delete: []string{records.Session(x.ID)}})
}

var (
	end  = chat.End{By: chat.Author{Kind: chat.AuthorVisitor}}
	says = func(text string) chat.Command {
		return chat.Send{Author: chat.Author{Kind: chat.AuthorVisitor}, Text: text}
	}
	given = func(a chat.AgentID) chat.Command { return chat.Assign{Agent: a, Reason: chat.AutoAccept} }
)

func TestASessionIsReadFromWhereItIs(t *testing.T) {
	s := newShelf(t)
	here, gone := s.tell(1, end), s.tell(2, end)
	s.leave(gone)
	for _, want := range []chat.Session{here, gone} {
		got, err := s.Reader.Get(t.Context(), want.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, id := range []chat.SessionID{id(3), "", "ses_1", "../settings"} {
		_, err := s.Reader.Get(t.Context(), id)
		require.ErrorIs(t, err, chat.ErrNotFound, id)
	}
}

func TestAnArchiveThatIsDownIsNotAMissingSession(t *testing.T) {
	s := newShelf(t)
	here := s.tell(1, end)
	s.archive[down] = hook.Archived{}
	_, err := s.Reader.Get(t.Context(), here.ID)
	require.NoError(t, err, "what is in the store needs no archive")
	_, err = s.Reader.Get(t.Context(), id(2))
	require.ErrorIs(t, err, chat.ErrUnavailable)
	require.ErrorIs(t, err, errDown)
	_, _, err = s.Page(t.Context(), id(2), 0, 0)
	require.ErrorIs(t, err, chat.ErrUnavailable)
}

func TestAStoreWithoutAnArchiveHasAllThereIs(t *testing.T) {
	s := newShelf(t)
	r := sessions.NewReader(s.Store, nil)
	_, err := r.Get(t.Context(), id(1))
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.ErrorIs(t, r.Missing(t.Context(), id(1)), chat.ErrNotFound)
}

func TestASessionInTheArchiveIsPastEveryWindow(t *testing.T) {
	s := newShelf(t)
	gone := s.tell(1, end)
	s.leave(gone)
	require.ErrorIs(t, s.Missing(t.Context(), gone.ID), chat.ErrWindow)
	require.ErrorIs(t, s.Missing(t.Context(), id(2)), chat.ErrNotFound)
}

func TestAVisitorsSessionsComeNewestFirstFromBothPlaces(t *testing.T) {
	s := newShelf(t)
	first, second, third := s.tell(1, end), s.tell(2, end), s.tell(3, end)
	s.leave(second)
	ss, err := s.OfVisitor(t.Context(), "vis_1", 10)
	require.NoError(t, err)
	require.Equal(t, []chat.Session{third, second, first}, ss)
	ss, err = s.OfVisitor(t.Context(), "vis_1", 2)
	require.NoError(t, err)
	require.Equal(t, []chat.Session{third, second}, ss)
	delete(s.archive, second.ID)
	ss, err = s.OfVisitor(t.Context(), "vis_1", 10)
	require.NoError(t, err)
	require.Equal(t, []chat.Session{third, first}, ss, "one that is nowhere is left out")
}

func TestAnIndexIsReadInItsOrder(t *testing.T) {
	s := newShelf(t)
	var want []chat.Session
	var ids []chat.SessionID
	for n := range 4 {
		want = append(want, s.tell(n))
		ids = append(ids, id(n))
	}
	line := records.Prefix(records.FamilyWaiting, "help")
	got, err := s.At(t.Context(), line, 3)
	require.NoError(t, err)
	require.Equal(t, want[:3], got)
	all, err := s.IDs(t.Context(), line)
	require.NoError(t, err)
	require.Equal(t, ids, all)
}

func TestTheCurrentSessionIsTheOneThatThePointerNames(t *testing.T) {
	s := newShelf(t)
	_, ok, err := s.Current(t.Context(), "vis_1")
	require.NoError(t, err)
	require.False(t, ok)
	want := s.tell(1)
	value, err := records.Encode(records.Pointer{Session: want.ID}, nil)
	require.NoError(t, err)
	s.write(store.Batch{Put: []store.Record{{Key: records.Current("vis_1"), Value: value}}})
	got, ok, err := s.Current(t.Context(), "vis_1")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, want, got)
}

func TestSinceGivesWhatIsOpenAndWhatHasEndedSince(t *testing.T) {
	s := newShelf(t)
	s.tell(1, end)
	later, open := s.tell(5, end), s.tell(2)
	got := map[chat.SessionID]bool{}
	for x, err := range s.Since(t.Context(), noon.Add(3*time.Hour), []chat.QueueID{"help"}) {
		require.NoError(t, err)
		got[x.ID] = true
	}
	require.Equal(t, map[chat.SessionID]bool{later.ID: true, open.ID: true}, got)
	for range s.Since(t.Context(), noon, nil) {
		break // whoever has enough stops
	}
}
