package memstore

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// TestTheLogIsTidiedOnceInManyWritesAndStaysShort: a log tidied at each write costs each of them the whole log, and one
// never tidied grows for ever.
func TestTheLogIsTidiedOnceInManyWritesAndStaysShort(t *testing.T) {
	s := New(Config{Keep: 10})
	put := func(key string) {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
	}
	longest, tidied := 0, 0
	for range 10 * feedSlack {
		before := len(s.feed.log)
		put("same")
		longest = max(longest, len(s.feed.log))
		if len(s.feed.log) < before {
			tidied++
		}
	}
	require.Equal(t, feedSlack+1, longest, "beside twice what lives, this much that is dead")
	require.InDelta(t, 10, tidied, 1)

	for i := range 3 * feedSlack {
		put(fmt.Sprint("key", i))
	}
	tidied = 0
	for range feedSlack {
		before := len(s.feed.log)
		put("same")
		if len(s.feed.log) < before {
			tidied++
		}
	}
	require.LessOrEqual(t, tidied, 1, "a long log is gone through less often")
}

func TestAStoreMayKeepOneRevisionAlone(t *testing.T) {
	for keep, want := range map[int]store.Rev{1: 1, 2: 2, 0: defaultKeep, -1: defaultKeep} {
		require.Equal(t, want, New(Config{Keep: keep}).keep)
	}
}

func TestABlockOfKeysIsSplitOnceItHasMoreThanItMay(t *testing.T) {
	var x index
	for i := range blockMax {
		x.add(fmt.Sprintf("%04d", i))
	}
	require.Len(t, x.blocks, 1)
	x.add("9999")
	require.Len(t, x.blocks, 2)
	require.Len(t, x.blocks[0], blockMax/2)
}

func TestTidyingDropsOldDeletionsAndKeepsTheNew(t *testing.T) {
	s := New(Config{Keep: 10})
	commit := func(b store.Batch) store.Rev {
		rev, err := s.Commit(t.Context(), b)
		require.NoError(t, err)
		return rev
	}
	put := func(key string) { commit(store.Batch{Put: []store.Record{{Key: key}}}) }
	put("old")
	put("new")
	commit(store.Batch{Delete: []string{"old"}})
	for len(s.feed.log) < feedSlack-1 {
		put("same")
	}
	before := s.head
	commit(store.Batch{Delete: []string{"new"}})
	for len(s.feed.log) > 100 { // until it was tidied
		put("same")
		require.Less(t, len(s.feed.log), 3*feedSlack)
	}
	require.NotContains(t, s.ended, "old")
	rs, _, err := s.Changes(t.Context(), before, 100)
	require.NoError(t, err)
	require.Equal(t, "new", rs[0].Key)
	require.True(t, rs[0].Deleted)
}

func TestADeletionThatNoCursorCanStandBeforeIsDropped(t *testing.T) {
	s := New(Config{Keep: 10})
	put := func(key string) {
		_, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
	}
	put("old")
	deleted, err := s.Commit(t.Context(), store.Batch{Delete: []string{"old"}})
	require.NoError(t, err)
	for s.floor() < deleted {
		put("same")
	}
	require.Equal(t, deleted, s.floor(), "the oldest cursor stands behind it")
	s.feed.compactAt = len(s.feed.log) - feedSlack // as if the log were long
	s.compact()
	require.NotContains(t, s.ended, "old")
}
