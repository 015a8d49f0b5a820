package etcdstore

import (
	"context"
	"errors"
	"strings"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// Namespaces implements store.Namespacer, with a few requests for each name. A namespace that
// nothing was committed to is left out.
func (s *Store) Namespaces(ctx context.Context, after string, limit int) (names []string, err error) {
	if err := errors.Join(ctx.Err(), store.CheckNamespaces(after, limit)); err != nil {
		return nil, err
	}
	root := s.config.Prefix + "/"
	from, end := root, s.config.Prefix+beyondSlash
	if after != "" {
		from = root + after + "\x00"
	}
	for len(names) < limit {
		key, err := s.firstKey(ctx, from, end)
		if err != nil || key == "" {
			return names, wrap("namespaces", err)
		}
		name := strings.TrimPrefix(key, root)
		switch i := strings.IndexAny(name, "!/"); {
		case i < 0: // its marker
			names = append(names, name)
			from = key + "\x00"
		case name[i] == '!':
			from = root + name[:i] + beyondMark
		default:
			from = root + name[:i] + beyondSlash
		}
	}
	return names, nil
}

// What follows all keys that go on with "!", and all that go on with a slash.
const (
	beyondMark  = "\""
	beyondSlash = "0"
)

// firstKey returns the first key of a range; empty: there is none.
func (s *Store) firstKey(ctx context.Context, from, end string) (string, error) {
	resp, err := read(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.GetResponse, error) {
		return kv.Get(ctx, from, clientv3.WithRange(end), clientv3.WithLimit(1), clientv3.WithKeysOnly())
	})
	if err != nil || len(resp.Kvs) == 0 {
		return "", err
	}
	return string(resp.Kvs[0].Key), nil
}

// Drop implements store.Namespacer, a thousand records at a time. One short key stays, the
// namespace's shift: by it nothing that anybody remembers is the revision of what may come after.
func (s *Store) Drop(ctx context.Context) error {
	for left := true; left; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if left, err = s.drain(ctx); err != nil {
			return wrap("drop", err)
		}
	}
	return nil
}

// drained is how many records one step of Drop takes away.
const drained = 1000

// drain is one step. The last one takes the marker too, and the keys of who wrote.
func (s *Store) drain(ctx context.Context) (left bool, err error) {
	_, last, shift, err := s.head(ctx)
	if err != nil {
		return true, err
	}
	end := s.marker + beyondSlash
	found, err := read(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.GetResponse, error) {
		return kv.Get(ctx, s.prefix, clientv3.WithRange(end), clientv3.WithLimit(drained), clientv3.WithKeysOnly())
	})
	if err != nil || len(found.Kvs) == 0 && last == 0 {
		return err != nil, err
	}
	if found.More {
		key := string(found.Kvs[len(found.Kvs)-1].Key)
		_, err := s.transact(ctx, shift, clientv3.OpDelete(s.prefix, clientv3.WithRange(key+"\x00")))
		return true, err
	}
	next := raised(shift)
	done, err := s.transact(ctx, shift,
		clientv3.OpDelete(s.prefix, clientv3.WithRange(end)),
		clientv3.OpDelete(s.writerKey(""), clientv3.WithPrefix()),
		clientv3.OpDelete(s.marker),
		s.shiftTo(next))
	if done {
		s.stand(standing{shift: next})
	}
	return !done, err
}

// transact does the operations, unless the namespace has another shift by now.
func (s *Store) transact(ctx context.Context, shift store.Rev, ops ...clientv3.Op) (done bool, err error) {
	resp, err := write(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
		return kv.Txn(ctx).If(s.shiftIs(shift)).Then(ops...).Commit()
	})
	if err != nil {
		return false, err
	}
	return resp.Succeeded, nil
}
