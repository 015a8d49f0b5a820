package brittle

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// ErrLost is what the store fails with.
var ErrLost = errors.New("the store is gone")

// Store is another store that fails in one call. It is safe for concurrent use.
type Store struct {
	store.Store
	mu  sync.Mutex
	nth int
	met bool
}

// Fail has the store fail in its nth call from now on, counted from 1, and in no other; 0 means
// never.
func (s *Store) Fail(nth int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nth, s.met = nth, false
}

func (s *Store) fails() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.nth == 0 {
		return false
	}
	s.nth--
	s.met = s.nth == 0
	return s.met
}

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if s.fails() {
		return nil, ErrLost
	}
	return s.Store.Get(ctx, keys...)
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if s.fails() {
		return nil, ErrLost
	}
	return s.Store.List(ctx, r)
}

// Commit implements store.Store.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if s.fails() {
		return 0, ErrLost
	}
	return s.Store.Commit(ctx, b)
}

// Changes implements store.Store.
func (s *Store) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	if s.fails() {
		return nil, 0, ErrLost
	}
	return s.Store.Changes(ctx, after, limit)
}

// EachCall has call meet a store that fails in its first call, in its second one, and so on, until
// call gets through: each time before, it must say ErrLost. Call begins where the try before
// stopped. It returns how many calls failed.
func EachCall(t testing.TB, s *Store, call func() error) (n int) {
	t.Helper()
	defer s.Fail(0)
	for nth := 1; ; nth++ {
		s.Fail(nth)
		err := call()
		switch {
		case !s.met && err != nil:
			t.Fatalf("the store is back: %v", err)
		case !s.met:
			return nth - 1
		case !errors.Is(err, ErrLost):
			t.Fatalf("call %d failed, and the answer was: %v", nth, err)
		}
	}
}
