package commit

import (
	"context"
	"slices"
	"sync"
)

// locks serialises what goes to the same key before it reaches the store, where it would only conflict. It is for speed:
// what is right does not depend on it. The zero locks is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]*keyLock
}

type keyLock struct {
	turn chan struct{} // holds one token while free
	want int           // holders and waiters
}

// lock waits for all keys, in their order, so that two callers never wait for each other. It gives up with ctx.
func (l *locks) lock(ctx context.Context, keys ...string) (unlock func(), err error) {
	keys = slices.Clone(keys)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	for i, k := range keys {
		if err := l.one(ctx, k); err != nil {
			l.unlock(keys[:i])
			return nil, err
		}
	}
	return func() { l.unlock(keys) }, nil
}

func (l *locks) one(ctx context.Context, key string) error {
	l.mu.Lock()
	k := l.held[key]
	if k == nil {
		k = &keyLock{turn: make(chan struct{}, 1)}
		k.turn <- struct{}{}
		if l.held == nil {
			l.held = map[string]*keyLock{}
		}
		l.held[key] = k
	}
	k.want++
	l.mu.Unlock()
	select {
	case <-k.turn:
		return nil
	case <-ctx.Done():
		l.leave(key)
		return ctx.Err()
	}
}

func (l *locks) unlock(keys []string) {
	for _, k := range keys {
		l.mu.Lock()
		l.held[k].turn <- struct{}{}
		l.mu.Unlock()
		l.leave(k)
	}
}

// leave forgets a key nobody wants any more.
func (l *locks) leave(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.held[key]
	if k.want--; k.want == 0 {
		delete(l.held, key)
	}
}
