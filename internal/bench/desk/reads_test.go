package desk

import (
	"context"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/store"
)

// counted is a store that counts the records it answers. What a shop reads must not grow with its past, and unlike how long
// it takes, that is the same on a busy machine.
type counted struct {
	store.Store
	records *atomic.Int64
}

func (c counted) Unwrap() store.Store { return c.Store }

func (c counted) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := c.Store.Get(ctx, keys...)
	c.records.Add(int64(len(rs)))
	return rs, err
}

func (c counted) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := c.Store.List(ctx, r)
	c.records.Add(int64(len(rs)))
	return rs, err
}

func (c counted) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	rs, head, err := c.Store.Changes(ctx, after, limit)
	c.records.Add(int64(len(rs)))
	return rs, head, err
}
