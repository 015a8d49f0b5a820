package memstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestAFeedGoesOnFromABackup(t *testing.T) {
	s := memstore.New(memstore.Config{})
	put := func(key string) store.Rev {
		rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key}}})
		require.NoError(t, err)
		return rev
	}
	put("kept")
	kept := s.Backup()
	lost := put("lost")
	s.Restore(kept)
	next := put("next")
	require.Greater(t, next, lost, "no revision is given twice")
	rs, head, err := s.Changes(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Equal(t, next, head)
	require.Len(t, rs, 2)
	require.Equal(t, []string{"kept", "next"}, []string{rs[0].Key, rs[1].Key})
	_, _, err = s.Changes(t.Context(), lost, 10)
	require.ErrorIs(t, err, store.ErrRewound)
}
