package records

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// Page is the number of records that List and ListAfter read at a time.
const Page = 256

// List returns every record whose key begins with prefix, in byte order. Each page is as of its
// own instant.
func List(ctx context.Context, s store.Store, prefix string) ([]store.Record, error) {
	return ListAfter(ctx, s, prefix, "")
}

// ListAfter is List for the keys that sort behind after, which need not exist.
func ListAfter(ctx context.Context, s store.Store, prefix, after string) ([]store.Record, error) {
	var all []store.Record
	r := store.Range{Prefix: prefix, After: after, Limit: Page}
	for {
		rs, err := s.List(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("desk: list %s: %w", prefix, err)
		}
		all = append(all, rs...)
		if len(rs) < r.Limit {
			return all, nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// ByKey finds records by their keys.
func ByKey(rs []store.Record) map[string]store.Record {
	m := make(map[string]store.Record, len(rs))
	for _, r := range rs {
		m[r.Key] = r
	}
	return m
}

// ReadSession returns a session with its record. One that does not exist is the zero Session at
// revision 0. When the record exists and cannot be decoded, it comes with the error.
func ReadSession(ctx context.Context, s store.Store, id chat.SessionID) (store.Record, chat.Session, error) {
	rs, err := s.Get(ctx, Session(id))
	if err != nil || len(rs) == 0 {
		return store.Record{}, chat.Session{}, err
	}
	session, err := Decode[chat.Session](rs[0].Value)
	return rs[0], session, err
}

// PointsTo returns the session that an index record leads to; "" when the record is no Pointer.
func PointsTo(r store.Record) chat.SessionID {
	p, err := Decode[Pointer](r.Value)
	if err != nil {
		return ""
	}
	return p.Session
}

// getPage is the number of records that GetAll gets at a time.
const getPage = 64

// GetAll finds any number of records by their keys, with atOnce reads at a time. Those that do not
// exist are left out. Each 64 are as of their own instant.
func GetAll(
	ctx context.Context, s store.Store, atOnce int, keys []string,
) (map[string]store.Record, error) {
	chunks := slices.Collect(slices.Chunk(keys, getPage))
	some := make([][]store.Record, len(chunks))
	err := Together(ctx, atOnce, len(chunks), func(ctx context.Context, i int) (err error) {
		some[i], err = s.Get(ctx, chunks[i]...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ByKey(slices.Concat(some...)), nil
}

// ReadSessions returns the records of the sessions that the keys of index records name. Those
// that do not exist are left out.
func ReadSessions(ctx context.Context, s store.Store, index []store.Record) ([]store.Record, error) {
	var keys []string
	for _, r := range index {
		if k, err := Parse(r.Key); err == nil {
			keys = append(keys, Session(k.Session))
		}
	}
	var rs []store.Record
	for len(keys) > 0 {
		n := min(len(keys), getPage)
		some, err := s.Get(ctx, keys[:n]...)
		if err != nil {
			return nil, fmt.Errorf("desk: load sessions: %w", err)
		}
		rs, keys = append(rs, some...), keys[n:]
	}
	return rs, nil
}
