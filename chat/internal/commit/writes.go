package commit

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// writes remembers what became of the last commit. A store whose disk is full answers every read,
// so a node that only reads would seem well. While commits succeed, and while there are none,
// remembering costs nothing. Only after one that failed does a node try whether it can write again.
type writes struct {
	mu     sync.Mutex
	failed error     // why the last commit failed; nil: it did not
	tried  time.Time // when writing was last tried, by the clock of intervals
}

// tryAgain is the least time between two tries of writing.
const tryAgain = time.Second

// Commit implements store.Store.
func (s *SharedReads) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := s.Store.Commit(ctx, b)
	s.writes.note(ctx, err)
	return rev, err
}

// note takes in what became of a commit. Three errors say nothing about the store: a conflict, a
// batch that is not valid, and a caller who went away.
func (w *writes) note(ctx context.Context, err error) {
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrInvalid) || err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = err
}

// due returns why writing is known to fail, nil if it is not. It reports whether the caller should
// try to write: at most once in tryAgain, whoever asks.
func (w *writes) due(tick time.Time) (try bool, known error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed == nil {
		return false, nil
	}
	if passed := tick.Sub(w.tried); !w.tried.IsZero() && passed >= 0 && passed < tryAgain {
		return false, w.failed
	}
	w.tried = tick
	return true, w.failed
}

// Failing returns why writing is known to fail, because the last commit did. The error is nil if it
// did not. If try is true the caller should commit something now and believe the outcome. Tick is
// of the clock of intervals.
func (s *SharedReads) Failing(tick time.Time) (try bool, why error) { return s.writes.due(tick) }
