package desk_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/blob/dir"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// filed is a shop that keeps files in a folder, and a chat in it.
type filed struct {
	*shop
	at string
	id chat.SessionID
}

func newFiled(t *testing.T, site settings.Files, adjust ...func(*desk.Config)) *filed {
	t.Helper()
	f := &filed{at: t.TempDir()}
	blobs, err := dir.New(dir.Config{Path: f.at})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, blobs.Close()) })
	seed := twoTeams()
	seed.Sites[0].Files = site
	keeps := func(cfg *desk.Config) { cfg.Blobs = blobs }
	f.shop = newShop(t, seed, append([]func(*desk.Config){keeps}, adjust...)...)
	f.available("ann")
	f.id = f.chatting(1, "ann")
	return f
}

func (f *filed) vera() desk.Files { return f.visitor(1).Messages().Files(f.id) }
func (f *filed) ann() desk.Files  { return f.agent("ann").Messages().Files(f.id) }

// upload sends a file as far as it may be sent in a message.
func (f *filed) upload(by desk.Files, name string, data []byte) chat.File {
	f.t.Helper()
	r := desk.FileRequest{Name: name, Size: int64(len(data)), Alt: "seen: " + name}
	x, err := by.Begin(f.ctx, r)
	require.NoError(f.t, err)
	require.NoError(f.t, by.Upload(f.ctx, x.ID, bytes.NewReader(data)))
	x, err = by.Complete(f.ctx, x.ID)
	require.NoError(f.t, err)
	return x
}

// objects are the keys of all objects, and of those that hold the marker.
func (f *filed) objects() (all, marked []string) {
	f.t.Helper()
	require.NoError(f.t, filepath.WalkDir(f.at, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		all = append(all, p)
		if bytes.Contains(data, []byte(marker)) {
			marked = append(marked, p)
		}
		return err
	}))
	return all, marked
}

func (f *filed) read(l desk.FileLink) (desk.OpenedFile, string) {
	f.t.Helper()
	o, err := l.Open(f.ctx, f.Desk)
	require.NoError(f.t, err)
	data, err := io.ReadAll(o)
	require.NoError(f.t, errors.Join(err, o.Close()))
	return o, string(data)
}

// photo is a picture with the marker behind its last pixel.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 700, 500))))
	return append(b.Bytes(), marker...)
}

func TestAPictureGoesToTheOtherSideWithoutWhatItSaysOfWhere(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	view, err := f.visitor(1).Session(f.ctx, f.id)
	require.NoError(t, err)
	require.True(t, view.Files)
	x := f.upload(f.vera(), "torn.png", photo(t))
	_, err = f.ann().Link(f.ctx, x.ID, false)
	require.ErrorIs(t, err, chat.ErrNotFound, "nobody else sees it before it is sent")
	r := desk.MessageRequest{Command: "m1", Files: []chat.FileID{x.ID}}
	e, err := f.visitor(1).Send(f.ctx, f.id, r)
	require.NoError(t, err)
	require.Equal(t, "torn.png", e.Text)
	require.Equal(t, []chat.File{x}, e.Files)
	require.Equal(t, "seen: torn.png", x.Alt)
	again, err := f.visitor(1).Send(f.ctx, f.id, r)
	require.NoError(t, err)
	require.Equal(t, e, again, "the same command is the same message")
	r.Command = "m2"
	_, err = f.visitor(1).Send(f.ctx, f.id, r)
	require.ErrorIs(t, err, chat.ErrInvalid, "it is in a message")

	link, err := f.ann().Link(f.ctx, x.ID, true)
	require.NoError(t, err)
	o, data := f.read(link)
	require.True(t, o.Shown)
	require.NotContains(brief.T(t), data, marker)
	cfg, err := png.DecodeConfig(strings.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, 480, cfg.Width)
	for _, token := range []string{
		"", "....", link.Token + "x", strings.Replace(link.Token, ".small.", ".full.", 1),
		strings.Replace(link.Token, string(f.id), "ses_"+strings.Repeat("0", 26), 1),
	} {
		_, err := desk.FileLink{Token: token}.Open(f.ctx, f.Desk)
		require.ErrorIs(t, err, chat.ErrNotFound, token)
	}
	f.pass(62 * time.Second)
	_, err = link.Open(f.ctx, f.Desk)
	require.ErrorIs(t, err, chat.ErrNotFound, "its minute is over")
}

