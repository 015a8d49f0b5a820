package etcdstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/mvccpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// txnOps is how many operations a transaction may have on a server with default settings.
const txnOps = 128

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for {
		rs, err := s.get(ctx, keys)
		if !errors.Is(err, rpctypes.ErrCompacted) {
			return rs, wrap("get", err)
		}
	}
}

// get reads keys as of the present.
func (s *Store) get(ctx context.Context, keys []string) ([]store.Record, error) {
	n := min(len(keys), txnOps-looking)
	resp, at, err := s.ask(ctx, nil, s.gets(keys[:n], 0)...)
	if err != nil {
		return nil, err
	}
	rs := s.found(resp.Responses)
	more, err := s.getAt(ctx, store.Rev(at.head), keys[n:]) // of the same instant
	rs = append(rs, more...)
	for i := range rs {
		rs[i].Rev += at.shift
	}
	return rs, err
}

// getAt reads keys as of a revision, as etcd counts, in as many requests as it takes.
func (s *Store) getAt(ctx context.Context, at store.Rev, keys []string) (rs []store.Record, err error) {
	for chunk := range slices.Chunk(keys, txnOps) {
		ops := s.gets(chunk, at)
		resp, err := read(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
			return kv.Txn(ctx).Then(ops...).Commit()
		})
		if err != nil {
			return nil, err
		}
		rs = append(rs, s.found(resp.Responses)...)
	}
	return rs, nil
}

func (s *Store) gets(keys []string, at store.Rev) []clientv3.Op {
	ops := make([]clientv3.Op, len(keys))
	for i, k := range keys {
		ops[i] = clientv3.OpGet(s.prefix+k, clientv3.WithRev(int64(at)))
	}
	return ops
}

func (s *Store) found(told []*pb.ResponseOp) (rs []store.Record) {
	for _, r := range told {
		rs = append(rs, s.records(r.GetResponseRange().Kvs)...)
	}
	return rs
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	from, to := r.Bounds()
	if from >= to {
		return nil, nil
	}
	opts := []clientv3.OpOption{clientv3.WithRange(s.prefix + to), clientv3.WithLimit(int64(r.Limit))}
	if r.Desc {
		opts = append(opts, clientv3.WithSort(clientv3.SortByKey, clientv3.SortDescend))
	}
	resp, at, err := s.ask(ctx, nil, clientv3.OpGet(s.prefix+from, opts...))
	if err != nil {
		return nil, wrap("list", err)
	}
	rs := s.found(resp.Responses)
	for i := range rs {
		rs[i].Rev += at.shift
	}
	return rs, nil
}

func (s *Store) records(kvs []*mvccpb.KeyValue) []store.Record {
	rs := make([]store.Record, len(kvs))
	for i, kv := range kvs {
		rs[i] = store.Record{Key: strings.TrimPrefix(string(kv.Key), s.prefix), Rev: store.Rev(kv.ModRevision), Value: kv.Value}
	}
	return rs
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("etcdstore: %s: %w", what, err)
}
