package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestWhatNobodySentForADayIsDeletedToItsLastTrace(t *testing.T) {
	h := newHouse(t)
	h.begin(vera, secret+".txt", []byte("never came"))
	f := h.begin(vera, secret+".txt", []byte(secret))
	require.NoError(t, h.Put(t.Context(), talk, vera, f.ID, strings.NewReader(secret)))
	h.sent(vera, secret+".txt", []byte(secret))
	kept := h.sent(vera, "kept.txt", []byte("kept"))
	require.NoError(t, h.attach(vera, 4, time.Time{}, kept))
	h.later(23 * time.Hour)
	require.NotEmpty(t, h.left())
	h.later(2 * time.Hour)
	require.Equal(t, []string{string(kept.ID) + "/full"}, h.objects())
	h.later(2 * time.Hour)
	rs, err := records.List(t.Context(), h.cfg.Store, records.Prefix(records.FamilyFilesDue))
	require.NoError(t, err)
	require.Empty(t, rs, "and nothing is due any more")
	_, data := h.read(kept.ID, false)
	require.Equal(t, "kept", data)
}

func TestAFileIsKeptAsLongAsTheShopKeepsFiles(t *testing.T) {
	h := newHouse(t)
	f := h.sent(vera, "a.png", photo(t))
	require.NoError(t, h.attach(vera, 4, h.now.Add(48*time.Hour), f))
	h.later(47 * time.Hour)
	h.read(f.ID, true)
	h.later(time.Hour)
	require.Empty(t, h.objects())
	_, err := h.Open(t.Context(), talk, f.ID, true)
	require.ErrorIs(t, err, chat.ErrNotFound)
	h.later(time.Hour)
	rs, err := records.List(t.Context(), h.cfg.Store, records.Prefix(records.FamilyFiles))
	require.NoError(t, err)
	require.Empty(t, rs)
}

func TestAWithdrawnMessagesFilesAreDeleted(t *testing.T) {
	h := newHouse(t)
	f := h.sent(vera, "a.png", photo(t))
	require.NoError(t, h.attach(vera, 4, time.Time{}, f))
	detach := func(n int) {
		_, err := store.Do(t.Context(), h.cfg.Store, func(tx *store.Tx) error {
			return h.Detach(tx, talk, n)
		})
		require.NoError(t, err)
	}
	detach(5)
	_, err := h.Open(t.Context(), talk, f.ID, false)
	require.NoError(t, err, "another message was withdrawn")
	detach(4)
	_, err = h.Open(t.Context(), talk, f.ID, false)
	require.ErrorIs(t, err, chat.ErrNotFound)
	h.Discard(t.Context(), []chat.File{f})
	require.Empty(t, h.objects())
	require.Empty(t, h.left())
}

func TestASessionHasRoomForSoMuch(t *testing.T) {
	h := newHouse(t)
	var err error
	n := 0
	for ; err == nil; n++ {
		_, err = h.Begin(t.Context(), talk, vera, files.Request{Name: "a", Size: 1},
			func(*store.Tx) error { return nil })
	}
	require.ErrorIs(t, err, files.ErrFull)
	require.Equal(t, 101, n)
	h = newHouse(t)
	_, err = h.Begin(t.Context(), talk, ann, files.Request{Name: "a", Size: 1 << 40},
		func(*store.Tx) error { return nil })
	require.ErrorIs(t, err, files.ErrFull)
}

func TestAnnouncedAgainUnderItsCommandItIsTheSameFile(t *testing.T) {
	h := newHouse(t)
	asked := 0
	begin := func(by files.Author, command chat.CommandID) chat.FileID {
		r := files.Request{Name: "a", Size: 1, Command: command}
		f, err := h.Begin(t.Context(), talk, by, r, func(*store.Tx) error { asked++; return nil })
		require.NoError(t, err)
		return f.ID
	}
	first := begin(vera, "c1")
	require.Equal(t, first, begin(vera, "c1"))
	require.Equal(t, 1, asked, "it is counted once")
	require.NotEqual(t, first, begin(vera, "c2"))
	require.NotEqual(t, first, begin(ann, "c1"))
}

