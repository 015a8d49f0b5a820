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

// A Get goes alone while fewer than maxTrips are under way. Otherwise it waits for one of them to return, and shares the
// next trip with all who wait; but no longer than maxBoarding: a trip that hangs holds up nobody else.
const (
	maxTrips    = 2
	maxKeys     = 64 // of one Get
	maxBoarding = 5 * time.Millisecond
)

// SharedReads is a store whose Gets share round trips when there are many at a time: a rush is a hundred small reads, and
// what each costs is the way there and back. A shared Get begins after every call that it answers, and shows one instant, so
// that it promises all that Get does.
type SharedReads struct {
	store.Store
	writes writes

	mu    sync.Mutex
	trips int   // under way
	next  *trip // nil: nobody waits
}

// trip is one Get for several callers.
type trip struct {
	ctx    context.Context // ends when nobody waits for it any more
	cancel context.CancelFunc
	late   *time.Timer
	keys   []string
	wanted map[string]bool // of keys
	here   int             // callers who wait

	back  chan struct{} // closed when rs and err are set
	found map[string]store.Record
	err   error
}

// NewSharedReads returns a store on top of another one.
func NewSharedReads(s store.Store) *SharedReads { return &SharedReads{Store: s} }

// Unwrap gives the store beneath, for what it can beyond a Store.
func (s *SharedReads) Unwrap() store.Store { return s.Store }

// Get implements store.Store.
func (s *SharedReads) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil { // it would be everybody's
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

// board adds keys to the next trip. A full one leaves first.
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

// hurry has a trip leave that has waited for long enough.
func (s *SharedReads) hurry(t *trip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == t {
		s.depart()
	}
}

// depart has the next trip leave, on top of those under way.
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

// returned notes that a trip is over, and has the next one leave in its place.
func (s *SharedReads) returned() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trips--
	if s.next != nil && s.trips < maxTrips {
		s.depart()
	}
}

// records are a caller's own, which nobody else holds.
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

// leave gives up waiting. With the last one the trip is off.
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
