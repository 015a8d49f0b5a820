package dir_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/blob/blobtest"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// files are all files below a folder.
func files(t *testing.T, at string) (all []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(at, func(p string, e fs.DirEntry, err error) error {
		if err == nil && p != at {
			all = append(all, strings.TrimPrefix(p, at+"/"))
		}
		return err
	}))
	return all
}

func open(t *testing.T) (*dir.Dir, string) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "files")
	d, err := dir.New(dir.Config{Path: at})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d, at
}

func TestAFolderKeepsFilesAsPromisedAndIsEmptyAfterwards(t *testing.T) {
	d, at := open(t)
	blobtest.Run(t, d)
	require.Empty(t, files(t, at))
	_, err := dir.New(dir.Config{})
	require.ErrorContains(t, err, "Path: missing")
}

func TestWhatACrashLeftOfAPutIsDeletedWithItsKey(t *testing.T) {
	d, at := open(t)
	require.NoError(t, d.Put(t.Context(), "fil_1/raw", hook.Blob{Body: strings.NewReader("")}))
	left := filepath.Join(at, "fil_1", "raw.part-abc")
	require.NoError(t, os.WriteFile(left, []byte("half of a letter"), 0o600))
	require.NoError(t, d.Delete(t.Context(), "fil_1/raw"))
	require.Empty(t, files(t, at))
	require.Error(t, d.Put(t.Context(), "fil_1/raw.part-abc", hook.Blob{}), "it is no key")
}

func TestNobodyElseOnTheMachineReadsAFile(t *testing.T) {
	d, at := open(t)
	require.NoError(t, d.Put(t.Context(), "fil_1/raw", hook.Blob{Body: strings.NewReader("")}))
	for _, p := range append(files(t, at), ".") {
		info, err := os.Stat(filepath.Join(at, p))
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, p)
	}
}

func TestALinkOutOfTheFolderIsNotFollowed(t *testing.T) {
	d, at := open(t)
	require.NoError(t, os.Symlink("/etc", filepath.Join(at, "etc")))
	_, err := d.Open(t.Context(), "etc/passwd")
	require.Error(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(at, "folder"), 0o700))
	_, err = d.Open(t.Context(), "folder")
	require.ErrorIs(t, err, hook.ErrNoBlob)
}

// stopping fails after its first bytes, or ends the request.
type stopping struct {
	said bool
	err  error
	stop func()
}

func (s *stopping) Read(p []byte) (int, error) {
	if s.said {
		return 0, s.err
	}
	s.said = true
	if s.stop != nil {
		s.stop()
	}
	return copy(p, "half"), nil
}

func TestAPutThatDoesNotComeToItsEndLeavesNothing(t *testing.T) {
	d, at := open(t)
	torn := errors.New("torn")
	err := d.Put(t.Context(), "fil_1/raw", hook.Blob{Size: 9, Body: &stopping{err: torn}})
	require.ErrorIs(t, err, torn)
	ctx, cancel := context.WithCancel(t.Context())
	err = d.Put(ctx, "fil_1/raw", hook.Blob{Size: 9, Body: &stopping{err: io.EOF, stop: cancel}})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"fil_1"}, files(t, at))
	require.NoError(t, d.Delete(t.Context(), "fil_1/raw"))
	require.Empty(t, files(t, at))
}

func Example() {
	at, _ := os.MkdirTemp("", "files")
	defer os.RemoveAll(at) //nolint:errcheck // the system's own folder for such
	d, err := dir.New(dir.Config{Path: at})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	body := strings.NewReader("torn")
	fmt.Println(d.Put(ctx, "fil_1/raw", hook.Blob{Media: "text/plain", Size: 4, Body: body}))
	f, _ := d.Open(ctx, "fil_1/raw")
	fmt.Println(f.Size(), f.Close(), d.Delete(ctx, "fil_1/raw"))
	// Output:
	// <nil>
	// 4 <nil> <nil>
}
