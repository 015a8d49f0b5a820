package commit

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	maxTrips    = 2                    // round trips under way before Gets begin to share
	maxKeys     = 64                   // keys of one round trip
	maxBoarding = 5 * time.Millisecond // how long a Get waits for others to join it
)

// SharedReads is a store whose Gets share round trips when there are many at a time. A rush of
// visitors is a hundred small reads, and what each of them costs is the way to the database and
// back.
//
// While fewer than maxTrips round trips are under way, a Get makes its own at once. Otherwise it
// boards the next trip, with all others who come before that one departs. A trip departs when
// another one returns, when it is full, or after maxBoarding: a round trip that hangs holds up
// nobody else.
//
// That keeps the promises of Get. A trip departs after every call that it answers began, so it sees
// every commit that was finished by then. It is one Get of the store, so all of its records are as
// of one instant.
//
// SharedReads also remembers whether writing works: see Failing.
type SharedReads struct {
	store.Store
	writes writes

	mu    sync.Mutex
	trips int   // under way
	next  *trip // the one that boards; nil: nobody waits
}

// trip is one Get of the store for several callers.
type trip struct {
	ctx    context.Context // ends when nobody waits for the trip any more
	cancel context.CancelFunc
	late   *time.Timer     // has the trip depart after maxBoarding
	keys   []string        // each once
	wanted map[string]bool // the same keys
	here   int             // callers who wait

	back  chan struct{} // closed when found and err are set
	found map[string]store.Record
	err   error
}

// NewSharedReads returns a store on top of another one.
func NewSharedReads(s store.Store) *SharedReads { return &SharedReads{Store: s} }

// Unwrap gives the store beneath, for what it can beyond a Store.
func (s *SharedReads) Unwrap() store.Store { return s.Store }

// Get implements store.Store.
func (s *SharedReads) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	// A bad key is refused before it boards: it would fail the trip for everybody.
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.trips < maxTrips || len(keys) > maxKeys/2 {
		s.trips++
		s.mu.Unlock()
		defer s.returned()
		return s.Store.Get(ctx, keys...)
	}
	t := s.board(ctx, keys)
	s.mu.Unlock()
	select {
	case <-t.back:
		return t.records(keys)
	case <-ctx.Done():
		s.leave(t)
		return nil, ctx.Err()
	}
}

// board adds keys to the next trip. A trip that they do not fit into departs first. The caller
// holds the lock.
func (s *SharedReads) board(ctx context.Context, keys []string) *trip {
	if s.next != nil && len(s.next.keys)+len(keys) > maxKeys {
		s.depart()
	}
	if s.next == nil {
		t := &trip{wanted: map[string]bool{}, back: make(chan struct{})}
		t.ctx, t.cancel = context.WithCancel(context.WithoutCancel(ctx))
		t.late = time.AfterFunc(maxBoarding, func() { s.hurry(t) })
		s.next = t
	}
	for _, k := range keys {
		if !s.next.wanted[k] {
			s.next.wanted[k] = true
			s.next.keys = append(s.next.keys, k)
		}
	}
	s.next.here++
	return s.next
}

// hurry has a trip depart that has waited for long enough.
func (s *SharedReads) hurry(t *trip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == t {
		s.depart()
	}
}

// depart makes the next trip, whatever the number of those under way. The caller holds the lock.
func (s *SharedReads) depart() {
	t := s.next
	s.next = nil
	s.trips++
	t.late.Stop()
	go func() {
		defer s.returned()
		rs, err := s.Store.Get(t.ctx, t.keys...)
		t.found, t.err = records.ByKey(rs), err
		close(t.back)
		t.cancel()
	}()
}

// returned counts one trip less, and has the next one depart in its place.
func (s *SharedReads) returned() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trips--
	if s.next != nil && s.trips < maxTrips {
		s.depart()
	}
}

// records returns what the trip found of a caller's keys. The values are copies: callers may change
// what they got, and others got the same.
func (t *trip) records(keys []string) ([]store.Record, error) {
	if t.err != nil {
		return nil, t.err
	}
	rs := make([]store.Record, 0, len(keys))
	for i, k := range keys {
		if r, ok := t.found[k]; ok && !slices.Contains(keys[:i], k) {
			r.Value = bytes.Clone(r.Value)
			rs = append(rs, r)
		}
	}
	return rs, nil
}

// leave counts one caller less for a trip. When nobody waits for it any more it is cancelled.
func (s *SharedReads) leave(t *trip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.here--; t.here > 0 {
		return
	}
	t.cancel()
	if s.next == t {
		s.next = nil
		t.late.Stop()
	}
}
