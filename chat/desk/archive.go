package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// archivedPage returns the entries of an archived session after an entry, at most limit, and the
// number of the last of them.
func archivedPage(a hook.Archived, after, limit int) ([]chat.Entry, int) {
	i, _ := slices.BinarySearchFunc(a.Entries, after+1, func(e chat.Entry, n int) int { return e.N - n })
	es := a.Entries[i:min(i+limit, len(a.Entries))]
	if len(es) > 0 {
		after = es[len(es)-1].N
	}
	return es, after
}

// sharedStore reports whether a store says that several nodes may share it.
func sharedStore(s store.Store) bool {
	for ; s != nil; s = store.Unwrap(s) {
		if x, ok := s.(interface{ Shared() bool }); ok {
			return x.Shared()
		}
	}
	return false
}

// archived reads a session from the archive; ErrNotFound without one.
func (d *Desk) archived(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	if d.cfg.Archive == nil {
		return hook.Archived{}, chat.ErrNotFound
	}
	a, err := d.cfg.Archive.Get(ctx, id)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return a, fmt.Errorf("%w: archive: %w", chat.ErrUnavailable, err)
	}
	return a, err
}

// left reads a session that has left the store for the archive. ok is false if it has not.
func (d *Desk) left(ctx context.Context, id chat.SessionID) (a hook.Archived, ok bool, err error) {
	if d.cfg.Archive == nil {
		return a, false, nil
	}
	rs, err := d.cfg.Store.Get(ctx, records.Session(id))
	if err != nil {
		return a, false, unavailable(err)
	}
	if len(rs) > 0 {
		return a, false, nil
	}
	a, err = d.archived(ctx, id)
	if errors.Is(err, chat.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}

// missing returns why a session cannot be changed that is not in the store: one in the archive is past every window.
func (d *Desk) missing(ctx context.Context, id chat.SessionID) error {
	_, err := d.archived(ctx, id)
	if err == nil {
		return fmt.Errorf("%w: it is in the archive", chat.ErrWindow)
	}
	return err
}

// withArchived reads sessions by their keys, in order, wherever they are.
func (d *Desk) withArchived(ctx context.Context, keys []string) ([]chat.Session, error) {
	ss, err := d.sessionsOf(ctx, keys)
	if err != nil || d.cfg.Archive == nil || len(ss) == len(keys) {
		return ss, err
	}
	var all []chat.Session
	for _, key := range keys {
		if len(ss) > 0 && records.Session(ss[0].ID) == key {
			all, ss = append(all, ss[0]), ss[1:]
			continue
		}
		k, err := records.Parse(key)
		if err != nil {
			return nil, err
		}
		a, err := d.archived(ctx, k.Session)
		if errors.Is(err, chat.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, a.Session)
	}
	return all, nil
}

// eraseArchived takes everything a person said out of a session in the archive.
func (d *Desk) eraseArchived(ctx context.Context, id chat.SessionID) error {
	a, err := d.archived(ctx, id)
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
