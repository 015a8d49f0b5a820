package files

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/filetype"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Files keeps the files of sessions. It is safe for concurrent use, and holds nothing but the
// places of those that are looked at: all it knows is in the store and with the Blobs.
type Files struct {
	cfg   Config
	slots chan struct{} // of those that are looked at: pictures take much memory
}

// Config is what Files are made of. Everything is required but Scan.
type Config struct {
	Store store.Store
	Blobs hook.Blobs
	Now   func() time.Time
	Mint  func(prefix string) string
	// Scan looks at a file before anybody but its sender sees it. An error of chat.ErrInvalid
	// refuses it, any other says to try again.
	Scan func(context.Context, hook.FileDraft) error
	// Wake adds to a batch that there are files which become due.
	Wake func(tx *store.Tx, now time.Time) error
}

// now is to the millisecond, as keys are: what is due by its key is due by its record, too.
func (x *Files) now() time.Time { return x.cfg.Now().Truncate(time.Millisecond) }

// atOnce is how many files are looked at at a time.
const atOnce = 2

// New returns the files of a store.
func New(cfg Config) *Files { return &Files{cfg, make(chan struct{}, atOnce)} }

// Request announces a file.
type Request struct {
	Command chat.CommandID // announced again under it, it is the same file; empty: another one
	Name    string
	Alt     string
	Size    int64
	Sum     string // SHA-256 in hex; empty: not known
	chat.Moderation
}

// Named is a name as Begin keeps it: what there is to be looked at before.
func Named(name string) string { return filetype.Clean(name) }

// Prefix begins the id of every file.
const Prefix = "fil_"

// Begin announces a file in a session that goes on. Also belongs to the same batch; of a repetition
// it is not asked.
func (x *Files) Begin(
	ctx context.Context, id chat.SessionID, by Author, r Request, also func(*store.Tx) error,
) (f chat.File, err error) {
	fresh := chat.FileID(x.cfg.Mint(Prefix))
	err = records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		if err := running(tx, id); err != nil {
			return err
		}
		b, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		now := x.now()
		// Its sender may not have heard of it the first time. It counts once.
		for _, o := range b.Files {
			if r.Command != "" && o.Command == r.Command && by.owns(o) && o.State != gone {
				f = o.File
				return nil
			}
		}
		if err := b.fits(r.Size); err != nil {
			return err
		}
		// Every try of this batch has the same id: of those that fail nothing was stored.
		f = chat.File{ID: fresh, Name: Named(r.Name), Size: r.Size, Alt: r.Alt}
		s := stored{
			File: f, By: by.Kind, Command: r.Command, At: now, Sum: r.Sum, State: begun,
			Moderation: r.Moderation,
		}
		if by.Kind != chat.AuthorVisitor {
			s.Agent = by.ID
		}
		b.Files = append(b.Files, s)
		if err := also(tx); err != nil {
			return err
		}
		return errors.Join(putBook(tx, id, b), x.due(tx, id, now.Add(orphanAfter), now))
	})
	return f, err
}

// running refuses a session in which nothing can be said. That it is so is a condition of the
// batch: no file begins in a session that is being erased.
func running(tx *store.Tx, id chat.SessionID) error {
	rs, err := tx.Get(records.Session(id))
	if err != nil || len(rs) == 0 {
		return errors.Join(records.Unavailable(err), chat.ErrClosed)
	}
	s, err := records.Decode[chat.Session](rs[0].Value)
	if err == nil && (s.Erased || !s.State.Running()) {
		err = chat.ErrClosed
	}
	return err
}

// due has the session's files looked at from an instant on. There may be several marks of a
// session: each is looked at when it is due, does what there is to do by then, and goes.
func (x *Files) due(tx *store.Tx, id chat.SessionID, at, now time.Time) error {
	value, err := records.Encode(records.Pointer{Session: id}, nil)
	if err != nil {
		return err
	}
	tx.Put(records.FilesDue(at, id), value)
	return x.cfg.Wake(tx, now)
}

// mostAgain is how much is read of what is there already: more than any file has.
const mostAgain = 32 << 20

// Put stores the bytes of a file that was announced. Until it is complete it may be put again.
func (x *Files) Put(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID, body io.Reader,
) error {
	f, err := x.own(ctx, id, by, file)
	now := x.now()
	switch {
	case err != nil:
		return err
	case f.State == ready: // its sender may not have heard that it came, and hears no answer before
		_, _ = io.Copy(io.Discard, io.LimitReader(body, mostAgain))
		return nil
	// Later on its objects may have been deleted for the last time.
	case now.After(f.At.Add(uploadFor)):
		return chat.ErrWindow
	}
	ctx, cancel := context.WithDeadline(ctx, time.Now().Add(f.At.Add(uploadFor).Sub(now)))
	defer cancel()
	// What is wrong stops the reading, so it never takes the place of what came before it: the
	// sender may have tried again already, while this body was waited for.
	arriving := &arrival{of: body, f: f, sum: sha256.New()}
	err = x.cfg.Blobs.Put(ctx, raw(file), hook.Blob{
		Media: "application/octet-stream", Size: f.Size, Body: arriving,
	})
	if arriving.err != nil {
		return arriving.err
	}
	if err != nil {
		return records.Unavailable(err)
	}
	// Only now somebody can find it. Who erased the session meanwhile has deleted nothing of it.
	return x.step(ctx, id, file, begun, there, nil)
}

// own reads a file of the author's.
func (x *Files) own(
	ctx context.Context, id chat.SessionID, by Author, file chat.FileID,
) (stored, error) {
	b, err := x.read(ctx, id)
	if err != nil {
		return stored{}, err
	}
	f, err := b.own(by, file)
	if err != nil {
		return stored{}, err
	}
	return *f, nil
}

// read reads a session's book outside of a batch: what it says may be over by the time that
// somebody acts on it, and whoever writes asks again.
func (x *Files) read(ctx context.Context, id chat.SessionID) (b book, err error) {
	rs, err := x.cfg.Store.Get(ctx, records.Files(id))
	if err != nil || len(rs) == 0 {
		return b, records.Unavailable(err)
	}
	return records.Decode[book](rs[0].Value)
}

// step takes a file from one state to the next, and changes it. One that is gone by now, with its
// session perhaps, leaves nothing behind. In a state further on it stays as it is: two who do the
// same both come to the end, and what the first one did stands.
func (x *Files) step(
	ctx context.Context, id chat.SessionID, file chat.FileID, from, to state, change func(*stored),
) error {
	err := records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		b, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		f := b.find(file)
		if f == nil {
			return chat.ErrNotFound
		}
		if f.State != from {
			return nil
		}
		f.State = to
		if change != nil {
			change(f)
		}
		return putBook(tx, id, b)
	})
	if errors.Is(err, chat.ErrNotFound) {
		x.delete(ctx, raw(file), full(file), small(file))
	}
	return err
}

// delete deletes objects as far as it can at once. What it cannot is deleted when it is due.
func (x *Files) delete(ctx context.Context, keys ...string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	for _, k := range keys {
		_ = x.cfg.Blobs.Delete(ctx, k)
	}
}
