package sessions

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// Archived reads a session from the archive. Without an archive the error is chat.ErrNotFound.
func (r Reader) Archived(ctx context.Context, id chat.SessionID) (hook.Archived, error) {
	if r.archive == nil {
		return hook.Archived{}, chat.ErrNotFound
	}
	a, err := r.archive.Get(ctx, id)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return a, fmt.Errorf("%w: archive: %w", chat.ErrUnavailable, err)
	}
	return a, err
}

// left reads a session whose record has left the store for the archive; ok is false if it has
// not. The store is asked first: while the record is there, its timeline is whole, and the copy
// in the archive may be older.
func (r Reader) left(ctx context.Context, id chat.SessionID) (a hook.Archived, ok bool, err error) {
	if r.archive == nil {
		return a, false, nil
	}
	rs, err := r.store.Get(ctx, records.Session(id))
	if err != nil {
		return a, false, records.Unavailable(err)
	}
	if len(rs) > 0 {
		return a, false, nil
	}
	a, err = r.Archived(ctx, id)
	if errors.Is(err, chat.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}

// Missing returns why a session cannot be changed that is not in the store. One in the archive is
// past every window (chat.ErrWindow); any other does not exist (chat.ErrNotFound).
func (r Reader) Missing(ctx context.Context, id chat.SessionID) error {
	_, err := r.Archived(ctx, id)
	if err == nil {
		return fmt.Errorf("%w: it is in the archive", chat.ErrWindow)
	}
	return err
}

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
