package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// sharedStore reports whether a store says that several nodes may share it.
func sharedStore(s store.Store) bool {
	for ; s != nil; s = store.Unwrap(s) {
		if x, ok := s.(interface{ Shared() bool }); ok {
			return x.Shared()
		}
	}
	return false
}

// eraseArchived takes everything a person said out of a session in the archive.
func (d *Desk) eraseArchived(ctx context.Context, id chat.SessionID) error {
	a, err := d.sessions.Archived(ctx, id)
	if err != nil || a.Session.Erased {
		return err
	}
	if a.Session, _, err = chat.Decide(a.Session, chat.Redact{}, d.now()); err != nil {
		return err
	}
	entries := make([]chat.Entry, len(a.Entries))
	for i, e := range a.Entries {
		entries[i] = blank(e)
	}
	a.Entries = entries
	return unavailable(d.cfg.Archive.Put(ctx, a))
}
