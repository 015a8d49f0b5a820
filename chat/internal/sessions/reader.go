package sessions

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Reader reads sessions from a store, and those that have left it from an archive. It holds no
// state, and is safe for concurrent use.
type Reader struct {
	store   store.Store
	archive hook.Archive // nil: no session leaves the store
	atOnce  int          // how many reads of the store are under way at a time, for one call
}

// NewReader returns a Reader, which reads one range of an index after the other. A nil archive
// has no sessions: only those in the store are read.
func NewReader(s store.Store, a hook.Archive) Reader { return Reader{s, a, 1} }

// AtOnce is the Reader with n reads under way at a time for one call, at least 1.
func (r Reader) AtOnce(n int) Reader {
	r.atOnce = n
	return r
}

// Get reads one session. The error is chat.ErrNotFound if neither the store nor the archive has
// it, also for an id that no session can have.
func (r Reader) Get(ctx context.Context, id chat.SessionID) (chat.Session, error) {
	if !records.Minted(records.PrefixSession, string(id)) {
		return chat.Session{}, chat.ErrNotFound
	}
	rs, err := r.store.Get(ctx, records.Session(id))
	if err != nil {
		return chat.Session{}, records.Unavailable(err)
	}
	if len(rs) == 0 {
		a, err := r.Archived(ctx, id)
		return a.Session, err
	}
	return records.Decode[chat.Session](rs[0].Value)
}

// Pointed returns the id of the session that a visitor has open, or had open last; empty if there
// never was one.
func (r Reader) Pointed(ctx context.Context, v chat.VisitorID) (chat.SessionID, error) {
	rs, err := r.store.Get(ctx, records.Current(v))
	if err != nil || len(rs) == 0 {
		return "", records.Unavailable(err)
	}
	return pointed(rs[0])
}

// pointed reads a record of records.Current.
func pointed(at store.Record) (chat.SessionID, error) {
	p, err := records.Decode[records.Pointer](at.Value)
	return p.Session, err
}

// From is Current for whoever has read the record of records.Current together with others. The
// zero Record: there is none.
func (r Reader) From(
	ctx context.Context, current store.Record,
) (s chat.Session, ok bool, err error) {
	if current.Rev == 0 {
		return chat.Session{}, false, nil
	}
	id, err := pointed(current)
	return r.led(ctx, id, err)
}

// Current reads the session that a visitor has open, or had open last; ok is false if there never
// was one.
func (r Reader) Current(
	ctx context.Context, v chat.VisitorID,
) (s chat.Session, ok bool, err error) {
	id, err := r.Pointed(ctx, v)
	return r.led(ctx, id, err)
}

// led reads the session that a visitor's pointer leads to, where there is one.
func (r Reader) led(
	ctx context.Context, id chat.SessionID, err error,
) (s chat.Session, ok bool, _ error) {
	if err != nil || id == "" {
		return chat.Session{}, false, err
	}
	s, err = r.Get(ctx, id)
	return s, err == nil, err
}
