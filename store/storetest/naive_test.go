package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// naive is a correct store without any speed, which the broken ones of this package each spoil in
// one place.
type naive struct {
	mu   sync.Mutex
	rows map[string]store.Record
	gone map[string]store.Record
	head store.Rev

	given store.Rev   // greatest revision ever given
	past  []store.Rev // that led to head
}

func newNaive() *naive {
	return &naive{rows: map[string]store.Record{}, gone: map[string]store.Record{}}
}

func (s *naive) Get(ctx context.Context, keys ...string) (rs []store.Record, err error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, r := range s.rows {
		if slices.Contains(keys, k) {
			rs = append(rs, copyOf(r))
		}
	}
	return rs, nil
}

func (s *naive) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rs := model{rows: s.rows}.list(r)
	for i := range rs {
		rs[i] = copyOf(rs[i])
	}
	return rs, nil
}

func (s *naive) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.holds(b) {
		return 0, store.ErrConflict
	}
	if !s.writes(b) {
		return s.head, nil
	}
	next := s.head + 1
	if s.given > s.head { // it went back: leave one out, so that the number before it is none of those that were lost
		next = s.given + 2
	}
	return s.apply(b, next), nil
}

func (s *naive) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if err := ctx.Err(); err != nil || limit < 0 {
		return nil, 0, errors.Join(err, store.ErrInvalid)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if limit == 0 {
		return nil, s.head, nil
	}
	issued := func(rev store.Rev) bool { return rev == 0 || slices.Contains(s.past, rev) }
	if after > s.head || !issued(after) && !issued(after+1) {
		return nil, 0, fmt.Errorf("%w: %w", store.ErrCursor, store.ErrRewound)
	}
	rs := model{rows: s.rows, gone: s.gone}.changes(after)
	for i := range rs {
		rs[i] = copyOf(rs[i])
		if i >= limit && rs[i].Rev != rs[i-1].Rev {
			return rs[:i], rs[i-1].Rev, nil
		}
	}
	return rs, s.head, nil
}

func (s *naive) holds(b store.Batch) bool {
	return !slices.ContainsFunc(b.If, func(c store.Cond) bool { return s.rows[c.Key].Rev != c.Rev })
}

func (s *naive) writes(b store.Batch) bool {
	there := func(k string) bool { _, ok := s.rows[k]; return ok }
	return len(b.Put) > 0 || slices.ContainsFunc(b.Delete, there)
}

// apply writes b as rev, whatever the head is.
func (s *naive) apply(b store.Batch, rev store.Rev) store.Rev {
	copied := store.Batch{Delete: b.Delete}
	for _, r := range b.Put {
		copied.Put = append(copied.Put, copyOf(r))
	}
	model{rows: s.rows, gone: s.gone}.apply(copied, rev)
	s.head, s.given, s.past = max(s.head, rev), max(s.given, rev), append(s.past, rev)
	return rev
}

// reopened is what is on disk when all of it got there.
func (s *naive) reopened() *naive {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &naive{rows: maps.Clone(s.rows), gone: maps.Clone(s.gone), head: s.head, given: s.given, past: slices.Clone(s.past)}
}

func copyOf(r store.Record) store.Record {
	r.Value = slices.Clone(r.Value)
	return r
}

func (s *naive) String() string { return fmt.Sprintf("naive store at %d", s.head) }
