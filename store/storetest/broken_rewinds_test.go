package storetest

import (
	"context"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

func brokenRewinds() []broken {
	return []broken{
		{"numbers anew what was lost", "RewoundConditionDoesNotHold", "given again", func() store.Store { return renumbering{newNaive()} }},
		{"leaves it to the head to tell a cursor", "RewoundCursorIsRefused", "which was lost", func() store.Store { return trusting{newNaive()} }},
		{"keeps what it has in memory", "RewoundStoreGoesOn", "List at handle", func() store.Store { return &caching{naive: newNaive()} }},
	}
}

// rewind makes what puts the store back. Revisions go on where they were.
func (s *naive) rewind() (back func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows, gone, past, head := maps.Clone(s.rows), maps.Clone(s.gone), slices.Clone(s.past), s.head
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.rows, s.gone, s.past, s.head = maps.Clone(rows), maps.Clone(gone), slices.Clone(past), head
	}
}

// renumbering numbers its commits by what is in the database alone.
type renumbering struct{ *naive }

func (f renumbering) rewind() (back func()) {
	again := f.naive.rewind()
	return func() {
		again()
		f.mu.Lock()
		defer f.mu.Unlock()
		f.given = f.head
	}
}

// trusting takes every cursor up to the head.
type trusting struct{ *naive }

func (t trusting) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	t.mu.Lock()
	if after <= t.head {
		t.past = append(t.past, after)
	}
	t.mu.Unlock()
	return t.naive.Changes(ctx, after, limit)
}

// caching lists what it listed before, until it writes itself.
type caching struct {
	*naive
	last []store.Record
}

func (c *caching) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := c.naive.Commit(ctx, b)
	c.last, _ = c.naive.List(ctx, store.Range{Limit: 999})
	return rev, err
}

func (c *caching) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if c.last != nil && r.Prefix == "" {
		return c.last, nil
	}
	return c.naive.List(ctx, r)
}
