package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const (
	secret = "MARKER-58.3780N" // no object and no record may hold it once it is erased
	talk   = chat.SessionID("ses_1")
)

var (
	vera = files.Author{Kind: chat.AuthorVisitor}
	ann  = files.Author{Kind: chat.AuthorAgent, ID: "agt_ann"}
)

// house is files on a memstore and a folder.
type house struct {
	*files.Files
	cfg  files.Config
	t    *testing.T
	at   string
	now  time.Time
	n    int
	scan error
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, at: t.TempDir(), now: noon}
	blobs, err := dir.New(dir.Config{Path: h.at})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	h.cfg = files.Config{
		Store: memstore.New(memstore.Config{}), Blobs: blobs,
		Now:  func() time.Time { return h.now },
		Mint: func(p string) string { h.n++; return fmt.Sprintf("%s%026d", p, h.n) },
		Scan: func(context.Context, hook.FileDraft) error { return h.scan },
		Wake: func(*store.Tx, time.Time) error { return nil },
	}
	h.Files = files.New(h.cfg)
	h.session(chat.Session{ID: talk, State: chat.Active})
	return h
}

func (h *house) session(s chat.Session) {
	h.t.Helper()
	value, err := records.Encode(s, nil)
	require.NoError(h.t, err)
	b := store.Batch{Put: []store.Record{{Key: records.Session(s.ID), Value: value}}}
	_, err = h.cfg.Store.Commit(h.t.Context(), b)
	require.NoError(h.t, err)
}

// begin announces a file of some bytes.
func (h *house) begin(by files.Author, name string, data []byte) chat.File {
	h.t.Helper()
	sum := sha256.Sum256(data)
	f, err := h.Begin(h.t.Context(), talk, by, files.Request{
		Name: name, Size: int64(len(data)), Sum: hex.EncodeToString(sum[:]), Alt: secret,
	}, func(*store.Tx) error { return nil })
	require.NoError(h.t, err)
	return f
}

// sent uploads a file and completes it.
func (h *house) sent(by files.Author, name string, data []byte) chat.File {
	h.t.Helper()
	f := h.begin(by, name, data)
	require.NoError(h.t, h.Put(h.t.Context(), talk, by, f.ID, bytes.NewReader(data)))
	f, err := h.Complete(h.t.Context(), talk, by, f.ID)
	require.NoError(h.t, err)
	return f
}

// attach sends files as message n.
func (h *house) attach(by files.Author, n int, until time.Time, fs ...chat.File) error {
	_, err := store.Do(h.t.Context(), h.cfg.Store, func(tx *store.Tx) error {
		e := chat.Entry{N: n, Ties: chat.Ties{Attached: chat.Attached{Files: fs}}}
		return h.Attach(tx, talk, by, e, until)
	})
	return err
}

// objects are the files in the folder, and left those of them and of the records with the secret.
func (h *house) objects() (all []string) {
	h.t.Helper()
	walk := func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			all = append(all, p)
		}
		return err
	}
	require.NoError(h.t, fs.WalkDir(os.DirFS(h.at), ".", walk))
	return all
}

func (h *house) left() (all []string) {
	h.t.Helper()
	for _, p := range h.objects() {
		b, err := os.ReadFile(h.at + "/" + p)
		require.NoError(h.t, err)
		if bytes.Contains(b, []byte(secret)) {
			all = append(all, p)
		}
	}
	rs, err := records.List(h.t.Context(), h.cfg.Store, "")
	require.NoError(h.t, err)
	for _, r := range rs {
		if bytes.Contains(r.Value, []byte(secret)) {
			all = append(all, r.Key)
		}
	}
	return all
}

// later sweeps until nothing is due, so much later.
func (h *house) later(in time.Duration) {
	h.t.Helper()
	h.now = h.now.Add(in)
	for {
		next, err := h.Sweep(h.t.Context(), nil, h.now)
		require.NoError(h.t, err)
		if next.IsZero() || next.After(h.now) {
			return
		}
	}
}

// photo is a picture that says where it was taken.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 900, 600))))
	return append(b.Bytes(), secret...)
}

func (h *house) read(f chat.FileID, small bool) (files.Opened, string) {
	h.t.Helper()
	o, err := h.Open(h.t.Context(), talk, f, small)
	require.NoError(h.t, err)
	data, err := io.ReadAll(o)
	require.NoError(h.t, err)
	require.NoError(h.t, o.Close())
	return o, string(data)
}

func TestAPictureIsWrittenAnewAndAnythingElseStaysAsItCame(t *testing.T) {
	h := newHouse(t)
	f := h.sent(vera, "../torn.svg", photo(t))
	require.Equal(t, "torn.svg.png", f.Name)
	require.Equal(t, "image/png", f.Media)
	require.Equal(t, [2]int{900, 600}, [2]int{f.Width, f.Height})
	require.Len(t, h.objects(), 2, "as it came it is there no more")
	o, data := h.read(f.ID, false)
	require.True(t, o.Shown)
	require.NotContains(t, data, secret)
	require.EqualValues(t, len(data), f.Size)
	o, data = h.read(f.ID, true)
	cfg, _, err := image.DecodeConfig(strings.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, 480, cfg.Width)
	require.Equal(t, "image/png", o.Media)

	f = h.sent(ann, "bill.html", []byte("%PDF-1.7 <script>"))
	require.Equal(t, "bill.html.pdf", f.Name)
	o, data = h.read(f.ID, true)
	require.False(t, o.Shown)
	require.Equal(t, "%PDF-1.7 <script>", data)
}

