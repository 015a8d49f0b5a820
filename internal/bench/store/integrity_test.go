package store

import (
	"crypto/sha256"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

var mib = flag.Int64("mib", 32, "size of the file that TestOpeningALargeFile opens")

// TestOpeningALargeFile prints what each examination of the file costs per GiB, read from the disk and from memory.
func TestOpeningALargeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	fill(t, path, *mib<<20)
	info, err := os.Stat(path)
	require.NoError(t, err)
	gib := float64(info.Size()) / (1 << 30)
	for _, kind := range []string{"none", "quick", "full"} {
		for _, from := range []string{"disk", "memory"} {
			if from == "disk" {
				forget(t, path)
			}
			start := time.Now()
			s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path, Integrity: kind})
			took := time.Since(start)
			require.NoError(t, err)
			require.NoError(t, s.Close())
			t.Logf("%-5s from %-6s %10v for %.2f GiB: %6.2f s/GiB", kind, from, took.Round(time.Microsecond), gib, took.Seconds()/gib)
		}
	}
}

// fill gives a store of that many bytes: records of 300 bytes whose keys came in no order, as minted ids do.
func fill(t *testing.T, path string, size int64) {
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-262144)")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	for rev, pages := 0, int64(0); pages*4096 < size; {
		tx, err := db.Begin()
		require.NoError(t, err)
		put, err := tx.Prepare(`INSERT INTO records (ns, key, rev, value) VALUES (1, ?, ?, ?)`)
		require.NoError(t, err)
		for range 20_000 {
			rev++
			_, err := put.Exec(fmt.Sprintf("timeline/%x/000001", sha256.Sum256([]byte(fmt.Sprint(rev)))), rev, text)
			require.NoError(t, err)
		}
		require.NoError(t, tx.Commit())
		require.NoError(t, db.QueryRow(`PRAGMA page_count`).Scan(&pages))
	}
	require.NoError(t, db.Close())
}

// forget makes the system read the file from the disk the next time.
func forget(t *testing.T, path string) {
	f, err := os.Open(path)
	require.NoError(t, err)
	require.NoError(t, f.Sync())
	require.NoError(t, unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED))
	require.NoError(t, f.Close())
}
