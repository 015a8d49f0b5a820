package jsonlines_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/archive/jsonlines"
	"github.com/switchboard-go/switchboard/chat/hook"
)

var at = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func session(text string) hook.Archived {
	return hook.Archived{
		Session: chat.Session{ID: "ses_0123456789abcdefghjkmnpqrs", State: chat.Closed, Entries: 2, CreatedAt: at, StateAt: at, LastAt: at},
		Entries: []chat.Entry{{N: 1, At: at, Kind: chat.KindCreated}, {N: 2, At: at, Kind: chat.KindMessage, Text: text}},
	}
}

func open(t testing.TB) (*jsonlines.Archive, string) {
	dir := filepath.Join(t.TempDir(), "archive")
	a, err := jsonlines.Open(jsonlines.Config{Dir: dir})
	require.NoError(t, err)
	return a, dir
}

// content is everything in the archive's files, uncompressed.
func content(t testing.TB, dir string) string {
	var all bytes.Buffer
	require.NoError(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(p)
		require.NoError(t, err)
		defer f.Close()
		z, err := gzip.NewReader(f)
		require.NoError(t, err)
		_, err = io.Copy(&all, z)
		return err
	}))
	return all.String()
}

func TestWhatWasPutIsThereAlsoAfterOpeningAgain(t *testing.T) {
	ctx := context.Background()
	a, dir := open(t)
	require.NoError(t, a.Put(ctx, session("hello")))
	again, err := jsonlines.Open(jsonlines.Config{Dir: dir})
	require.NoError(t, err)
	got, err := again.Get(ctx, session("").Session.ID)
	require.NoError(t, err)
	require.Equal(t, session("hello"), got)
	require.False(t, a.Shared())
}

func TestPuttingAgainLeavesNothingOfWhatWasThere(t *testing.T) {
	ctx := context.Background()
	a, dir := open(t)
	require.NoError(t, a.Put(ctx, session("secret")))
	require.NoError(t, a.Put(ctx, session("")))
	require.NotContains(t, content(t, dir), "secret")
}

func TestNoIdReachesAFileOutsideTheArchive(t *testing.T) {
	a, _ := open(t)
	for _, id := range []chat.SessionID{"", "..", "../../etc/passwd", "ses_/x", "ses_\x00", "a/../b"} {
		_, err := a.Get(context.Background(), id)
		require.ErrorIs(t, err, chat.ErrNotFound, id)
		s := session("x")
		s.Session.ID = id
		require.ErrorContains(t, a.Put(context.Background(), s), "session:", id)
	}
}

func TestADamagedFileIsAnErrorAndNotAShorterTranscript(t *testing.T) {
	ctx := context.Background()
	a, dir := open(t)
	s := session("hello")
	require.NoError(t, a.Put(ctx, s))
	path := filepath.Join(dir, "rs", string(s.Session.ID)+".jsonl.gz")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for n := range len(whole) {
		require.NoError(t, os.WriteFile(path, whole[:n], 0o600))
		if got, err := a.Get(ctx, s.Session.ID); err == nil {
			require.Equal(t, s, got) // only the checksum was missing
		} else {
			require.ErrorIs(t, err, jsonlines.ErrFile)
		}
	}
}

func TestTheFolderIsRequired(t *testing.T) {
	_, err := jsonlines.Open(jsonlines.Config{})
	require.ErrorContains(t, err, "Dir:")
}

func FuzzGet(f *testing.F) {
	a, dir := open(f)
	s := session("hello")
	require.NoError(f, a.Put(context.Background(), s))
	path := filepath.Join(dir, "rs", string(s.Session.ID)+".jsonl.gz")
	f.Add([]byte(content(f, dir)))
	f.Add([]byte(`{"v":1,"id":"ses_1","entries":1}` + "\n" + `{"n":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(text)
		require.NoError(t, z.Close())
		require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
		got, err := a.Get(context.Background(), s.Session.ID)
		if err != nil {
			require.ErrorIs(t, err, jsonlines.ErrFile)
			return
		}
		require.Len(t, got.Entries, got.Session.Entries)
	})
}
