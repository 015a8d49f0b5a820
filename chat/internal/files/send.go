package files

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Find is asked before a message is composed, and Attach within its batch. Find returns files of
// the author's that are ready and in no message, in their order, and what was done about their
// names.
func (x *Files) Find(
	ctx context.Context, id chat.SessionID, by Author, ids []chat.FileID,
) (all []chat.File, m chat.Moderation, err error) {
	if n := len(ids); n > chat.MaxFiles {
		return nil, m, fmt.Errorf("%w: files: %d, at most %d", chat.ErrInvalid, n, chat.MaxFiles)
	}
	b, err := x.read(ctx, id)
	if err != nil {
		return nil, m, err
	}
	for i, file := range ids {
		f, err := b.own(by, file)
		if err != nil || f.State != ready || f.N != 0 || slices.Contains(ids[:i], file) {
			return nil, m, fmt.Errorf(
				"%w: files[%d]: want a file of one's own that is complete", chat.ErrInvalid, i,
			)
		}
		all, m = append(all, f.File), m.And(f.Moderation)
	}
	return all, m, nil
}

// Attach says within the batch of a message that its files are in it, and until when they are kept;
// the zero instant: as long as the conversation.
func (x *Files) Attach(
	tx *store.Tx, id chat.SessionID, by Author, e chat.Entry, until time.Time,
) error {
	b, _, err := readBook(tx, id)
	if err != nil {
		return err
	}
	for i, file := range e.Files {
		// It was ready when the message was composed; another message may have it by now.
		f, err := b.own(by, file.ID)
		if err != nil || f.State != ready || f.N != 0 {
			return fmt.Errorf("%w: files[%d]: is there no more", chat.ErrInvalid, i)
		}
		// The command has done its work: nobody announces what was sent.
		f.N, f.Until, f.Command = e.N, until.Truncate(time.Millisecond), ""
		f.Alt = file.Alt
	}
	if err := putBook(tx, id, b); err != nil || until.IsZero() {
		return err
	}
	return x.due(tx, id, until, x.now())
}

// Drop lets go of a file of the author's that is in no message.
func (x *Files) Drop(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID,
) error {
	return x.drop(ctx, id, by, file, "")
}

// drop is Drop of a file while it is in a state; empty: in any.
func (x *Files) drop(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID, while state,
) error {
	// The record first: from then on nobody can send it, whatever becomes of its objects.
	err := records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		b, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		f, err := b.own(by, file)
		if err == nil && f.N != 0 {
			err = fmt.Errorf("%w: file: it is in a message", chat.ErrInvalid)
		}
		if err == nil && while != "" && f.State != while {
			err = chat.ErrNotFound
		}
		if err != nil {
			return err
		}
		return x.vanish(tx, id, &b, f)
	})
	if err == nil {
		x.delete(ctx, raw(file), full(file), small(file))
	}
	return err
}

// vanish takes files out of a book, and has their objects deleted once more when nobody writes them
// any more: an upload that is under way knows of nothing yet, and its node may die before it does.
func (x *Files) vanish(tx *store.Tx, id chat.SessionID, b *book, fs ...*stored) error {
	now := x.now()
	for _, f := range fs {
		*f = f.vanished(now)
	}
	if err := putBook(tx, id, *b); err != nil {
		return err
	}
	return x.due(tx, id, now.Add(again), now)
}

// Detach lets go, within the batch of a withdrawal, of the files of a message. Their objects are
// deleted by Discard, or when they are due.
//
// It takes the message's number and not its files: what a message says may be older than the book.
func (x *Files) Detach(tx *store.Tx, id chat.SessionID, n int) error {
	b, _, err := readBook(tx, id)
	if err != nil {
		return err
	}
	var of []*stored
	for i := range b.Files {
		if b.Files[i].N == n && b.Files[i].State != gone {
			of = append(of, &b.Files[i])
		}
	}
	if len(of) == 0 {
		return nil
	}
	return x.vanish(tx, id, &b, of...)
}

// Discard deletes the objects of files that were let go of, as far as it can.
func (x *Files) Discard(ctx context.Context, fs []chat.File) {
	for _, f := range fs {
		x.delete(ctx, raw(f.ID), full(f.ID), small(f.ID))
	}
}

// Opened is a file to be read. Close it.
type Opened struct {
	hook.BlobReader
	Name  string
	Media string
	At    time.Time // when it was announced: it never changes
	// Shown says that it may be shown within a page: it is a picture that was written anew.
	// Whatever else it is, a page offers it to be saved and shows nothing of it.
	Shown bool
}

// Open opens a file, or the small copy of a picture. Who may read it was asked before.
func (x *Files) Open(
	ctx context.Context, id chat.SessionID, file chat.FileID, asSmall bool,
) (Opened, error) {
	f, err := x.readable(ctx, id, nil, file)
	if err != nil {
		return Opened{}, err
	}
	// Nothing is read as it came, also where that is not deleted yet.
	o := Opened{Name: f.Name, Media: f.Media, At: f.At, Shown: f.picture()}
	key := full(file)
	if f.picture() && asSmall {
		key, o.Media = small(file), f.Small
	}
	if o.BlobReader, err = x.cfg.Blobs.Open(ctx, key); err != nil {
		return Opened{}, records.Unavailable(err)
	}
	return o, nil
}

// Readable reports whether somebody who sees the session may read a file: one that is in a message,
// or their own. It is chat.ErrNotFound otherwise.
func (x *Files) Readable(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID,
) error {
	_, err := x.readable(ctx, id, &by, file)
	return err
}

func (x *Files) readable(
	ctx context.Context, id chat.SessionID, by *Author, file chat.FileID,
) (stored, error) {
	b, err := x.read(ctx, id)
	if err != nil {
		return stored{}, err
	}
	f := b.find(file)
	if f == nil || f.State != ready || f.N == 0 && by != nil && !by.owns(*f) {
		return stored{}, chat.ErrNotFound
	}
	return *f, nil
}
