package desk

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// maxHung is the number of calls that may hang. While so many do, no more are made.
const maxHung = 4

// prompt is a store whose calls return within a time, also when the store beneath hangs and ignores
// its context.
type prompt struct {
	store.Store
	within time.Duration
	hung   *atomic.Int32 // calls that have not returned
	after  func()        // is called after each call that returned in time
}

var errHung = errors.New("desk: the store hangs")

// Unwrap gives the store beneath.
func (p prompt) Unwrap() store.Store { return p.Store }

// Get implements store.Store.
func (p prompt) Get(ctx context.Context, keys ...string) (rs []store.Record, err error) {
	return within(ctx, p, func(ctx context.Context) ([]store.Record, error) { return p.Store.Get(ctx, keys...) })
}

// List implements store.Store.
func (p prompt) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	return within(ctx, p, func(ctx context.Context) ([]store.Record, error) { return p.Store.List(ctx, r) })
}

// Changes implements store.Store.
func (p prompt) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	type page struct {
		rs   []store.Record
		upTo store.Rev
	}
	got, err := within(ctx, p, func(ctx context.Context) (page, error) {
		rs, upTo, err := p.Store.Changes(ctx, after, limit)
		return page{rs, upTo}, err
	})
	return got.rs, got.upTo, err
}

// Commit implements store.Store.
func (p prompt) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	return within(ctx, p, func(ctx context.Context) (store.Rev, error) { return p.Store.Commit(ctx, b) })
}

// within makes a call and gives it up when its time is over.
func within[T any](ctx context.Context, p prompt, call func(context.Context) (T, error)) (T, error) {
	var zero T
	if p.hung.Load() >= maxHung {
		return zero, errHung
	}
	ctx, stop := context.WithTimeout(ctx, p.within)
	type answer struct {
		got T
		err error
	}
	back := make(chan answer, 1)
	p.hung.Add(1)
	go func() {
		defer stop()
		defer p.hung.Add(-1)
		got, err := call(ctx)
		if err == nil && p.after != nil {
			p.after()
		}
		back <- answer{got, err}
	}()
	select {
	case a := <-back:
		return a.got, a.err
	case <-ctx.Done():
	}
	select { // an answer that has come by now counts
	case a := <-back:
		return a.got, a.err
	default:
		return zero, ctx.Err()
	}
}

// newPrompt returns a store for callers that must not hang with it.
func newPrompt(s store.Store, within time.Duration) prompt {
	return prompt{Store: s, within: within, hung: new(atomic.Int32)}
}
