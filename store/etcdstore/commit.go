package etcdstore

import (
	"context"
	"errors"
	"slices"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// Commit implements store.Store. What became of a batch that no member answered is not known; it is
// sent once.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	if len(b.Put) == 0 {
		return s.deleteOnly(ctx, b)
	}
	return s.write(ctx, b)
}

// write makes the transaction. Every one puts the marker, so that a reader knows up to where to
// read, and is made on the condition that the handle's past is still there. Nothing is written
// where that or a condition does not hold, so that it can be tried again as who has learnt better.
func (s *Store) write(ctx context.Context, b store.Batch) (store.Rev, error) {
	for {
		was := s.history.standing()
		compares, ok := s.compares(was, b.If)
		if !ok {
			return 0, store.ErrConflict
		}
		w := s.history.take()
		resp, err := s.send(ctx, was, w, b, compares)
		if err != nil {
			return 0, wrap("commit", err)
		}
		if resp.Succeeded {
			rev, by := resp.Header.Revision, w.name
			w.last = rev
			s.history.give(w) // it is another commit's from here on
			s.history.wrote(standing{shift: was.shift, cluster: resp.Header.ClusterId, head: rev, last: rev, by: by})
			s.compact.reached(store.Rev(rev), len(b.Delete))
			return store.Rev(rev) + was.shift, nil
		}
		at, back, err := s.learn(was, resp.Header, resp.Responses)
		if err == nil && back {
			err = s.raise(ctx, was, at)
		}
		if err != nil {
			return 0, wrap("commit", err)
		}
		own := first(resp.Responses[looking])
		switch mine := own == nil && w.last == 0 || own != nil && own.ModRevision == w.last; {
		case back || at.shift != was.shift || !mine: // the writer goes
		default:
			s.history.give(w)
			return 0, store.ErrConflict
		}
	}
}

func (s *Store) send(ctx context.Context, was standing, w *writer, b store.Batch, compares []clientv3.Cmp) (*clientv3.TxnResponse, error) {
	key := s.writerKey(w.name)
	compares = append(compares, s.shiftIs(was.shift), clientv3.Compare(clientv3.ModRevision(key), "=", w.last))
	if was.by != "" {
		compares = append(compares, clientv3.Compare(clientv3.ModRevision(s.writerKey(was.by)), ">", was.last-1))
	}
	ops := []clientv3.Op{clientv3.OpPut(s.marker, w.name), clientv3.OpPut(key, "")}
	if was.by == w.name { // one key, one condition: it is as new as this writer left it
		compares = compares[:len(compares)-1]
	}
	for _, r := range b.Put {
		ops = append(ops, clientv3.OpPut(s.prefix+r.Key, string(r.Value)))
	}
	for _, k := range b.Delete {
		ops = append(ops, clientv3.OpDelete(s.prefix+k))
	}
	otherwise := append(s.looks(was), clientv3.OpGet(key, clientv3.WithKeysOnly()))
	return write(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
		return kv.Txn(ctx).If(compares...).Then(ops...).Else(otherwise...).Commit()
	})
}

// deleteOnly must not write at all when there is nothing to delete, not even the marker. So it
// reads what is there, and deletes that on condition that it still is; when it is not, it looks
// again.
func (s *Store) deleteOnly(ctx context.Context, b store.Batch) (store.Rev, error) {
	for {
		head, there, seen, err := s.look(ctx, b)
		if err != nil || len(there) == 0 {
			return head, err
		}
		rev, err := s.write(ctx, store.Batch{If: seen, Delete: there})
		if !errors.Is(err, store.ErrConflict) {
			return rev, err
		}
	}
}

// look checks the conditions and tells which of the keys to delete are there, and all that this
// depends on.
func (s *Store) look(ctx context.Context, b store.Batch) (head store.Rev, there []string, seen []store.Cond, err error) {
	var gets []clientv3.Op
	for _, k := range b.Delete {
		gets = append(gets, clientv3.OpGet(s.prefix+k, clientv3.WithKeysOnly()))
	}
	resp, at, err := s.ask(ctx, b.If, gets...)
	if errors.Is(err, store.ErrConflict) {
		return 0, nil, nil, err
	}
	if err != nil {
		return 0, nil, nil, wrap("commit", err)
	}
	seen = slices.Clone(b.If)
	for i, k := range b.Delete {
		c := store.Cond{Key: k}
		if kv := first(resp.Responses[i]); kv != nil {
			c.Rev = store.Rev(kv.ModRevision) + at.shift
			there = append(there, k)
		}
		if !slices.Contains(b.If, c) { // a server takes 128 conditions
			seen = append(seen, c)
		}
	}
	return at.latest(), there, seen, nil
}
