package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// noBlobs are those of a desk without any: nothing is kept, and what an earlier one kept is not
// said to be erased.
type noBlobs struct{}

var errNoBlobs = errors.New("desk: config: Blobs: missing")

func (noBlobs) Put(context.Context, string, hook.Blob) error { return errNoBlobs }
func (noBlobs) Delete(context.Context, string) error         { return errNoBlobs }
func (noBlobs) Open(context.Context, string) (hook.BlobReader, error) {
	return nil, errNoBlobs
}

// openFiles makes the files of a desk.
func openFiles(cfg Config, now func() time.Time, h hooks) *files.Files {
	x := files.Config{
		Store: cfg.Store, Blobs: cfg.Blobs, Now: now, Mint: cfg.IDs.Mint, Wake: wakeFiles,
	}
	if x.Blobs == nil {
		x.Blobs = noBlobs{}
	}
	if s, ok := cfg.Screen.(hook.FileScreen); ok {
		x.Scan = h.scan(s)
	}
	return files.New(x)
}

// scanFor is how long it may take to scan a file.
const scanFor = 30 * time.Second

// scan asks the moderation hook about a file.
func (h hooks) scan(s hook.FileScreen) func(context.Context, hook.FileDraft) error {
	return func(ctx context.Context, f hook.FileDraft) error {
		ctx, cancel := context.WithTimeout(ctx, scanFor)
		defer cancel()
		err := h.guard.Call(ctx, "scan", func() error { return s.ScreenFile(ctx, f) })
		switch {
		case errors.Is(err, chat.ErrInvalid):
			h.refused(ctx, hook.Draft{Session: f.Session, Author: f.Author}, err)
		case err != nil:
			h.log.WarnContext(ctx, "scan", "error", err)
		}
		return err
	}
}

// filesEvery is how often files are looked at while any of them is due.
const filesEvery = time.Hour

// wakeFiles has the leading node look at what is due, with the next full hour: whoever sends a file
// writes the same job then, and nobody has to read it first.
func wakeFiles(tx *store.Tx, now time.Time) error {
	return putJob(tx, now.Truncate(filesEvery).Add(filesEvery), job{Kind: jobFiles})
}

// sweepFiles looks at the files that are due. The next time is an hour later at the earliest.
func (w worker) sweepFiles(
	ctx context.Context, j job, fence []store.Cond, now time.Time,
) error {
	next, err := w.files.Sweep(ctx, fence[:1], now)
	if err != nil {
		return err
	}
	return records.CommitFenced(ctx, w.store, fence, func(tx *store.Tx) error {
		if next.IsZero() {
			tx.Delete(j.key())
			return nil
		}
		due := next
		if next.After(now) {
			due = newer(next, now.Truncate(filesEvery).Add(filesEvery))
		}
		return putJob(tx, due, job{Kind: jobFiles})
	})
}

// uploaded is how many bytes a visitor announced on a day, UTC.
type uploaded struct {
	Day   time.Time `json:"day,omitzero"`
	Bytes int64     `json:"bytes,omitempty"`
}

// and adds up what one person sent under two ids.
func (u uploaded) and(o uploaded) uploaded {
	switch {
	case u.Day.Equal(o.Day):
		u.Bytes += o.Bytes
	case o.Day.After(u.Day):
		return o
	}
	return u
}

// quota counts, within the batch of a file, what its visitor sends in a day. Agents have none.
func (f Files) quota(
	ctx context.Context, v voice, s chat.Session, size int64,
) (func(*store.Tx) error, error) {
	if v.author.Kind != chat.AuthorVisitor {
		return func(*store.Tx) error { return nil }, nil
	}
	set, err := f.m.d.settled.Serving(ctx)
	if err != nil {
		return nil, err
	}
	site, _ := set.Site(s.Site)
	return func(tx *store.Tx) error {
		return sentToday(tx, f.m.d.now(), s.Visitor, size, site.Files.Bytes())
	}, nil
}

// sentToday counts what a visitor sends in a day, up to so many bytes.
func sentToday(tx *store.Tx, now time.Time, v chat.VisitorID, size, most int64) error {
	day := now.Truncate(24 * time.Hour)
	return editVisitorRecord(tx, v, func(m *visitorRecord) (bool, error) {
		if m.Erased || m.Erasing != nil {
			return false, chat.ErrClosed
		}
		if !m.Uploaded.Day.Equal(day) {
			m.Uploaded = uploaded{Day: day}
		}
		if m.Uploaded.Bytes+size > most {
			what := fmt.Sprintf("files of one visitor: %d MB a day", most>>20)
			return false, &Limited{What: what, After: day.Add(24 * time.Hour).Sub(now)}
		}
		m.Uploaded.Bytes += size
		return true, nil
	})
}
