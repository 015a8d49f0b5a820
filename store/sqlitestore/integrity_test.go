package sqlitestore_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

// closedFile makes a file of some pages and closes it.
func closedFile(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	for i := range 200 {
		put(t, s, fmt.Sprint("k/", i), "some value that fills a page or two")
	}
	require.NoError(t, s.Check(t.Context()))
	require.NoError(t, s.Close())
	return path
}

func TestDamagedFileIsRefused(t *testing.T) {
	path := closedFile(t)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	for page := 2 * 4096; page < len(data); page += 4096 {
		copy(data[page:], bytes.Repeat([]byte{0xff}, 64)) // where a page says what it is
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
	_, err = sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	assert.ErrorIs(t, err, sqlitestore.ErrCorrupt)
	require.NoError(t, os.WriteFile(path, []byte("this is not a database, it is a letter to a friend"), 0o600))
	_, err = sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	assert.Error(t, err)
}

// addPages makes the file that large with pages that nothing leads to, which is damage, though none
// that a reader meets.
func addPages(t *testing.T, path string, size int64) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	header := make([]byte, 100)
	_, err = f.ReadAt(header, 0)
	require.NoError(t, err)
	copy(header[92:96], header[24:28]) // the next number is as of the last change
	binary.BigEndian.PutUint32(header[28:], uint32(size/4096))
	_, err = f.WriteAt(header, 0)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(size))
	require.NoError(t, f.Close())
}

func TestLargeFileIsExaminedOnRequestOnly(t *testing.T) {
	path := closedFile(t)
	addPages(t, path, 64<<20)
	_, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	assert.ErrorIs(t, err, sqlitestore.ErrCorrupt, "a small file is always examined")
	openFile(t, sqlitestore.Config{Path: path, Integrity: "none"})

	path = closedFile(t)
	addPages(t, path, 257<<20)
	s := openFile(t, sqlitestore.Config{Path: path})
	put(t, s, "a", "1")
	assert.ErrorIs(t, s.Check(t.Context()), sqlitestore.ErrCorrupt)
	put(t, s, "b", "a file with damage elsewhere goes on")
	for _, kind := range []string{"quick", "full"} {
		_, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path, Integrity: kind})
		assert.ErrorIs(t, err, sqlitestore.ErrCorrupt, kind)
	}
}

func TestCheckCalledOffIsNoDamage(t *testing.T) {
	s := openFile(t, sqlitestore.Config{Path: closedFile(t)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Check(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, sqlitestore.ErrCorrupt)
}
