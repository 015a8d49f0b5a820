package sqlitestore

import (
	"context"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// Wait implements store.Waiter. Commits of this process end it at once, those of others within
// Config.Poll.
func (s *Store) Wait(ctx context.Context, after store.Rev) error {
	rung, leave := s.bell.listen()
	defer leave()
	_, head, err := s.Changes(ctx, 0, 0)
	if err != nil || head != after { // less when the file went back
		return err
	}
	select {
	case <-rung:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.writer.closing:
		return ErrClosed
	}
}

// bell tells those who wait for a namespace that something is new. Ringing while nobody listens
// costs nothing.
type bell struct {
	all  *bells
	mu   sync.Mutex
	rung chan struct{} // nil while nobody listens
	n    int           // who listen
}

func (b *bell) listen() (rung <-chan struct{}, leave func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	b.n++
	b.all.count(1)
	return b.rung, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.n--
		b.all.count(-1)
	}
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// bells has one bell a namespace.
type bells struct {
	wanted chan struct{} // holds one when somebody listens and nobody did before

	mu   sync.Mutex
	byNS map[int64]*bell
	n    int // who listen at any
}

func newBells() *bells {
	return &bells{wanted: make(chan struct{}, 1), byNS: map[int64]*bell{}}
}

func (b *bells) of(ns int64) *bell {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byNS[ns] == nil {
		b.byNS[ns] = &bell{all: b}
	}
	return b.byNS[ns]
}

func (b *bells) ringAll() {
	b.mu.Lock()
	all := make([]*bell, 0, len(b.byNS))
	for _, one := range b.byNS {
		all = append(all, one)
	}
	b.mu.Unlock()
	for _, one := range all {
		one.ring()
	}
}

func (b *bells) count(d int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.n += d; b.n == 1 && d > 0 {
		select {
		case b.wanted <- struct{}{}:
		default:
		}
	}
}

func (b *bells) awaited() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n > 0
}
