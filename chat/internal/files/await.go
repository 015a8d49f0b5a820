package files

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// awaited is the state of a file that is to be fetched. It is in a message from the beginning, and
// goes through two states less than others:
//
//	awaited → ready, or gone
//	awaited → there → ready, or gone (its bytes came along)
const awaited state = "awaited"

// Source is where a file that a message awaits comes from.
type Source struct {
	Channel string `json:"channel"`
	Account string `json:"account,omitempty"`
	hook.FileSource
	Along bool `json:"along,omitempty"` // its bytes came along, and are put by Give
}

// pending is what a file has while it is awaited.
type pending struct {
	Source
	Tries int       `json:"tries,omitempty"`
	Due   time.Time `json:"due"`
}

// How much a session awaits at a time, and how long a file is tried for.
const (
	mostAwaited = 40
	triedFor    = 24 * time.Hour
	firstPause  = 5 * time.Second
	lastPause   = time.Hour
)

// Room is how many more files a session can await.
func (x *Files) Room(ctx context.Context, id chat.SessionID) (int, error) {
	b, err := x.read(ctx, id)
	if err != nil {
		return 0, err
	}
	// Each has an address in the book while it is awaited, and a book has to fit into one record.
	if b.fits(0) != nil {
		return 0, nil
	}
	return max(0, min(mostAwaited-b.waiting(), maxCount-len(b.Files))), nil
}

// waiting is how many files of a session are awaited.
func (b book) waiting() (n int) {
	for _, f := range b.Files {
		if f.Pending != nil {
			n++
		}
	}
	return n
}

// ErrCrowded says that a session awaits more files than it can: ask for its Room again.
var ErrCrowded = errors.New("files: too many are awaited")

// Await notes, within the batch of a message, the files that it awaits.
func (x *Files) Await(
	tx *store.Tx, id chat.SessionID, e chat.Entry, from map[chat.FileID]Source,
) error {
	if len(e.Awaited) == 0 {
		return nil
	}
	b, _, err := readBook(tx, id)
	if err != nil {
		return err
	}
	if b.waiting()+len(e.Awaited) > mostAwaited { // others came since Room
		return ErrCrowded
	}
	now := x.now()
	// They have their place in the message and in the book before anything of them is stored, and
	// ids that follow from what came: whatever is done again is done to the same ones.
	for _, a := range e.Awaited {
		b.Files = append(b.Files, stored{
			File: chat.File{ID: a.ID, Name: a.Name}, By: chat.AuthorVisitor, At: now, N: e.N,
			State: awaited, Pending: &pending{Source: from[a.ID], Due: now},
		})
	}
	return errors.Join(putBook(tx, id, b), fetchAt(tx, id, now))
}

// Mark is the value of fetching/<session>: when there is something to fetch.
type Mark struct {
	Due time.Time `json:"due"`
}

func fetchAt(tx *store.Tx, id chat.SessionID, at time.Time) error {
	value, err := records.Encode(Mark{at}, nil)
	if err == nil {
		tx.Put(records.Fetching(id), value)
	}
	return err
}

// Give puts the bytes of an awaited file that came along. It may be called again, with the same
// bytes; of a file that awaits none it does nothing.
func (x *Files) Give(
	ctx context.Context, id chat.SessionID, file chat.FileID, data []byte,
) error {
	b, err := x.read(ctx, id)
	if err != nil {
		return err
	}
	f := b.find(file)
	if f == nil || f.State != awaited || !f.Pending.Along {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, uploadFor)
	defer cancel()
	err = x.cfg.Blobs.Put(ctx, raw(file), hook.Blob{
		Media: "application/octet-stream", Size: int64(len(data)), Body: bytes.NewReader(data),
	})
	if err != nil {
		return records.Unavailable(err)
	}
	err = x.step(ctx, id, file, awaited, there, func(f *stored) { f.Size = int64(len(data)) })
	if errors.Is(err, chat.ErrNotFound) {
		return nil // erased meanwhile
	}
	if err == nil {
		_, err = x.Reschedule(ctx, id)
	}
	return err
}

// Wanted is a file that is to be fetched, or looked at.
type Wanted struct {
	ID chat.FileID
	N  int // the message that awaits it
	Source
	There bool // its bytes are
	Over  bool // it was tried for long enough
}

