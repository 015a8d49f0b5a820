package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/erase"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	archiveTries = 3
	archivePage  = 32               // sessions read in one step
	archivePause = 15 * time.Minute // the pause when nothing is due
	archiveBatch = 60               // records deleted in one batch
)

// Archivist moves sessions that have been over for Config.ArchiveAfter from the store to the
// archive. Every node may run one.
//
// A session moves in three parts. First it is put into the archive. Then its record leaves the
// store in one batch, on the condition that nobody changed it meanwhile. Last, its timeline and
// other records are deleted, by any Archivist that finds them. So a node that dies in between loses
// nothing.
//
// Step is for one caller at a time.
type Archivist struct {
	d *Desk
}

// Archivist returns this desk's archivist, for driving it by hand. Run drives it otherwise. Without
// Config.Archive it does nothing.
func (d *Desk) Archivist() *Archivist { return &Archivist{d} }

// Step moves the sessions that are due, a page at a time. It returns when to call it again.
func (p *Archivist) Step(ctx context.Context, now time.Time) (time.Time, error) {
	if p.d.cfg.Archive == nil {
		return time.Time{}, nil
	}
	if err := p.tidy(ctx); err != nil {
		return now.Add(archivePause), err
	}
	rs, err := p.d.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(records.FamilyEnded), Limit: archivePage})
	if err != nil {
		return now.Add(archivePause), unavailable(err)
	}
	n := 0
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		if err != nil {
			return now.Add(archivePause), err
		}
		if due := k.At.Add(p.d.cfg.ArchiveAfter); due.After(now) {
			return later(now, due), nil
		}
		f, err := p.move(ctx, k.Session, now)
		if err != nil {
			return now.Add(archivePause), err
		}
		if f == moved {
			n++
		}
	}
	if n == 0 { // the rest may still be reopened, or another node moves it
		return now.Add(archivePause), nil
	}
	return now, nil
}

// later returns when to look for a due session again: whatever ends meanwhile is due after due.
func later(now, due time.Time) time.Time {
	if pause := now.Add(archivePause); due.Before(pause) {
		return due
	}
	return now.Add(archivePause)
}

// fate says what became of a session that was to be moved.
type fate int

const (
	stays   fate = iota // it may still be reopened, or is gone already
	moved               // it is in the archive and no longer in the store
	altered             // it was changed meanwhile
)

// move puts one session into the archive and takes it out of the store. A session that was changed
// meanwhile is put again as it is then: what was erased must not stay in the archive.
func (p *Archivist) move(ctx context.Context, id chat.SessionID, now time.Time) (f fate, err error) {
	for range archiveTries {
		if f, err = p.try(ctx, id, now); f != altered {
			return f, err
		}
	}
	return f, err
}

// retold is how long a messenger may tell again of what a customer wrote. Until then the receipts
// of that stay with its session.
const retold = 36 * time.Hour

func (p *Archivist) try(ctx context.Context, id chat.SessionID, now time.Time) (fate, error) {
	r, s, err := records.ReadSession(ctx, p.d.cfg.Store, id)
	if err != nil {
		return stays, unavailable(err)
	}
	keep := s.Policy.Resolved().ReopenFor
	if s.Carried() {
		keep = max(keep, retold)
	}
	over := s.State.Ended() && s.State != chat.Messaged
	if s.ID == "" || !over || s.EndedAt.Add(keep).After(now) {
		return stays, nil
	}
	a, err := p.collect(ctx, s)
	if err != nil {
		return stays, err
	}
	if len(a.Entries) != s.Entries {
		return altered, nil // it was changed while it was read; if not, Check reports the gap
	}
	if err := p.d.cfg.Archive.Put(ctx, a); err != nil {
		return stays, fmt.Errorf("desk: archive %s: %w", id, err)
	}
	return p.release(ctx, r, s)
}

// collect reads a session's timeline. It collects nothing of a session whose erasure is under way.
func (p *Archivist) collect(ctx context.Context, s chat.Session) (hook.Archived, error) {
	a := hook.Archived{Session: s}
	rs, err := records.List(ctx, p.d.cfg.Store, records.Prefix(records.FamilyTimeline, string(s.ID)))
	if err != nil {
		return a, unavailable(err)
	}
	for _, r := range rs {
		e, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			return a, err
		}
		if s.Erased {
			e = erase.Blank(e)
		}
		a.Entries = append(a.Entries, e)
	}
	return a, nil
}

// release takes the session's record out of the store if it is still the one that was archived.
func (p *Archivist) release(ctx context.Context, r store.Record, s chat.Session) (fate, error) {
	to, err := records.Encode(records.Pointer{Session: s.ID, Archived: true}, nil)
	if err != nil {
		return stays, err
	}
	visitor := records.Visitor(s.Visitor, s.CreatedAt, s.ID)
	b := store.Batch{If: []store.Cond{{Key: r.Key, Rev: r.Rev}}, Delete: []string{r.Key}, Put: []store.Record{
		{Key: visitor, Value: to}, {Key: records.Leaving(s.ID), Value: to},
	}}
	for k := range records.Indexes(s) {
		if k != visitor {
			b.Delete = append(b.Delete, k)
		}
	}
	_, err = p.d.cfg.Store.Commit(ctx, b)
	switch {
	case errors.Is(err, store.ErrConflict):
		return altered, nil
	case err != nil:
		return stays, unavailable(err)
	}
	return moved, nil
}

// tidy deletes what is left in the store of sessions that are in the archive.
func (p *Archivist) tidy(ctx context.Context) error {
	rs, err := records.List(ctx, p.d.cfg.Store, records.Prefix(records.FamilyLeaving))
	if err != nil {
		return unavailable(err)
	}
	for _, r := range rs {
		k, err := records.Parse(r.Key)
		if err != nil {
			return err
		}
		for _, f := range []records.Family{records.FamilyTimeline, records.FamilyDone, records.FamilyCursor} {
			if err := p.clear(ctx, records.Prefix(f, string(k.Session))); err != nil {
				return err
			}
		}
		if _, err := p.d.cfg.Store.Commit(ctx, store.Batch{Delete: []string{r.Key}}); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// clear deletes a range, a batch at a time.
func (p *Archivist) clear(ctx context.Context, prefix string) error {
	for {
		rs, err := p.d.cfg.Store.List(ctx, store.Range{Prefix: prefix, Limit: archiveBatch})
		if err != nil || len(rs) == 0 {
			return unavailable(err)
		}
		var b store.Batch
		for _, r := range rs {
			b.Delete = append(b.Delete, r.Key)
		}
		if _, err := p.d.cfg.Store.Commit(ctx, b); err != nil {
			return unavailable(err)
		}
	}
}
