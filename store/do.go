package store

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"time"
)

// Waits between two tries of Do double from the first to the last of these.
const (
	firstBackoff = time.Millisecond
	lastBackoff  = 64 * time.Millisecond
)

// Do runs fn and commits what it wrote, on the condition that nothing it got has changed meanwhile.
// On a conflict it waits a little and runs fn again, until ctx ends. So fn may run many times, and
// must have no other effect. Do returns the revision of the commit. If fn wrote nothing that is the
// head, and proves that what fn got was all true at one instant.
//
// An error of fn is returned as it is, and nothing is written. When ctx ends between two tries the
// error is both ErrConflict and the context's, and nothing is written. Any other error is Commit's:
// the outcome is unknown.
func Do(ctx context.Context, s Store, fn func(*Tx) error) (Rev, error) {
	for attempt := 1; ; attempt++ {
		tx := &Tx{ctx: ctx, s: s, read: map[string]Record{}, put: map[string][]byte{}}
		if err := fn(tx); err != nil {
			return 0, err
		}
		rev, err := s.Commit(ctx, tx.batch())
		if !errors.Is(err, ErrConflict) {
			return rev, err
		}
		if err := sleep(ctx, backoff(tx.keys, attempt)); err != nil {
			return 0, fmt.Errorf("%w after %d tries: %w", ErrConflict, attempt, err)
		}
	}
}

// backoff returns how long to wait before the next try. It spreads rivals without a random source:
// they share some keys of their batches, but rarely all of them. Rivals that do share all keys try
// at the same time, and one of them always succeeds.
func backoff(keys []string, attempt int) time.Duration {
	h := fnv.New64a()
	for _, k := range keys {
		_, _ = h.Write([]byte(k))
	}
	_, _ = h.Write([]byte{'/', byte(attempt)})
	top := min(firstBackoff<<min(attempt-1, 16), lastBackoff)
	return time.Duration(h.Sum64() % uint64(top))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
