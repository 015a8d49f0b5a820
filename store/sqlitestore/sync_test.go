package sqlitestore_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

const (
	syncedPath    = "SQLITESTORE_SYNCED_PATH"
	syncedCommits = 40
)

// TestTheSynced commits one after the other, so that none shares a sync with another.
func TestTheSynced(t *testing.T) {
	path := os.Getenv(syncedPath)
	if path == "" {
		t.Skip("is run, and traced, by TestEveryCommitIsSynced")
	}
	s := openFile(t, sqlitestore.Config{Path: path})
	for range syncedCommits {
		put(t, s, "a", "1")
	}
}

// TestEveryCommitIsSynced counts the system calls of the shipped driver; internal/powerloss shows
// what they are good for.
func TestEveryCommitIsSynced(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("not run: no strace on this machine")
	}
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	cmd := exec.CommandContext(t.Context(), strace, "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace, os.Args[0], "-test.run=^TestTheSynced$")
	cmd.Env = append(os.Environ(), syncedPath+"="+filepath.Join(dir, "x.db"))
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "Operation not permitted") {
		t.Skip("not run: this machine does not let strace look on")
	}
	require.NoError(t, err, "%s", out)
	text, err := os.ReadFile(trace)
	require.NoError(t, err)
	require.GreaterOrEqual(t, strings.Count(string(text), "sync("), syncedCommits)
}
