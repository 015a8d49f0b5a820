package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// MaxInboundFile is the largest file that is taken in from outside, in bytes.
const MaxInboundFile = MaxAgentFile

// Fetch fetches the files that messages from outside await, as far as it is due, and returns when
// there is something to do next; the zero Time is when something changes. Run does so on the node
// that leads; call it only to drive a desk by hand.
//
// Each step can be done again: a file has its place in the message and its keys before anything of
// it is stored, and the batch that says it is there is the one that makes it readable.
func (l Lines) Fetch(ctx context.Context, now time.Time) (time.Time, error) {
	return fetching(l).step(ctx, now)
}

// fetching is the worker behind Lines.Fetch.
type fetching struct{ d *Desk }

const (
	fetchFor  = 90 * time.Second // one file
	elsewhere = 10 * time.Second // after which to look for the messenger, or the store, again
)

// session does what is due in a session, one file after the other.
func (f fetching) session(
	ctx context.Context, id chat.SessionID, now time.Time,
) (time.Time, error) {
	all, err := f.d.files.Wanted(ctx, id, now)
	for _, w := range all {
		err = errors.Join(err, f.file(ctx, id, w))
	}
	next, failed := f.d.files.Reschedule(ctx, id)
	pauses := &f.d.engine.outbox.pauses
	if err = errors.Join(err, failed); err != nil {
		return pauses.fail(id, newer(now, f.d.now())), err
	}
	pauses.over(id)
	return next, nil
}

// file fetches one file, has it looked at, and tells what came of it.
func (f fetching) file(ctx context.Context, id chat.SessionID, w files.Wanted) error {
	data, err := f.data(ctx, w)
	var l files.Landed
	if err == nil {
		l, err = f.d.files.Fetched(ctx, id, w.ID, data)
	}
	switch why := missing(err); {
	case err == nil:
		return f.landed(ctx, id, w, l)
	case why != "":
		return f.missed(ctx, id, w, why)
	case errors.Is(err, chat.ErrNotFound): // it was erased meanwhile, or taken back
		f.d.files.Discarded(ctx, id, w.ID)
		return nil
	case w.Over:
		return f.missed(ctx, id, w, chat.MissingFailed)
	case errors.Is(err, errElsewhere):
		return f.d.files.Later(ctx, id, w.ID, elsewhere)
	}
	f.d.cfg.Logger.WarnContext(ctx, "fetch", "session", id, "file", w.ID, "error", err)
	return f.d.files.Tried(ctx, id, w.ID)
}

// errElsewhere says that there is nothing to try here and now: another node has the messenger, or
// the bytes that come along are not there yet.
var errElsewhere = errors.New("desk: fetch: not here")

