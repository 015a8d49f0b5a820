package pgstore

import (
	"context"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// Wait implements store.Waiter. Commits of this node end it at once, those of others by a
// notification, or within Config.Poll when that is lost. It begins with a look at the head, unless
// the last Changes came to after: then a bell that rang meanwhile is enough, and whoever follows
// the feed pays one round trip for what is new instead of two.
func (s *Store) Wait(ctx context.Context, after store.Rev) error {
	s.hub.awaited()
	rung, rings, leave := s.bell.listen(after)
	defer leave()
	if g := s.glance.Load(); g == nil || g.head != after {
		head, err := s.head(ctx)
		if err != nil || head != after { // less when the database went back
			return wrap("wait", err)
		}
	} else if g.rings != rings {
		return nil
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

// glance is what Changes saw last: the head, and how often the bell had rung before it looked.
type glance struct {
	head  store.Rev
	rings uint64
}

// bell tells those who wait for a namespace that something is new. The zero value is ready.
type bell struct {
	mu    sync.Mutex
	rung  chan struct{}     // nil while nobody has listened since it rang
	rings uint64            // how often it rang
	after map[store.Rev]int // how many wait, by the revision they know
}

func (b *bell) listen(after store.Rev) (rung <-chan struct{}, rings uint64, leave func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	if b.after == nil {
		b.after = map[store.Rev]int{}
	}
	b.after[after]++
	return b.rung, b.rings, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.after[after]--; b.after[after] == 0 {
			delete(b.after, after)
		}
	}
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rings++
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// count is how often it rang.
func (b *bell) count() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rings
}

func (b *bell) awaited() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.after) > 0
}

// news reports whether anybody waits who knows another head: an older one, or a later one where the
// database went back.
func (b *bell) news(head store.Rev) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.after) > 1 || len(b.after) == 1 && b.after[head] == 0
}
