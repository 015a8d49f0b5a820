package sessions

import (
	"context"
	"errors"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// At reads the sessions that the first records of an index lead to, at most limit of them, in the
// order of the index. It leaves out those that are not in the store: an index and a session
// change in one batch, but they are read in two steps.
func (r Reader) At(ctx context.Context, prefix string, limit int) ([]chat.Session, error) {
	return r.AtAny(ctx, []store.Range{{Prefix: prefix, Limit: limit}})
}

// AtAny is At for several indexes. A session that is in more than one comes once.
func (r Reader) AtAny(ctx context.Context, indexes []store.Range) ([]chat.Session, error) {
	lists := make([][]store.Record, len(indexes))
	list := func(ctx context.Context, i int) (err error) {
		lists[i], err = r.store.List(ctx, indexes[i])
		return records.Unavailable(err)
	}
	if err := records.Together(ctx, r.atOnce, len(indexes), list); err != nil {
		return nil, err
	}
	var keys []string
	named := map[string]bool{}
	for _, rec := range slices.Concat(lists...) {
		p, err := records.Decode[records.Pointer](rec.Value)
		if err != nil {
			return nil, err
		}
		// The order is that in which sessions are first named.
		if key := records.Session(p.Session); !named[key] {
			named[key] = true
			keys = append(keys, key)
		}
	}
	return r.stored(ctx, keys)
}

// IDs lists the ids of all sessions that an index leads to, in its order.
func (r Reader) IDs(ctx context.Context, prefix string) ([]chat.SessionID, error) {
	rs, err := records.List(ctx, r.store, prefix)
	var ids []chat.SessionID
	for _, rec := range rs {
		ids = append(ids, records.PointsTo(rec))
	}
	return ids, records.Unavailable(err)
}

// OfVisitor reads a visitor's sessions, the newest first, at most limit of them, those in the
// archive too.
func (r Reader) OfVisitor(
	ctx context.Context, v chat.VisitorID, limit int,
) ([]chat.Session, error) {
	prefix := records.Prefix(records.FamilyVisitor, string(v))
	rs, err := r.store.List(ctx, store.Range{Prefix: prefix, Desc: true, Limit: limit})
	if err != nil {
		return nil, records.Unavailable(err)
	}
	var ids []chat.SessionID
	for _, rec := range rs {
		k, err := records.Parse(rec.Key)
		if err != nil {
			return nil, err
		}
		ids = append(ids, k.Session)
	}
	return r.anywhere(ctx, ids)
}

// stored reads sessions from the store by their keys, in that order. It leaves out those that are
// not there.
func (r Reader) stored(ctx context.Context, keys []string) ([]chat.Session, error) {
	found, err := records.GetAll(ctx, r.store, r.atOnce, keys)
	if err != nil {
		return nil, records.Unavailable(err)
	}
	var ss []chat.Session
	for _, k := range keys {
		rec, ok := found[k]
		if !ok {
			continue
		}
		s, err := records.Decode[chat.Session](rec.Value)
		if err != nil {
			return nil, err
		}
		ss = append(ss, s)
	}
	return ss, nil
}

// anywhere reads sessions in the order of their ids, from the store or from the archive. It
// leaves out those that are in neither.
//
// The archive is asked only for those that the store does not have, one by one: mostly there are
// none.
func (r Reader) anywhere(ctx context.Context, ids []chat.SessionID) ([]chat.Session, error) {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = records.Session(id)
	}
	ss, err := r.stored(ctx, keys)
	if err != nil || r.archive == nil || len(ss) == len(ids) {
		return ss, err
	}
	var all []chat.Session
	for _, id := range ids {
		if len(ss) > 0 && ss[0].ID == id {
			all, ss = append(all, ss[0]), ss[1:]
			continue
		}
		a, err := r.Archived(ctx, id)
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
