package commit

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// failing is a store whose commits end with err, if there is one.
type failing struct {
	store.Store
	err error
}

func (f *failing) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Store.Commit(ctx, b)
}

func TestACommitThatTheStoreRightlyRefusedIsNoFailureOfWriting(t *testing.T) {
	s := &failing{Store: memstore.New(memstore.Config{})}
	r := NewSharedReads(s)
	commit := func(ctx context.Context, b store.Batch) {
		t.Helper()
		_, err := r.Commit(ctx, b)
		require.Error(t, err)
	}
	well := func(why string) {
		t.Helper()
		try, known := r.Failing(noon)
		require.NoError(t, known, why)
		require.False(t, try, why)
	}
	commit(t.Context(), store.Batch{If: []store.Cond{{Key: "a", Rev: 7}}})
	well("a conflict")
	commit(t.Context(), store.Batch{Put: []store.Record{{Key: ""}}})
	well("a batch that is not valid")
	s.err = errors.New("no space left on device")
	gone, leave := context.WithCancel(t.Context())
	leave()
	commit(gone, store.Batch{})
	well("a caller who went away")

	commit(t.Context(), store.Batch{})
	try, known := r.Failing(noon)
	require.ErrorIs(t, known, s.err)
	require.True(t, try)
	try, known = r.Failing(noon.Add(tryAgain - 1))
	require.ErrorIs(t, known, s.err)
	require.False(t, try, "once in a while, whoever asks")
	try, _ = r.Failing(noon.Add(tryAgain))
	require.True(t, try)
	s.err = nil
	_, err := r.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	require.NoError(t, err)
	well("a commit that was made")
}

func TestWhoGivesUpWaitingForASessionChangesNothing(t *testing.T) {
	p := newProcess(t, memstore.New(memstore.Config{}))
	p.begin()
	unlock, err := p.locks.lock(t.Context(), records.Session("s1"))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	c, o := say("hello", "m1")
	_, err = p.Change(ctx, "s1", func(chat.Session) (chat.Command, error) { return c, nil }, o)
	require.ErrorIs(t, err, chat.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	unlock()
	out, err := p.do(c, o)
	require.NoError(t, err)
	require.False(t, out.Replayed, "it was not done")
}