// Wanted lists what is due in a session.
func (x *Files) Wanted(
	ctx context.Context, id chat.SessionID, now time.Time,
) (all []Wanted, err error) {
	b, err := x.read(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, f := range b.Files {
		if p := f.Pending; p != nil && !p.Due.After(now) {
			w := Wanted{ID: f.ID, N: f.N, Source: p.Source, There: f.State == there}
			w.Over = now.Sub(f.At) >= triedFor
			all = append(all, w)
		}
	}
	return all, nil
}

// Fetched looks at the bytes of an awaited file, as Complete does, and stores what is kept of it;
// with nil data at what Give put. What it returns is as it will be, and is for Land. An ErrInvalid
// refuses it.
func (x *Files) Fetched(
	ctx context.Context, id chat.SessionID, file chat.FileID, data []byte,
) (l Landed, err error) {
	b, err := x.read(ctx, id)
	if err != nil {
		return l, err
	}
	f := b.find(file)
	if f == nil || f.Pending == nil {
		return l, chat.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	select {
	case x.slots <- struct{}{}:
		defer func() { <-x.slots }()
	case <-ctx.Done():
		return l, records.Unavailable(ctx.Err())
	}
	// A node may have died after Give: what came along lies where it was put, and is looked at by
	// whichever node leads.
	if data == nil {
		if data, err = x.bytes(ctx, *f); err != nil {
			return l, err
		}
	}
	l.Came = int64(len(data))
	// What it stores is found by the file's id alone. Nobody may read it before Land, and whoever
	// lets go of the file meanwhile deletes it again when nobody can be writing it any more.
	l.made, err = x.look(ctx, id, *f, data)
	l.File = l.made.File
	return l, err
}

// Landed is a file that was awaited, and is there.
type Landed struct {
	chat.File
	Came int64 // bytes, before it was written anew
	made stored
}

// Land makes an awaited file ready, within the batch that tells of it; until is as with Attach. It
// is chat.ErrNotFound where nobody awaits it any more.
func (x *Files) Land(tx *store.Tx, id chat.SessionID, l Landed, until time.Time) error {
	b, _, err := readBook(tx, id)
	if err != nil {
		return err
	}
	f := b.find(l.ID)
	if f == nil || f.Pending == nil {
		return chat.ErrNotFound
	}
	// From here on it is a file like any other: where it came from is forgotten.
	l.made.into(f)
	f.State, f.Pending, f.Until = ready, nil, until.Truncate(time.Millisecond)
	if err := putBook(tx, id, b); err != nil || until.IsZero() {
		return err
	}
	return x.due(tx, id, until, x.now())
}

// Miss lets go, within the batch that tells so, of an awaited file that will not come.
func (x *Files) Miss(tx *store.Tx, id chat.SessionID, file chat.FileID) error {
	b, _, err := readBook(tx, id)
	if err != nil {
		return err
	}
	f := b.find(file)
	if f == nil || f.Pending == nil {
		return chat.ErrNotFound
	}
	return x.vanish(tx, id, &b, f)
}

// Tried notes that an awaited file could not be fetched now, and when it is tried again.
func (x *Files) Tried(ctx context.Context, id chat.SessionID, file chat.FileID) error {
	return x.again(ctx, id, file, func(p *pending) {
		// Platforms that are asked too often give nothing out for a while.
		p.Due = x.now().Add(min(firstPause<<min(p.Tries, 20), lastPause))
		p.Tries++
	})
}

// Later has an awaited file looked at again in so long. It counts as no try.
func (x *Files) Later(
	ctx context.Context, id chat.SessionID, file chat.FileID, in time.Duration,
) error {
	return x.again(ctx, id, file, func(p *pending) { p.Due = x.now().Add(in) })
}

func (x *Files) again(
	ctx context.Context, id chat.SessionID, file chat.FileID, change func(*pending),
) error {
	return records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		b, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		f := b.find(file)
		if f == nil || f.Pending == nil {
			return nil
		}
		change(f.Pending)
		return putBook(tx, id, b)
	})
}

// Reschedule writes down when there is something to fetch in a session next, and returns it; the
// zero instant, and no mark: nothing.
func (x *Files) Reschedule(ctx context.Context, id chat.SessionID) (next time.Time, err error) {
	err = records.CommitFenced(ctx, x.cfg.Store, nil, func(tx *store.Tx) error {
		b, _, err := readBook(tx, id)
		if err != nil {
			return err
		}
		next = time.Time{}
		for _, f := range b.Files {
			if p := f.Pending; p != nil && (next.IsZero() || p.Due.Before(next)) {
				next = p.Due
			}
		}
		if next.IsZero() {
			tx.Delete(records.Fetching(id))
			return nil
		}
		return fetchAt(tx, id, next)
	})
	return next, err
}

// Discarded deletes what nobody is to see of a file that was awaited, as far as it can: of one that
// is ready as it came, of one that will not come all.
func (x *Files) Discarded(ctx context.Context, id chat.SessionID, file chat.FileID) {
	b, err := x.read(ctx, id)
	if err != nil {
		return // it is deleted when it is due
	}
	switch f := b.find(file); {
	case f == nil:
		x.delete(ctx, raw(file), full(file), small(file))
	case f.State == ready:
		x.delete(ctx, raw(file))
	}
}
