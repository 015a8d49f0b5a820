package files_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/store"
)

// begun is a file of so many bytes, of which nobody knows the sum.
func (h *house) begun(name string, size int) chat.FileID {
	h.t.Helper()
	f, err := h.Begin(h.t.Context(), talk, vera, files.Request{Name: name, Size: int64(size)}, free)
	require.NoError(h.t, err)
	return f.ID
}

// meanwhile is a body before whose last bytes something happens.
type meanwhile struct {
	io.Reader
	do func()
}

func (m *meanwhile) Read(p []byte) (int, error) {
	if m.do != nil {
		m.do()
		m.do = nil
	}
	return m.Reader.Read(p)
}

func TestAnUploadThatEndsLateReplacesNothingThatWasLookedAt(t *testing.T) {
	h := newHouse(t)
	good, evil := "good words", "MZ\x90 viruse"
	id := h.begun("a.txt", len(good))
	late := &meanwhile{strings.NewReader(evil), func() {
		require.NoError(t, h.Put(t.Context(), talk, vera, id, strings.NewReader(good)))
		f, err := h.Complete(t.Context(), talk, vera, id)
		require.NoError(t, err)
		require.NoError(t, h.attach(vera, 4, time.Time{}, f))
	}}
	_ = h.Put(t.Context(), talk, vera, id, late) // it may be stored, or find its folder gone
	b := hook.Blob{Size: int64(len(evil)), Body: strings.NewReader(evil)}
	require.NoError(t, h.cfg.Blobs.Put(t.Context(), string(id)+"/raw", b))
	_, data := h.read(id, false)
	require.Equal(t, good, data)
	h.later(25 * time.Hour)
	require.Equal(t, []string{string(id) + "/full"}, h.objects(), "and what came late is deleted")
}

func TestAnUploadThatFailsLateTakesNothingFromTheOneThatWasTriedAgain(t *testing.T) {
	for name, rest := range map[string]io.Reader{
		"it stalls": failing{}, "too short": strings.NewReader(""),
		"too long": strings.NewReader("ood words!"), "another one": strings.NewReader("OOD WORDS"),
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			good := "good words"
			f := h.begin(vera, "a.txt", []byte(good))
			again := func() {
				require.NoError(t, h.Put(t.Context(), talk, vera, f.ID, strings.NewReader(good)))
			}
			late := io.MultiReader(strings.NewReader("g"), &meanwhile{rest, again})
			require.ErrorIs(t, h.Put(t.Context(), talk, vera, f.ID, late), chat.ErrInvalid)
			_, err := h.Complete(t.Context(), talk, vera, f.ID)
			require.NoError(t, err)
			_, data := h.read(f.ID, false)
			require.Equal(t, good, data)
		})
	}
}

func TestWhoCompletesAFileTwiceAtOnceHasItTwice(t *testing.T) {
	for name, scan := range map[string]error{
		"the second finds nothing": nil, "and is refused": fmt.Errorf("%w: no", chat.ErrInvalid),
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			id := h.begun("a.png", len(photo(t)))
			put := h.Put(t.Context(), talk, vera, id, strings.NewReader(string(photo(t))))
			require.NoError(t, put)
			var first chat.File
			cfg := h.cfg
			cfg.Scan = func(context.Context, hook.FileDraft) error { return scan }
			cfg.Blobs = &opening{cfg.Blobs, func() {
				var err error
				first, err = h.Complete(t.Context(), talk, vera, id)
				require.NoError(t, err)
			}, scan != nil}
			second, err := files.New(cfg).Complete(t.Context(), talk, vera, id)
			require.NoError(t, err)
			require.Equal(t, first, second)
			h.read(id, true)
		})
	}
}

// opening are Blobs in which something happens once, before an object is opened or after.
type opening struct {
	hook.Blobs
	do    func()
	after bool
}

func (o *opening) Open(ctx context.Context, key string) (hook.BlobReader, error) {
	do := o.do
	o.do = func() {}
	if !o.after {
		do()
	}
	r, err := o.Blobs.Open(ctx, key)
	if o.after {
		do()
	}
	return r, err
}

// free counts against nobody's quota.
func free(*store.Tx) error { return nil }

func TestAFileIsLookedAtToTheEndWhereItsSendersLineBreaks(t *testing.T) {
	h := newHouse(t)
	id := h.begun("a.txt", 2)
	require.NoError(t, h.Put(t.Context(), talk, vera, id, strings.NewReader("hi")))
	ctx, leave := context.WithCancel(t.Context())
	cfg := h.cfg
	cfg.Scan = func(ctx context.Context, _ hook.FileDraft) error {
		leave()
		return ctx.Err()
	}
	_, err := files.New(cfg).Complete(ctx, talk, vera, id)
	require.NoError(t, err)
	_, err = h.Complete(t.Context(), talk, vera, id)
	require.NoError(t, err)
	_, data := h.read(id, false)
	require.Equal(t, "hi", data)
}
