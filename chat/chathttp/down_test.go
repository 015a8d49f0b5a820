package chathttp

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/store"
)

// downStore is a store that refuses everything while it is told to, or its commits alone, or hangs when asked for changes.
type downStore struct {
	store.Store
	is, full, deaf atomic.Bool
	commits        atomic.Int64 // that were tried
}

var (
	errDown = errors.New("connection refused")
	errFull = errors.New("no space left on device")
)

func (s *downStore) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if s.is.Load() {
		return nil, errDown
	}
	return s.Store.Get(ctx, keys...)
}

func (s *downStore) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if s.is.Load() {
		return nil, errDown
	}
	return s.Store.List(ctx, r)
}

func (s *downStore) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	s.commits.Add(1)
	switch {
	case s.is.Load():
		return 0, errDown
	case s.full.Load():
		return 0, errFull
	}
	return s.Store.Commit(ctx, b)
}

func (s *downStore) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	switch {
	case s.is.Load():
		return nil, 0, errDown
	case s.deaf.Load() && limit > 0:
		<-ctx.Done()
		return nil, 0, ctx.Err()
	}
	return s.Store.Changes(ctx, after, limit)
}