// data are the bytes of a file; nil: they are there already.
func (f fetching) data(ctx context.Context, w files.Wanted) (data []byte, err error) {
	if w.There {
		return nil, nil
	}
	c, _ := f.d.engine.outbox.effects.Channel(w.Channel)
	from, ok := c.(hook.Fetcher)
	if !ok || w.Along {
		return nil, errElsewhere
	}
	ctx, cancel := context.WithTimeout(ctx, fetchFor)
	defer cancel()
	err = f.d.guard.Call(ctx, "fetch", func() error {
		data, err = from.Fetch(ctx, hook.WantedFile{
			Account: w.Account, FileSource: w.FileSource, Most: MaxInboundFile,
		})
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(data) > MaxInboundFile:
		return nil, hook.ErrTooLarge
	case len(data) == 0:
		return nil, fmt.Errorf("desk: fetch: nothing came: %w", hook.ErrRefused)
	}
	return data, nil
}

// missing is why a file will not come, by what went wrong; empty: it may come yet.
func missing(err error) chat.Missing {
	switch {
	case errors.Is(err, hook.ErrTooLarge):
		return chat.MissingSize
	case errors.Is(err, hook.ErrExpired):
		return chat.MissingExpired
	case errors.Is(err, hook.ErrRefused):
		return chat.MissingFailed
	case errors.Is(err, files.ErrScanned):
		return chat.MissingRefused
	case errors.Is(err, chat.ErrInvalid):
		return chat.MissingType
	}
	return ""
}

// landed tells that a file is there, or that its visitor sent more than they may.
func (f fetching) landed(
	ctx context.Context, id chat.SessionID, w files.Wanted, l files.Landed,
) error {
	set, err := f.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	err = f.tell(ctx, id, w, chat.Fetch{File: l.File}, func(tx *store.Tx, s chat.Session) error {
		site, _ := set.Site(s.Site)
		if err := sentToday(tx, f.d.now(), s.Visitor, l.Came, site.Files.Bytes()); err != nil {
			return err
		}
		return f.d.files.Land(tx, id, l, site.Files.KeptUntil(f.d.now()))
	})
	var limited *Limited
	switch {
	case errors.As(err, &limited):
		return f.missed(ctx, id, w, chat.MissingEnough)
	case left(err):
		return f.drop(ctx, id, w)
	case err == nil:
		f.d.files.Discarded(ctx, id, w.ID)
	}
	return err
}

// missed tells that a file will not come.
func (f fetching) missed(
	ctx context.Context, id chat.SessionID, w files.Wanted, why chat.Missing,
) error {
	c := chat.Fetch{File: chat.File{ID: w.ID}, Missing: why}
	err := f.tell(ctx, id, w, c, func(tx *store.Tx, _ chat.Session) error {
		return f.d.files.Miss(tx, id, w.ID)
	})
	switch {
	case left(err):
		return f.drop(ctx, id, w)
	case err == nil:
		f.d.files.Discarded(ctx, id, w.ID)
	}
	return err
}

// drop lets go of a file whose session nobody can write to any more.
func (f fetching) drop(ctx context.Context, id chat.SessionID, w files.Wanted) error {
	err := records.CommitFenced(ctx, f.d.cfg.Store, nil, func(tx *store.Tx) error {
		return f.d.files.Miss(tx, id, w.ID)
	})
	f.d.files.Discarded(ctx, id, w.ID)
	return gone(err)
}

// gone leaves out that a file is awaited no more.
func gone(err error) error {
	if errors.Is(err, chat.ErrNotFound) {
		return nil
	}
	return err
}

// tell adds to the timeline what became of a file, changes its message, and does what belongs to
// the same batch.
func (f fetching) tell(
	ctx context.Context, id chat.SessionID, w files.Wanted, c chat.Fetch,
	also func(*store.Tx, chat.Session) error,
) error {
	_, err := f.d.committer.Change(ctx, id, func(chat.Session) (_ chat.Command, err error) {
		c.Message, err = entryOf(ctx, f.d.cfg.Store, id, w.N)
		return c, err
	}, commit.Options{Also: func(tx *store.Tx, _, next chat.Session, es []chat.Entry) error {
		told := func(x chat.Entry) bool { return x.Kind == chat.KindFetched }
		if !slices.ContainsFunc(es, told) { // it was told before, or nobody awaits it any more
			return gone(f.d.files.Miss(tx, id, w.ID))
		}
		for _, x := range es {
			if !told(x) {
				continue
			}
			m, old, err := timelineEntry(tx, id, x.Of)
			if err != nil {
				return err
			}
			if err := putRecord(tx, records.Timeline(id, x.Of), m.FetchedBy(x), old); err != nil {
				return err
			}
		}
		return also(tx, next)
	}})
	return err
}

// unfetched says that files wait, and this node, which is to fetch them, keeps none.
func (e *engine) unfetched(kept hook.Blobs) []chat.Fault {
	if kept != nil || e.lease.Term() == 0 || !e.replica.Jobs().Fetching() {
		return nil
	}
	return []chat.Fault{{
		Kind: chat.FaultSetting,
		Says: "files from outside wait, and this node, which is to fetch them, has no Config.Blobs",
	}}
}

// fetch has the desk fetch files while this node leads.
func (e *engine) fetch(f fetching) step {
	return func(ctx context.Context, now time.Time) (time.Time, error) {
		switch {
		case !e.replica.Jobs().Fetching():
			return time.Time{}, nil
		case e.lease.Term() == 0: // this node is about to lead, or another one leads
			return now.Add(time.Second), nil
		}
		return f.step(ctx, now)
	}
}
