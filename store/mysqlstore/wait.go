package mysqlstore

import (
	"context"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// Wait implements store.Waiter. Commits of this node end it at once, those of others within
// Config.Poll.
func (s *Store) Wait(ctx context.Context, after store.Rev) error {
	s.hub.awaited()
	rung, leave := s.bell.listen()
	defer leave()
	c, _, err := s.counter(ctx, s.namespace)
	if err != nil || c.head != after { // less when the database went back
		return wrap("wait", err)
	}
	select {
	case <-rung:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.hub.ctx.Done():
		return ErrClosed
	}
}

// bell tells those who wait for a namespace that something is new. The zero value is ready.
type bell struct {
	mu   sync.Mutex
	rung chan struct{} // nil while nobody has listened since it rang
	n    int           // who listen
}

func (b *bell) listen() (rung <-chan struct{}, leave func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	b.n++
	return b.rung, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.n--
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

func (b *bell) awaited() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n > 0
}
