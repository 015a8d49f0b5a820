package sqlitestore

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/switchboard-go/switchboard/store"
)

// TestNoReadIsPreparedAgain asks SQLite itself how often it has prepared each statement of a
// reading connection anew.
func TestNoReadIsPreparedAgain(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, Config{Path: filepath.Join(t.TempDir(), "x.db"), Readers: 1})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	cursors := []store.Rev{0}
	for i := range 30 {
		rev, err := s.Commit(ctx, store.Batch{Put: []store.Record{{Key: fmt.Sprintf("a/%02d", i)}}})
		require.NoError(t, err)
		cursors = append(cursors, rev)
	}
	for i := range 20 {
		for _, desc := range []bool{false, true} {
			rs, err := s.List(ctx, store.Range{Prefix: "a/", Desc: desc, Limit: 1 + i})
			require.NoError(t, err)
			require.Len(t, rs, 1+i)
		}
		rs, _, err := s.Changes(ctx, cursors[i], 1+i%3)
		require.NoError(t, err)
		require.Len(t, rs, 1+i%3)
		_, err = s.Get(ctx, "a/01", "a/02")
		require.NoError(t, err)
	}
	reads := 0
	for text, status := range statements(t, s) {
		require.Zero(t, status.again, text)
		if strings.Contains(text, "LIMIT") && status.runs > 0 {
			reads++
		}
	}
	require.Equal(t, 3, reads, "lists up and down, and the cut of the feed")
}

// ran is how often a statement ran, and how often it was prepared anew for that.
type ran struct{ runs, again int32 }

// statements looks through the driver into SQLite, which has no SQL for these counters.
func statements(t *testing.T, s *Store) map[string]ran {
	out := map[string]ran{}
	conn, err := s.reads.Conn(context.Background())
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.Raw(func(c any) error {
		inside := reflect.ValueOf(c).Elem()
		db, tls := inside.FieldByName("db"), inside.FieldByName("tls")
		require.True(t, db.IsValid() && tls.IsValid(), "the driver's connection has other fields now")
		lib, handle := (*libc.TLS)(unsafe.Pointer(tls.Pointer())), uintptr(db.Uint())
		for p := sqlite3.Xsqlite3_next_stmt(lib, handle, 0); p != 0; p = sqlite3.Xsqlite3_next_stmt(lib, handle, p) {
			out[libc.GoString(sqlite3.Xsqlite3_sql(lib, p))] = ran{
				runs:  sqlite3.Xsqlite3_stmt_status(lib, p, sqlite3.SQLITE_STMTSTATUS_RUN, 0),
				again: sqlite3.Xsqlite3_stmt_status(lib, p, sqlite3.SQLITE_STMTSTATUS_REPREPARE, 0),
			}
		}
		return nil
	}))
	return out
}
