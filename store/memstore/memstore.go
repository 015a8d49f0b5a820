package memstore

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// Config of a Store. The zero value is valid.
type Config struct {
	// Keep is how many revisions back deletions are remembered; the feed answers store.ErrCursor to
	// older cursors. Values below 1 mean the default. Default: 1,000,000.
	Keep int
}

const defaultKeep = 1_000_000

// Store implements store.Store and store.Waiter in memory. Make one with New.
type Store struct {
	mu        sync.RWMutex
	rows      map[string]store.Record
	keys      index                // of rows, in byte order
	feed      feed                 // what happened last to each key, deletions included
	head      store.Rev            // latest revision
	given     store.Rev            // greatest revision ever given; more than head after a Restore
	lost      []span               // revisions that are none of this past
	keep      store.Rev            // revisions back that the feed reaches
	committed chan struct{}        // closed by the next commit
	ended     map[string]store.Rev // deleted keys and when, as far back as the feed reaches
}

// New returns an empty Store.
func New(c Config) *Store {
	if c.Keep < 1 {
		c.Keep = defaultKeep
	}
	return &Store{
		rows:      map[string]store.Record{},
		ended:     map[string]store.Rev{},
		keep:      store.Rev(c.Keep),
		committed: make(chan struct{}),
	}
}

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var rs []store.Record
	for i, k := range keys {
		if r, ok := s.rows[k]; ok && !slices.Contains(keys[:i], k) {
			rs = append(rs, clone(r))
		}
	}
	return rs, nil
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	from, to := r.Bounds()
	s.mu.RLock()
	defer s.mu.RUnlock()
	keys := s.keys.ascend
	if r.Desc {
		keys = s.keys.descend
	}
	var rs []store.Record
	for k := range keys(from, to) {
		if rs = append(rs, clone(s.rows[k])); len(rs) == r.Limit {
			break
		}
	}
	return rs, nil
}

func clone(r store.Record) store.Record {
	r.Value = slices.Clone(r.Value)
	return r
}
