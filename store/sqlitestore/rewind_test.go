package sqlitestore_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func TestAFileThatWasCopiedBackBetweenTwoRunsNumbersNothingAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	opened := func(f func(s store.Store)) {
		s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
		require.NoError(t, err)
		defer func() { require.NoError(t, s.Close()) }()
		f(s)
	}
	var lost []store.Rev
	opened(func(s store.Store) { put(t, s, "k", "before") })
	copied, err := os.ReadFile(path)
	require.NoError(t, err)
	opened(func(s store.Store) {
		for range 5 {
			lost = append(lost, put(t, s, "k", "lost"))
		}
	})
	require.NoError(t, os.WriteFile(path, copied, 0o600))
	opened(func(s store.Store) {
		for range 8 {
			rev := put(t, s, "k", "after")
			require.NotContains(t, lost, rev)
		}
		for _, rev := range lost {
			_, err := s.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "k", Rev: rev}}, Delete: []string{"k"}})
			assert.ErrorIs(t, err, store.ErrConflict)
			_, _, err = s.Changes(t.Context(), rev, 10)
			assert.ErrorIs(t, err, store.ErrRewound)
		}
	})
}

func TestAFileThatWentBackToBeforeANamespaceHasItAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	first := openFile(t, sqlitestore.Config{Path: path})
	back := rewindFile(t, path)
	second, err := first.Namespace(t.Context(), "second")
	require.NoError(t, err)
	lost := put(t, second, "k", "lost")
	back()
	third, err := first.Namespace(t.Context(), "third")
	require.NoError(t, err)
	put(t, third, "k", "of the third")
	_, _, err = second.Changes(t.Context(), lost, 10)
	require.ErrorIs(t, err, store.ErrRewound)
	rs, err := second.List(t.Context(), store.Range{Limit: 9})
	require.NoError(t, err)
	require.Empty(t, rs)
	require.NotEqual(t, lost, put(t, second, "j", "after"))

	elsewhere := openFile(t, sqlitestore.Config{Path: path, Namespace: "second"})
	rs, err = elsewhere.List(t.Context(), store.Range{Limit: 9})
	require.NoError(t, err)
	require.Len(t, rs, 1)
	rs, err = third.List(t.Context(), store.Range{Limit: 9})
	require.NoError(t, err)
	require.Len(t, rs, 1)
}

func TestAFileOfTheFirstVersionGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	run(t, path, `
		CREATE TABLE namespaces (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, head INTEGER NOT NULL, floor INTEGER NOT NULL) STRICT;
		CREATE TABLE records (ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (ns, key)) WITHOUT ROWID, STRICT;
		CREATE INDEX records_rev ON records (ns, rev);
		CREATE TABLE deleted (ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (ns, key)) WITHOUT ROWID, STRICT;
		CREATE INDEX deleted_rev ON deleted (ns, rev);
		INSERT INTO namespaces VALUES (1, 'main', 7, 0);
		INSERT INTO records VALUES (1, 'k', 7, x'61');
		PRAGMA application_id=1398227524; PRAGMA user_version=1;`)
	s := openFile(t, sqlitestore.Config{Path: path})
	rs, upTo, err := s.Changes(t.Context(), 6, 10)
	require.NoError(t, err)
	require.Len(t, rs, 1)
	_, err = s.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: "k", Rev: 7}}, Put: []store.Record{{Key: "k"}}})
	require.NoError(t, err)
	rs, _, err = s.Changes(t.Context(), upTo, 10)
	require.NoError(t, err)
	require.Len(t, rs, 1)
}
