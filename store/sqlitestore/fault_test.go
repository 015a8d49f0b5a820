package sqlitestore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func TestCommitWaitsForAnotherProcessAndThenSaysThatItIsBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, sqlitestore.Config{Path: path, BusyTimeout: 50 * time.Millisecond})
	put(t, s, "a", "1")
	other, err := sql.Open("sqlite", "file:"+path)
	require.NoError(t, err)
	defer other.Close()
	other.SetMaxOpenConns(1)
	_, err = other.Exec("BEGIN IMMEDIATE")
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: "b"}}})
	assert.ErrorContains(t, err, "SQLITE_BUSY")
	rs, err := s.Get(t.Context(), "a", "b")
	require.NoError(t, err, "reads go on")
	assert.Len(t, rs, 1)
	_, err = other.Exec("ROLLBACK")
	require.NoError(t, err)
	put(t, s, "b", "1")
}

func TestFullDiskReachesTheCallerAndServiceResumes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openFile(t, sqlitestore.Config{Path: path, Driver: limited(t)})
	last := put(t, s, "a", "1")
	var err error
	for i := 0; err == nil; i++ {
		require.Less(t, i, 100, "the disk does not get full")
		_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{
			{Key: fmt.Sprint("big/", i), Value: []byte(strings.Repeat("x", store.MaxValue/4))},
			{Key: "count", Value: fmt.Append(nil, i)},
		}})
	}
	assert.ErrorContains(t, err, "full")
	rs, err := s.List(t.Context(), store.Range{Prefix: "big/", Limit: 1000})
	require.NoError(t, err, "reads go on")
	count, err := s.Get(t.Context(), "count")
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(len(rs)-1), string(count[0].Value), "no half of a batch")
	for _, r := range rs {
		_, err := s.Commit(t.Context(), store.Batch{If: []store.Cond{{Key: r.Key, Rev: r.Rev}}, Delete: []string{r.Key}})
		require.NoError(t, err)
	}
	assert.Greater(t, put(t, s, "a", "2"), last)
}

func TestFileThatCannotBeWrittenIsAnErrorAtOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	require.NoError(t, os.Mkdir(path, 0o700))
	_, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	assert.ErrorContains(t, err, "sqlitestore: open")
}

// limitedDriver opens files that may not grow beyond some pages, which is how SQLite sees a full
// disk.
type limitedDriver struct{ driver.Driver }

func (d limitedDriver) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	if err == nil {
		_, err = c.(driver.ExecerContext).ExecContext(context.Background(), "PRAGMA max_page_count=300", nil)
	}
	return c, err
}

func limited(t *testing.T) (name string) {
	db, err := sql.Open("sqlite", "")
	require.NoError(t, err)
	defer db.Close()
	sql.Register(t.Name(), limitedDriver{db.Driver()})
	return t.Name()
}
