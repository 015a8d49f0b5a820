package etcdstore

import (
	"context"
	"errors"
	"slices"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// Commit implements store.Store. What became of a batch that no member answered is not known; it is sent once.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	if len(b.Put) == 0 {
		return s.deleteOnly(ctx, b)
	}
	return s.write(ctx, b, s.compares(b.If))
}

// write makes the transaction. Every one puts the marker, so that a reader knows up to where to read.
func (s *Store) write(ctx context.Context, b store.Batch, compares []clientv3.Cmp) (store.Rev, error) {
	ops := []clientv3.Op{clientv3.OpPut(s.marker, "")}
	for _, r := range b.Put {
		ops = append(ops, clientv3.OpPut(s.prefix+r.Key, string(r.Value)))
	}
	for _, k := range b.Delete {
		ops = append(ops, clientv3.OpDelete(s.prefix+k))
	}
	resp, err := write(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
		return kv.Txn(ctx).If(compares...).Then(ops...).Commit()
	})
	if err != nil {
		return 0, wrap("commit", err)
	}
	if !resp.Succeeded {
		return 0, store.ErrConflict
	}
	rev := store.Rev(resp.Header.Revision)
	s.compact.reached(rev, len(b.Delete))
	return rev, nil
}

// deleteOnly must not write at all when there is nothing to delete, not even the marker. So it reads what is there, and
// deletes that on condition that it still is; when it is not, it looks again.
func (s *Store) deleteOnly(ctx context.Context, b store.Batch) (store.Rev, error) {
	for {
		head, there, seen, err := s.look(ctx, b)
		if err != nil || len(there) == 0 {
			return head, err
		}
		rev, err := s.write(ctx, store.Batch{Delete: there}, s.compares(seen))
		if !errors.Is(err, store.ErrConflict) {
			return rev, err
		}
	}
}

// look checks the conditions and tells which of the keys to delete are there, and all that this depends on.
func (s *Store) look(ctx context.Context, b store.Batch) (head store.Rev, there []string, seen []store.Cond, err error) {
	gets := []clientv3.Op{clientv3.OpGet(s.marker, clientv3.WithKeysOnly())}
	for _, k := range b.Delete {
		gets = append(gets, clientv3.OpGet(s.prefix+k, clientv3.WithKeysOnly()))
	}
	resp, err := read(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
		return kv.Txn(ctx).If(s.compares(b.If)...).Then(gets...).Commit()
	})
	if err != nil {
		return 0, nil, nil, wrap("commit", err)
	}
	if !resp.Succeeded {
		return 0, nil, nil, store.ErrConflict
	}
	revs := make([]store.Rev, len(gets)) // 0 = not there
	for i, r := range resp.Responses {
		for _, kv := range r.GetResponseRange().Kvs {
			revs[i] = store.Rev(kv.ModRevision)
		}
	}
	seen = slices.Clone(b.If)
	for i, k := range b.Delete {
		seen = append(seen, store.Cond{Key: k, Rev: revs[i+1]})
		if revs[i+1] > 0 {
			there = append(there, k)
		}
	}
	return revs[0], there, seen, nil
}

// compares asks for the conditions: of a key that is not there etcd says that its ModRevision is 0, as we do.
func (s *Store) compares(conds []store.Cond) []clientv3.Cmp {
	var cs []clientv3.Cmp
	for _, c := range conds {
		cs = append(cs, clientv3.Compare(clientv3.ModRevision(s.prefix+c.Key), "=", int64(c.Rev)))
	}
	return cs
}
