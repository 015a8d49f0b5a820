//go:build unix

package sqlitestore_test

import (
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

func TestTheFilesAreTheirOwnersAloneWhateverTheUmask(t *testing.T) {
	for _, umask := range []int{0, 0o022, 0o277} {
		for name, of := range map[string]func(string) string{
			"a path": func(p string) string { return p },
			"a URI":  func(p string) string { return "file:" + (&url.URL{Path: p}).EscapedPath() },
			"a URI with more": func(p string) string {
				return "file://" + (&url.URL{Path: p}).EscapedPath() + "?mode=rwc&cache=private"
			},
		} {
			path := filepath.Join(t.TempDir(), "a shop?#%41.db")
			backup := path + ".backup"
			old := syscall.Umask(umask)
			s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: of(path)})
			if err == nil {
				put(t, s, "a", "secret")
				assert.NoError(t, s.Scrub(t.Context()))
				put(t, s, "a", "secret")
				assert.NoError(t, s.Backup(t.Context(), backup))
			}
			syscall.Umask(old)
			require.NoError(t, err, name)
			for _, file := range []string{path, path + "-wal", path + "-shm", backup} {
				info, err := os.Stat(file)
				require.NoError(t, err, name)
				assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "%s: %s, umask %o", name, filepath.Base(file), umask)
			}
			require.NoError(t, s.Close())
		}
	}
}

func TestAFileThatIsThereKeepsItsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, os.Chmod(path, 0o640))
	s, err = sqlitestore.Open(t.Context(), sqlitestore.Config{Path: path})
	require.NoError(t, err)
	put(t, s, "a", "b")
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	require.NoError(t, s.Close())
}