func TestWhatIsNoneOfTheTypesIsRefusedAndDeleted(t *testing.T) {
	h := newHouse(t)
	for _, data := range []string{
		"<svg onload=alert(1)>", "MZ\x90", "GIF89a<script>alert(1)</script>", "\x89PNG\r\n\x1a\n",
	} {
		f := h.begin(vera, "a.png", []byte(data))
		require.NoError(t, h.Put(t.Context(), talk, vera, f.ID, strings.NewReader(data)))
		_, err := h.Complete(t.Context(), talk, vera, f.ID)
		require.ErrorIs(t, err, chat.ErrInvalid, "%q", data)
		require.Empty(t, h.objects())
		_, err = h.Complete(t.Context(), talk, vera, f.ID)
		require.ErrorIs(t, err, chat.ErrNotFound)
	}
}

func TestABodyThatIsNotWhatWasAnnouncedIsNotKept(t *testing.T) {
	h := newHouse(t)
	f := h.begin(vera, "a.txt", []byte("hello"))
	for _, body := range []string{"hell", "hello!", "HELLO"} {
		err := h.Put(t.Context(), talk, vera, f.ID, strings.NewReader(body))
		require.ErrorIs(t, err, chat.ErrInvalid, body)
		require.Empty(t, h.objects())
	}
	broken := io.MultiReader(strings.NewReader("he"), failing{})
	require.ErrorIs(t, h.Put(t.Context(), talk, vera, f.ID, broken), chat.ErrInvalid)
	_, err := h.Complete(t.Context(), talk, vera, f.ID)
	require.ErrorContains(t, err, "nothing was uploaded")
	require.NoError(t, h.Put(t.Context(), talk, vera, f.ID, strings.NewReader("hello")))
	h.now = h.now.Add(16 * time.Minute)
	late := h.Put(t.Context(), talk, vera, f.ID, strings.NewReader("hello"))
	require.ErrorIs(t, late, chat.ErrWindow)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

func TestNobodyButItsSenderSeesAFileBeforeItIsSent(t *testing.T) {
	h := newHouse(t)
	f := h.begin(vera, "a.txt", []byte("hello"))
	err := h.Put(t.Context(), talk, ann, f.ID, strings.NewReader("hello"))
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.ErrorIs(t, h.Drop(t.Context(), talk, ann, f.ID), chat.ErrNotFound)
	require.ErrorIs(t, h.Readable(t.Context(), talk, vera, f.ID), chat.ErrNotFound, "not scanned")
	f = h.sent(vera, "b.txt", []byte("hello"))
	require.NoError(t, h.Readable(t.Context(), talk, vera, f.ID))
	require.ErrorIs(t, h.Readable(t.Context(), talk, ann, f.ID), chat.ErrNotFound)
	_, _, err = h.Find(t.Context(), talk, ann, []chat.FileID{f.ID})
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, _, err = h.Find(t.Context(), talk, vera, []chat.FileID{f.ID, f.ID})
	require.ErrorContains(t, err, "files[1]")
	all, _, err := h.Find(t.Context(), talk, vera, []chat.FileID{f.ID})
	require.NoError(t, err)
	require.NoError(t, h.attach(vera, 4, time.Time{}, all...))
	require.NoError(t, h.Readable(t.Context(), talk, ann, f.ID))
	require.Error(t, h.attach(vera, 5, time.Time{}, all...), "it is in a message")
	require.ErrorIs(t, h.Drop(t.Context(), talk, vera, f.ID), chat.ErrInvalid)
}

func TestAScanDecidesBeforeAnybodySeesTheFile(t *testing.T) {
	h := newHouse(t)
	data := []byte("EICAR, or so")
	f := h.begin(vera, "a.txt", data)
	require.NoError(t, h.Put(t.Context(), talk, vera, f.ID, bytes.NewReader(data)))
	h.scan = errors.New("the scanner is down")
	_, err := h.Complete(t.Context(), talk, vera, f.ID)
	require.ErrorIs(t, err, chat.ErrUnavailable)
	require.Len(t, h.objects(), 1, "it may be tried again")
	_, _, err = h.Find(t.Context(), talk, vera, []chat.FileID{f.ID})
	require.ErrorIs(t, err, chat.ErrInvalid)
	h.scan = fmt.Errorf("%w: a virus", chat.ErrInvalid)
	_, err = h.Complete(t.Context(), talk, vera, f.ID)
	require.ErrorContains(t, err, "a virus")
	require.Empty(t, h.objects())
}
