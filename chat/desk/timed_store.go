package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/store"
)

// timedStore tells how long each call of a store took, and how it ended.
type timedStore struct {
	store.Store
	timer hook.Timer
	tick  func() time.Time // the clock of intervals
}

// Unwrap implements what store.Unwrap looks for.
func (s timedStore) Unwrap() store.Store { return s.Store }

// Get implements store.Store.
func (s timedStore) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	began := s.tick()
	rs, err := s.Store.Get(ctx, keys...)
	s.told(ctx, "get", began, err)
	return rs, err
}

// List implements store.Store.
func (s timedStore) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	began := s.tick()
	rs, err := s.Store.List(ctx, r)
	s.told(ctx, "list", began, err)
	return rs, err
}

// Commit implements store.Store.
func (s timedStore) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	began := s.tick()
	rev, err := s.Store.Commit(ctx, b)
	s.told(ctx, "commit", began, err)
	return rev, err
}

// Changes implements store.Store.
func (s timedStore) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	began := s.tick()
	rs, upTo, err := s.Store.Changes(ctx, after, limit)
	s.told(ctx, "changes", began, err)
	return rs, upTo, err
}

func (s timedStore) told(ctx context.Context, method string, began time.Time, err error) {
	outcome := "error"
	switch {
	case err == nil || errors.Is(err, store.ErrCursor): // that a cursor is too old is an answer
		outcome = "ok"
	case errors.Is(err, store.ErrConflict):
		outcome = "conflict"
	case errors.Is(ctx.Err(), context.Canceled):
		outcome = "cancelled"
	}
	s.timer.Store(method, outcome, s.tick().Sub(began))
}

// newGuard is what calls the host's hooks, and tells the Observer of it that is a hook.Timer.
func newGuard(cfg Config, tick func() time.Time) guard.Guard {
	g := guard.Config{Log: cfg.Logger, Limit: cfg.HookTimeout, Tick: tick}
	if timer, ok := cfg.Observer.(hook.Timer); ok {
		g.Told = timer.Hook
	}
	return guard.New(g)
}
