package commit

import (
	"context"
	"slices"
	"sync"
)

// locks has callers for the same key go one after the other. Without it they would reach the store
// together, conflict there and try again. It is for speed alone: another process has locks of its
// own, and nothing that is right depends on them. The zero locks is ready.
type locks struct {
	mu   sync.Mutex
	held map[string]*keyLock // by key; one that nobody holds or waits for is not there
}

// keyLock is the lock of one key: a channel, because a caller gives up when its context ends.
type keyLock struct {
	turn chan struct{} // holds one token while free
	want int           // holders and waiters
}

// lock waits until the caller holds all keys. It takes them in byte order, so that two callers
// never wait for each other. If ctx ends first it holds none, and returns the error of ctx.
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

// one waits for one key.
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

// unlock gives some keys to those who wait for them.
func (l *locks) unlock(keys []string) {
	for _, k := range keys {
		l.mu.Lock()
		l.held[k].turn <- struct{}{}
		l.mu.Unlock()
		l.leave(k)
	}
}

// leave counts one caller less for a key. Nothing is kept of a key that nobody wants, so the map is
// as large as what is under way.
func (l *locks) leave(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.held[key]
	if k.want--; k.want == 0 {
		delete(l.held, key)
	}
}