func TestNoFileBeginsInASessionThatIsOver(t *testing.T) {
	h := newHouse(t)
	for _, s := range []chat.Session{
		{ID: talk, State: chat.Closed}, {ID: talk, State: chat.Active, Erased: true},
	} {
		h.session(s)
		_, err := h.Begin(t.Context(), talk, vera, files.Request{Name: "a", Size: 1}, nil)
		require.ErrorIs(t, err, chat.ErrClosed)
	}
	_, err := h.Begin(t.Context(), "ses_2", vera, files.Request{Name: "a", Size: 1}, nil)
	require.ErrorIs(t, err, chat.ErrClosed)
}

// dying are Blobs whose node dies after so many calls: it does no more then.
type dying struct {
	hook.Blobs
	left *int
}

var errDied = errors.New("killed")

func (d dying) call() error {
	if *d.left--; *d.left < 0 {
		return errDied
	}
	return nil
}

func (d dying) Put(ctx context.Context, key string, b hook.Blob) error {
	if err := d.call(); err != nil {
		return err
	}
	if err := d.Blobs.Put(ctx, key, b); err != nil {
		return err
	}
	return d.call() // stored, and nobody heard of it
}

func (d dying) Delete(ctx context.Context, key string) error {
	if err := d.call(); err != nil {
		return err
	}
	return d.Blobs.Delete(ctx, key)
}

func TestWhateverMomentANodeDiesNothingIsLeftAfterAnErasure(t *testing.T) {
	died := 0
	for n := range 20 {
		h := newHouse(t)
		left := n
		cfg := h.cfg
		cfg.Blobs = dying{cfg.Blobs, &left}
		x := files.New(cfg)
		kept := h.sent(vera, secret+".txt", []byte(secret))
		require.NoError(t, h.attach(vera, 4, time.Time{}, kept))
		data := photo(t)
		f := h.begin(vera, secret+".png", data)
		err := x.Put(t.Context(), talk, vera, f.ID, bytes.NewReader(data))
		if err == nil {
			_, err = x.Complete(t.Context(), talk, vera, f.ID)
		}
		h.session(chat.Session{ID: talk, State: chat.Closed, Erased: true})
		if err := errors.Join(err, x.Erase(t.Context(), talk)); err != nil {
			died++
		}
		// another node goes on
		require.NoError(t, h.Erase(t.Context(), talk))
		require.Empty(t, h.objects(), "killed after %d calls", n)
		require.Empty(t, h.left(), "killed after %d calls", n)
		h.later(2 * time.Hour)
		rs, err := records.List(t.Context(), h.cfg.Store, records.Prefix(records.FamilyFiles))
		require.NoError(t, err)
		require.Empty(t, rs)
	}
	require.Greater(t, died, 8)
}

// slow are Blobs in which a Put comes to its end when it is told to.
type slow struct {
	hook.Blobs
	meanwhile func()
}

func (s slow) Put(ctx context.Context, key string, b hook.Blob) error {
	s.meanwhile()
	return s.Blobs.Put(ctx, key, b)
}

func TestAnUploadThatEndsAfterAnErasureLeavesNothing(t *testing.T) {
	h := newHouse(t)
	f := h.begin(vera, "a.txt", []byte(secret))
	cfg := h.cfg
	cfg.Blobs = slow{cfg.Blobs, func() {
		h.session(chat.Session{ID: talk, State: chat.Closed, Erased: true})
		require.NoError(t, h.Erase(t.Context(), talk))
	}}
	err := files.New(cfg).Put(t.Context(), talk, vera, f.ID, strings.NewReader(secret))
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.Empty(t, h.objects())
	require.Empty(t, h.left())

	// and its node may have died before it heard of the erasure
	b := hook.Blob{Size: int64(len(secret)), Body: strings.NewReader(secret)}
	require.NoError(t, h.cfg.Blobs.Put(t.Context(), string(f.ID)+"/raw", b))
	require.NotEmpty(t, h.left())
	h.later(time.Hour)
	require.Empty(t, h.left())
	require.Empty(t, h.objects())
}

func TestASweepWhoseTermIsOverWritesNothing(t *testing.T) {
	h := newHouse(t)
	h.begin(vera, "a.txt", []byte("x"))
	h.now = h.now.Add(25 * time.Hour)
	_, err := h.Sweep(t.Context(), []store.Cond{{Key: records.Lease(), Rev: 7}}, h.now)
	require.ErrorIs(t, err, records.ErrFenced)
}

func Example() {
	f := chat.File{Name: "torn.jpg"}
	fmt.Println(chat.Entry{Text: "look", Ties: chat.Ties{
		Attached: chat.Attached{Files: []chat.File{f}},
	}}.Plain())
	// Output:
	// look
	// – torn.jpg
}