func TestAFileIsOfWhoSentItAndOfNobodyElse(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	x := f.upload(f.ann(), "bill.pdf", []byte("%PDF-1.7"))
	for name, o := range map[string]desk.Files{
		"another visitor": f.visitor(2).Messages().Files(f.id),
		"another queue":   f.agent("bob").Messages().Files(f.id),
		"no session":      f.visitor(1).Messages().Files("ses_1"),
	} {
		_, err := o.Begin(f.ctx, desk.FileRequest{Name: "a", Size: 1})
		require.ErrorIs(t, err, chat.ErrNotFound, name)
		for _, err := range []error{
			o.Upload(f.ctx, x.ID, strings.NewReader("x")), o.Drop(f.ctx, x.ID),
		} {
			require.ErrorIs(t, err, chat.ErrNotFound, name)
		}
		_, err = o.Complete(f.ctx, x.ID)
		require.ErrorIs(t, err, chat.ErrNotFound, name)
		_, err = o.Link(f.ctx, x.ID, false)
		require.ErrorIs(t, err, chat.ErrNotFound, name)
	}
	sue := desk.Agent(f.supervisor("sue")).Messages().Files(f.id)
	_, err := sue.Begin(f.ctx, desk.FileRequest{Name: "a", Size: 1})
	require.ErrorIs(t, err, chat.ErrNotOwner, "who only looks on sends nothing")
	_, err = f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{Files: []chat.FileID{x.ID}})
	require.ErrorIs(t, err, chat.ErrInvalid)
	_, err = f.agent("ann").Note(f.ctx, f.id, desk.MessageRequest{
		Text: "x", Files: []chat.FileID{x.ID},
	})
	require.ErrorContains(t, err, "files")
	e, err := f.agent("ann").Send(f.ctx, f.id, desk.MessageRequest{
		Text: "Your bill", Files: []chat.FileID{x.ID},
	})
	require.NoError(t, err)
	link, err := f.vera().Link(f.ctx, x.ID, false)
	require.NoError(t, err)
	o, data := f.read(link)
	require.False(t, o.Shown)
	require.Equal(t, "%PDF-1.7", data)
	require.Len(t, e.Files, 1)
}

func TestVisitorsSendFilesWhereTheSiteTakesThemAndAgentsWhereAnyAreKept(t *testing.T) {
	f := newFiled(t, settings.Files{})
	view, err := f.visitor(1).Session(f.ctx, f.id)
	require.NoError(t, err)
	require.False(t, view.Files)
	_, err = f.vera().Begin(f.ctx, desk.FileRequest{Name: "a", Size: 1})
	require.ErrorIs(t, err, chat.ErrForbidden)
	f.upload(f.ann(), "a.txt", []byte("x"))
	me, err := f.agent("ann").Me(f.ctx)
	require.NoError(t, err)
	require.True(t, me.Attaches)

	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	_, err = s.agent("ann").Messages().Files(id).Begin(s.ctx, desk.FileRequest{Name: "a", Size: 1})
	require.ErrorIs(t, err, chat.ErrForbidden, "a desk without Blobs")
}

