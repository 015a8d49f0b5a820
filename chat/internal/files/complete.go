package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/filetype"
	"github.com/switchboard-go/switchboard/chat/internal/picture"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// lookFor is how long it may take to look at a file.
const lookFor = 60 * time.Second

// Complete looks at a file whose bytes are there, and makes it ready to be sent. One that is ready
// is answered as it is. What is refused, by its type or by the scan, is deleted.
//
// It goes on where its caller waits no longer, whose line may be bad: asked again it has the answer.
func (x *Files) Complete(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID,
) (chat.File, error) {
	f, err := x.own(ctx, id, by, file)
	switch {
	case err != nil || f.State == ready:
		return f.File, err
	case f.State == begun:
		return chat.File{}, fmt.Errorf("%w: file: nothing was uploaded", chat.ErrInvalid)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookFor)
	defer cancel()
	select {
	case x.slots <- struct{}{}:
		defer func() { <-x.slots }()
	case <-ctx.Done():
		return chat.File{}, records.Unavailable(ctx.Err())
	}
	if f, err = x.own(ctx, id, by, file); err != nil || f.State == ready {
		return f.File, err // somebody did while this one waited
	}
	// Two may complete the same file. What the first one made stands: the second one's step does
	// nothing, and what it cannot find or refuses is none of what was sent.
	made, err := x.lookAt(ctx, id, f)
	if errors.Is(err, chat.ErrInvalid) {
		if done, _ := x.own(ctx, id, by, file); done.State == ready {
			return done.File, nil
		}
		_ = x.drop(ctx, id, by, file, there) // or it goes by itself
		return chat.File{}, err
	}
	if err == nil {
		err = x.step(ctx, id, file, there, ready, made.into)
	}
	if err != nil {
		return chat.File{}, err
	}
	// As it came a picture says where it was taken, and an upload that is late may overwrite it.
	x.delete(ctx, raw(file))
	f, err = x.own(ctx, id, by, file)
	return f.File, err
}

// into writes what was learnt of a file into its record.
func (f stored) into(to *stored) {
	to.Name, to.Media, to.Size, to.Small = f.Name, f.Media, f.Size, f.Small
	to.Width, to.Height = f.Width, f.Height
}

// lookAt looks at a file as it came.
func (x *Files) lookAt(ctx context.Context, id chat.SessionID, f stored) (stored, error) {
	data, err := x.bytes(ctx, f)
	if err != nil {
		return f, err
	}
	return x.look(ctx, id, f, data)
}

// look tells what a file is, has it scanned, and writes a picture anew. Of anything else its bytes
// are kept.
func (x *Files) look(
	ctx context.Context, id chat.SessionID, f stored, data []byte,
) (stored, error) {
	f.Size = int64(len(data))
	t, ok := filetype.Of(data)
	if kind := filetype.Unread(data); kind != "" {
		return f, refused(kind + " is not read here: send a picture as jpeg or png")
	}
	if !ok {
		return f, refused("want a picture (jpeg, png, gif), pdf, txt, docx, xlsx or pptx")
	}
	// The scanner sees what came, and not what is made of it: a virus in what is thrown away says
	// something of its sender.
	if x.cfg.Scan != nil {
		if err := x.cfg.Scan(ctx, hook.FileDraft{
			Session: id, Author: f.By, Name: f.Name, Media: t.Media, Data: data,
		}); err != nil {
			return f, scanned(err)
		}
	}
	if !t.Picture {
		f.Media, f.Name = t.Media, t.Name(f.Name)
		return f, x.keep(ctx, full(f.ID), t.Media, data)
	}
	return x.remake(ctx, f, t, data)
}

// keep stores what was looked at, under a key that no upload writes.
func (x *Files) keep(ctx context.Context, key, media string, data []byte) error {
	b := hook.Blob{Media: media, Size: int64(len(data)), Body: bytes.NewReader(data)}
	return records.Unavailable(x.cfg.Blobs.Put(ctx, key, b))
}

// scanned is what a scan's error means.
func scanned(err error) error {
	if errors.Is(err, chat.ErrInvalid) {
		return scanFault{err}
	}
	return fmt.Errorf("%w: the file could not be looked at: %w", chat.ErrUnavailable, err)
}

// ErrScanned says that the scan refused a file, and not its type.
var ErrScanned = errors.New("files: the scan refused it")

// scanFault is what a scan said, as an ErrScanned.
type scanFault struct{ error }

func (s scanFault) Unwrap() []error { return []error{s.error, ErrScanned} }

func refused(why string) error { return fmt.Errorf("%w: file: %s", chat.ErrInvalid, why) }

// bytes reads all of a file: what decides is all of it, and not its beginning. It is in memory
// once, up to the limit of a file, for as many files as are looked at at a time.
//
// A file is as large as announced, or else another one came in its place.
func (x *Files) bytes(ctx context.Context, f stored) ([]byte, error) {
	r, err := x.cfg.Blobs.Open(ctx, raw(f.ID))
	if errors.Is(err, hook.ErrNoBlob) {
		return nil, refused("nothing was uploaded")
	}
	if err != nil {
		return nil, records.Unavailable(err)
	}
	data, err := io.ReadAll(io.LimitReader(r, f.Size+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, records.Unavailable(err)
	}
	if int64(len(data)) != f.Size {
		return nil, refused("size: other than announced")
	}
	return data, nil
}

// decoding are the places of pictures that are read, in all desks of the process: what they take of
// its memory is shared, and a host may have a desk for each of many shops.
var decoding = make(chan struct{}, atOnce)

// remake writes a picture anew, and stores both copies.
func (x *Files) remake(
	ctx context.Context, f stored, t filetype.Type, data []byte,
) (stored, error) {
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return f, records.Unavailable(ctx.Err())
	}
	m, err := picture.Remake(data)
	<-decoding
	switch {
	case errors.Is(err, picture.ErrLarge):
		return f, refused("the picture has too many pixels")
	case errors.Is(err, image.ErrFormat): // such as webp where the program registered no decoder
		return f, refused(t.Media + " is not read here: send a picture as jpeg or png")
	case errors.Is(err, picture.ErrUnreadable):
		return f, refused("the picture cannot be read")
	case err != nil:
		return f, err
	}
	// Stored before the record says so: a file is ready only when it can be read.
	is, _ := filetype.ByMedia(m.Full.Media)
	f.Name, f.Media, f.Size = filetype.Rename(f.Name, t, is), m.Full.Media, int64(len(m.Full.Data))
	f.Width, f.Height, f.Small = m.Full.Width, m.Full.Height, m.Small.Media
	return f, errors.Join(
		x.keep(ctx, full(f.ID), m.Full.Media, m.Full.Data),
		x.keep(ctx, small(f.ID), m.Small.Media, m.Small.Data),
	)
}
