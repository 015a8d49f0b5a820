package erase

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// Eraser erases sessions. It holds no state, and is safe for concurrent use: two that erase the
// same session do no harm to each other.
type Eraser struct {
	cfg Config
}

// Config is what an Eraser is made of. Archive and Files may be nil; everything else is required.
type Config struct {
	Store     store.Store
	Committer *commit.Committer
	Sessions  sessions.Reader // of the same store and archive
	Archive   hook.Archive
	Now       func() time.Time
	// Files deletes the files of a session that is erased already. Default: there are none.
	Files func(context.Context, chat.SessionID) error
}

// New returns an Eraser.
func New(cfg Config) Eraser { return Eraser{cfg} }

// Sessions erases some sessions, wherever they are, and everything derived from them. The fence
// conditions the ending of each session: records.ErrFenced when it does not hold any more.
func (e Eraser) Sessions(ctx context.Context, ids []chat.SessionID, fence []store.Cond) error {
	for _, id := range ids {
		if err := e.redact(ctx, id, fence); err != nil {
			return err
		}
	}
	// The outbox comes before the timeline: no mail of an erased session is made from what is left
	// of it.
	if err := e.effects(ctx, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if err := e.entries(ctx, id); err != nil {
			return err
		}
		if err := e.Receipts(ctx, string(id)); err != nil {
			return err
		}
		// Last, because the session takes no files only once it is erased.
		if e.cfg.Files == nil {
			continue
		}
		if err := e.cfg.Files(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// redact ends a session and clears what its record says of its visitor. That takes several
// commands: one ends a conversation, another one the wrap-up after it, the last one clears.
func (e Eraser) redact(ctx context.Context, id chat.SessionID, fence []store.Cond) error {
	// Each round is one command. A session that others change meanwhile takes another round.
	for {
		out, err := e.cfg.Committer.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
			switch {
			case s.State == chat.Wrapping:
				return chat.EndWrap{Reason: chat.ByHost}, nil
			case !s.State.Ended():
				return chat.End{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.Erased}, nil
			}
			return chat.Redact{}, nil
		}, commit.Options{
			Erasing: true, If: fence,
			// What is kept of the visitor's addresses is found by the session alone, so it goes in
			// the batch that clears it.
			Also: func(tx *store.Tx, old, next chat.Session, _ []chat.Entry) error {
				for _, dead := range next.Unnamed(old) {
					tx.Delete(records.Mailed(dead))
				}
				return nil
			},
		})
		switch {
		case errors.Is(err, chat.ErrWindow):
			return e.archived(ctx, id)
		case err != nil:
			return err
		case out.Session.Erased:
			return nil
		}
	}
}

// archived erases a session in the archive. The archive replaces what it had.
func (e Eraser) archived(ctx context.Context, id chat.SessionID) error {
	a, err := e.cfg.Sessions.Archived(ctx, id)
	if err != nil || a.Session.Erased {
		return err
	}
	// These go first: once the archive has the session without their hashes, nobody finds the
	// records any more, and an erasure that died in between would leave them.
	for _, dead := range a.Session.Dead {
		b := store.Batch{Delete: []string{records.Mailed(dead)}}
		if _, err := e.cfg.Store.Commit(ctx, b); err != nil {
			return records.Unavailable(err)
		}
	}
	if a.Session, _, err = chat.Decide(a.Session, chat.Redact{}, e.cfg.Now()); err != nil {
		return err
	}
	entries := make([]chat.Entry, len(a.Entries))
	for i, x := range a.Entries {
		entries[i] = Blank(x)
	}
	a.Entries = entries
	return records.Unavailable(e.cfg.Archive.Put(ctx, a))
}