func TestAVisitorSendsSoMuchInADay(t *testing.T) {
	f := newFiled(t, settings.Files{On: true, PerDay: 20})
	big := desk.FileRequest{Name: "a", Size: desk.MaxVisitorFile}
	for range 2 {
		_, err := f.vera().Begin(f.ctx, big)
		require.NoError(t, err)
	}
	_, err := f.vera().Begin(f.ctx, desk.FileRequest{Name: "a", Size: 1})
	var limited *desk.Limited
	require.ErrorAs(t, err, &limited)
	require.Contains(t, limited.What, "20 MB a day")
	f.pass(limited.After)
	_, err = f.vera().Begin(f.ctx, desk.FileRequest{Name: "a", Size: 1})
	require.NoError(t, err)
	for _, r := range []desk.FileRequest{
		{Name: "a"}, {Name: "a", Size: desk.MaxVisitorFile + 1}, {Name: "a", Size: 1, Sum: "abc"},
		{Name: "a", Size: 1, Alt: "two\nlines"}, {Name: "a", Size: 1, Sum: "zz"},
	} {
		_, err := f.vera().Begin(f.ctx, r)
		require.ErrorIs(t, err, chat.ErrInvalid)
	}
	_, err = f.ann().Begin(f.ctx, desk.FileRequest{Name: "a", Size: desk.MaxAgentFile})
	require.NoError(t, err)
}

func TestErasingLeavesNothingOfAnyFile(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	sent := f.upload(f.vera(), marker+".png", photo(t))
	_, err := f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{Files: []chat.FileID{sent.ID}})
	require.NoError(t, err)
	f.upload(f.vera(), marker+".txt", []byte(marker))
	half, err := f.vera().Begin(f.ctx, desk.FileRequest{Name: marker, Size: 8})
	require.NoError(t, err)
	require.NoError(t, f.vera().Upload(f.ctx, half.ID, strings.NewReader(marker)))
	label := f.upload(f.ann(), "label.txt", []byte("to "+marker))
	_, err = f.agent("ann").Send(f.ctx, f.id, desk.MessageRequest{
		Text: "x", Files: []chat.FileID{label.ID},
	})
	require.NoError(t, err)
	link, err := f.vera().Link(f.ctx, sent.ID, false)
	require.NoError(t, err)
	_, marked := f.objects()
	require.Len(t, marked, 3)
	require.NotEmpty(t, f.holding(marker))
	require.NoError(t, f.visitor(1).Erase(f.ctx))
	all, _ := f.objects()
	require.Empty(t, all, "also what her agent sent her, and the small copies")
	require.Empty(t, f.holding(marker))
	_, err = link.Open(f.ctx, f.Desk)
	require.ErrorIs(t, err, chat.ErrNotFound)
	f.pass(3 * time.Hour)
	f.jobs()
	require.Empty(t, f.holding("fil_"), "and after a while not even their ids are kept")
}

func TestAWithdrawnMessageTakesItsFilesAlong(t *testing.T) {
	f := newFiled(t, settings.Files{On: true})
	x := f.upload(f.vera(), "torn.png", photo(t))
	r := desk.MessageRequest{Text: "look", Files: []chat.FileID{x.ID}}
	e, err := f.visitor(1).Send(f.ctx, f.id, r)
	require.NoError(t, err)
	said, err := f.visitor(1).Messages().Correct(f.ctx, f.id, e.N, desk.MessageRequest{Text: "see"})
	require.NoError(t, err)
	require.Len(t, said.Files, 1, "other words leave them")
	_, err = f.visitor(1).Messages().Correct(f.ctx, f.id, e.N, r)
	require.ErrorContains(t, err, "files")
	said, err = f.visitor(1).Messages().Withdraw(f.ctx, f.id, e.N, "")
	require.NoError(t, err)
	require.Empty(t, said.Files)
	all, _ := f.objects()
	require.Empty(t, all)
	_, err = f.ann().Link(f.ctx, x.ID, false)
	require.ErrorIs(t, err, chat.ErrNotFound)
}

