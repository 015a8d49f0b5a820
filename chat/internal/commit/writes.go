package commit

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// writes is what became of the last commit: a store whose disk is full answers every read. While commits succeed, and while
// there are none, knowing so costs nothing; only after one that failed a node tries whether it can write again.
type writes struct {
	mu     sync.Mutex
	failed error     // why the last commit failed; nil: it did not
	tried  time.Time // when it was tried again, by the clock of intervals
}

// tryAgain is the least time between two tries.
const tryAgain = time.Second

// Commit implements store.Store.
func (s *SharedReads) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := s.Store.Commit(ctx, b)
	s.writes.note(ctx, err)
	return rev, err
}

// note takes in what became of a commit. A conflict, a batch that is no good and a caller who went away say nothing.
func (w *writes) note(ctx context.Context, err error) {
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrInvalid) || err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed = err
}

// due reports whether writing is to be tried, or why it is known to fail.
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

// Failing reports why writing is known to fail, and whether it is time to try it. Tick is of the clock of intervals.
func (s *SharedReads) Failing(tick time.Time) (try bool, why error) { return s.writes.due(tick) }
