package sqlitestore_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func openFile(t *testing.T, c sqlitestore.Config) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

func put(t *testing.T, s store.Store, key, value string) store.Rev {
	t.Helper()
	rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: key, Value: []byte(value)}}})
	require.NoError(t, err)
	return rev
}

func TestConfigFaultsAreReportedTogether(t *testing.T) {
	_, err := sqlitestore.Open(t.Context(), sqlitestore.Config{
		Path: ":memory:", Namespace: "a/b", Synchronous: "off", Integrity: "some", Keep: -1, Readers: -1, BusyTimeout: -1, Poll: 1,
	})
	for _, field := range []string{"Path", "Namespace", "Synchronous", "Integrity", "Keep", "Readers", "BusyTimeout", "Poll"} {
		assert.ErrorContains(t, err, "sqlitestore: "+field+":")
	}
	_, err = sqlitestore.Open(t.Context(), sqlitestore.Config{})
	assert.ErrorContains(t, err, "Path: missing")
	_, err = sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "missing", "x.db")})
	assert.Error(t, err)
}

func TestFileOfAnotherProgramIsRefusedUntouched(t *testing.T) {
	for name, text := range map[string]string{
		"other tables":  `CREATE TABLE orders (id INTEGER)`,
		"newer release": `PRAGMA application_id=1398227524; PRAGMA user_version=99`,
	} {
		path := filepath.Join(t.TempDir(), "x.db")
		db, err := sql.Open("sqlite", path)
		require.NoError(t, err)
		_, err = db.Exec(text)
		require.NoError(t, err)
		_, err = sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
		assert.ErrorIs(t, err, sqlitestore.ErrForeign, name)
		var n int
		require.NoError(t, db.QueryRow(`SELECT count(*) FROM sqlite_schema WHERE name = 'records'`).Scan(&n))
		assert.Zero(t, n)
		require.NoError(t, db.Close())
	}
}

func TestScrubLeavesNoByteOfWhatWasDeleted(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, sqlitestore.Config{Path: filepath.Join(dir, "x.db")})
	marker := []byte("jane.doe@example.com")
	for i := range 150 {
		put(t, s, fmt.Sprint("k/", i), string(bytes.Repeat(marker, i%40)))
		put(t, s, fmt.Sprint("n/", i), "somebody else")
	}
	for i := range 150 {
		if i%3 == 0 {
			put(t, s, fmt.Sprint("k/", i), "erased")
			continue
		}
		_, err := s.Commit(t.Context(), store.Batch{Delete: []string{fmt.Sprint("k/", i)}})
		require.NoError(t, err)
	}
	require.NoError(t, store.Scrub(t.Context(), s))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		assert.Zero(t, bytes.Count(data, marker), e.Name())
	}
}

func TestScrubGivesUpWithTheContextWhileAReaderHoldsTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, sqlitestore.Config{Path: path, BusyTimeout: 10 * time.Millisecond})
	put(t, s, "a", "1")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer db.Close()
	tx, err := db.Begin()
	require.NoError(t, err)
	var n int
	require.NoError(t, tx.QueryRow(`SELECT count(*) FROM records`).Scan(&n))
	put(t, s, "b", "1")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	assert.ErrorIs(t, s.Scrub(ctx), context.DeadlineExceeded)
	require.NoError(t, tx.Rollback())
	assert.NoError(t, s.Scrub(t.Context()))
}

func TestBackupIsWholeWhileCommitsGoOn(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, sqlitestore.Config{Path: filepath.Join(dir, "x.db")})
	head := put(t, s, "pair/0", "0")
	stop := make(chan struct{})
	var writer sync.WaitGroup
	t.Cleanup(writer.Wait)
	halt := sync.OnceFunc(func() { close(stop) })
	t.Cleanup(halt)
	writer.Go(func() {
		for i := 1; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			value := fmt.Append(nil, i)
			_, err := s.Commit(context.Background(), store.Batch{Put: []store.Record{{Key: "pair/0", Value: value}, {Key: "pair/1", Value: value}}})
			assert.NoError(t, err)
		}
	})
	copied := filepath.Join(dir, "it's a copy.db")
	require.NoError(t, s.Backup(t.Context(), copied))
	assert.ErrorIs(t, s.Backup(t.Context(), copied), os.ErrExist)
	halt()
	writer.Wait()
	b := openFile(t, sqlitestore.Config{Path: copied, Integrity: "full"})
	rs, err := b.Get(t.Context(), "pair/0", "pair/1")
	require.NoError(t, err)
	if len(rs) == 2 {
		assert.Equal(t, rs[0].Value, rs[1].Value)
	}
	_, _, err = b.Changes(t.Context(), head, 10)
	assert.ErrorIs(t, err, store.ErrCursor, "a cursor of the lost time line")
	_, last, err := s.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	assert.Greater(t, put(t, b, "a", "1"), last, "no revision is given twice")
}

func TestManyNamespacesShareAFile(t *testing.T) {
	s := openFile(t, sqlitestore.Config{Path: filepath.Join(t.TempDir(), "x.db")})
	for i := range 100 {
		n, err := s.Namespace(t.Context(), fmt.Sprint("shop-", i))
		require.NoError(t, err)
		put(t, n, "a", fmt.Sprint(i))
	}
	for i := range 100 {
		n, err := s.Namespace(t.Context(), fmt.Sprint("shop-", i))
		require.NoError(t, err)
		rs, err := n.List(t.Context(), store.Range{Limit: 9})
		require.NoError(t, err)
		require.Len(t, rs, 1)
		assert.Equal(t, fmt.Sprint(i), string(rs[0].Value))
	}
	_, err := s.Namespace(t.Context(), "a/b")
	assert.ErrorIs(t, err, store.ErrInvalid)
}

func TestClosedStoreSaysSo(t *testing.T) {
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(t.TempDir(), "x.db")})
	require.NoError(t, err)
	waited := make(chan error, 1)
	go func() { waited <- s.Wait(context.Background(), 0) }()
	require.NoError(t, s.Close())
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "a"}}})
	assert.ErrorIs(t, err, sqlitestore.ErrClosed)
	assert.Error(t, <-waited)
	assert.NoError(t, s.Close())
}