func TestWhatNobodySendsAndWhatWasKeptLongEnoughGoesByItself(t *testing.T) {
	f := newFiled(t, settings.Files{On: true, KeepFor: 72 * time.Hour})
	f.upload(f.vera(), "a.txt", []byte("never sent"))
	x := f.upload(f.vera(), "b.txt", []byte("sent"))
	_, err := f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{Files: []chat.FileID{x.ID}})
	require.NoError(t, err)
	left := func() int {
		f.jobs()
		all, _ := f.objects()
		return len(all)
	}
	require.Equal(t, 2, left())
	f.pass(25 * time.Hour)
	require.Equal(t, 1, left())
	f.pass(49 * time.Hour)
	require.Equal(t, 0, left())
	f.pass(2 * time.Hour)
	f.jobs()
	require.Empty(t, f.holding("filesdue"))
	require.Empty(t, f.holding("job/files"), "then nothing is due any more")
}

// guarding is a FileScreen that answers as it is told.
type guarding struct {
	flags
	file func() error
}

func (g guarding) ScreenFile(context.Context, hook.FileDraft) error { return g.file() }

func TestAScannerThatFailsOrPanicsKeepsAFileBackAndOneThatRefusesDeletesIt(t *testing.T) {
	var answer func() error
	f := newFiled(t, settings.Files{On: true}, func(cfg *desk.Config) {
		cfg.Screen = guarding{"look", func() error { return answer() }}
	})
	x, err := f.vera().Begin(f.ctx, desk.FileRequest{Name: "4111 1111 1111 1111.txt", Size: 2})
	require.NoError(t, err)
	require.NotContains(t, x.Name, "4111 1111 1111 1111", "a name is words like others")
	require.NoError(t, f.vera().Upload(f.ctx, x.ID, strings.NewReader("hi")))
	for _, answer = range []func() error{
		func() error { return errors.New("down") }, func() error { panic("nil map") },
	} {
		_, err = f.vera().Complete(f.ctx, x.ID)
		require.ErrorIs(t, err, chat.ErrUnavailable)
	}
	answer = func() error { return nil }
	_, err = f.vera().Complete(f.ctx, x.ID)
	require.NoError(t, err)
	e, err := f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{Files: []chat.FileID{x.ID}})
	require.NoError(t, err)
	require.True(t, e.Masked)
	answer = func() error { return fmt.Errorf("%w: a virus", chat.ErrInvalid) }
	x, err = f.vera().Begin(f.ctx, desk.FileRequest{Name: "b.txt", Size: 2})
	require.NoError(t, err)
	require.NoError(t, f.vera().Upload(f.ctx, x.ID, strings.NewReader("hi")))
	_, err = f.vera().Complete(f.ctx, x.ID)
	require.ErrorContains(t, err, "a virus")
	all, _ := f.objects()
	require.Len(t, all, 1)
}

func TestANameIsLookedAtAsItIsKept(t *testing.T) {
	f := newFiled(t, settings.Files{On: true}, func(cfg *desk.Config) { cfg.Screen = flags("bad") })
	for name, kept := range map[string]string{
		// No line of words is that long, and none is broken.
		strings.Repeat("x", 1000) + "/bad.txt": "bad.txt", "b\nad.txt": "bad.txt",
		"4111\u202e1111?1111*1111.txt": "••••••••••••1111.txt",
	} {
		x, err := f.vera().Begin(f.ctx, desk.FileRequest{Name: name, Size: 2})
		require.NoError(t, err)
		require.Equal(t, kept, x.Name)
		require.NoError(t, f.vera().Upload(f.ctx, x.ID, strings.NewReader("hi")))
		_, err = f.vera().Complete(f.ctx, x.ID)
		require.NoError(t, err)
		e, err := f.visitor(1).Send(f.ctx, f.id, desk.MessageRequest{Files: []chat.FileID{x.ID}})
		require.NoError(t, err)
		said := f.said("ann", f.id, e.N)
		require.True(t, said.Masked || said.Flag != "", "%q: %+v", name, said.Moderation)
	}
}
