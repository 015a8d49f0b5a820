package history

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

// Recorder notes the calls of many clients on one clock. The zero value is ready; it is safe for
// concurrent use.
type Recorder struct {
	mu    sync.Mutex
	clock int64
	ops   []Op
}

// Client wraps s so that the calls made through it are noted as those of client id.
func (r *Recorder) Client(id int, s store.Store) store.Store {
	return client{id: id, s: s, r: r}
}

// Ops returns what was noted so far, in the order of the answers.
func (r *Recorder) Ops() []Op {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ops)
}

func (r *Recorder) tick() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock++
	return r.clock
}

func (r *Recorder) note(o Op) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock++
	if o.Return == 0 {
		o.Return = r.clock
	}
	r.ops = append(r.ops, o)
}

type client struct {
	id int
	s  store.Store
	r  *Recorder
}

// Unwrap lets store.Follow find what the store can do besides.
func (c client) Unwrap() store.Store { return c.s }

func (c client) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	o := Op{Client: c.id, Kind: Get, Keys: slices.Clone(keys), Call: c.r.tick()}
	rs, err := c.s.Get(ctx, keys...)
	if o.Records = rs; err == nil {
		c.r.note(o)
	}
	return rs, err
}

func (c client) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	o := Op{Client: c.id, Kind: List, Range: r, Call: c.r.tick()}
	rs, err := c.s.List(ctx, r)
	if o.Records = rs; err == nil {
		c.r.note(o)
	}
	return rs, err
}

func (c client) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	o := Op{Client: c.id, Kind: Changes, After: after, Limit: limit, Call: c.r.tick()}
	rs, upTo, err := c.s.Changes(ctx, after, limit)
	if o.Records, o.Rev = rs, upTo; err == nil {
		c.r.note(o)
	}
	return rs, upTo, err
}

func (c client) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	o := Op{Client: c.id, Kind: Commit, Batch: b, Call: c.r.tick()}
	rev, err := c.s.Commit(ctx, b)
	switch {
	case err == nil:
		o.Rev, o.Outcome = rev, Done
	case errors.Is(err, store.ErrConflict):
		o.Outcome = Conflict
	case errors.Is(err, store.ErrInvalid):
		return rev, err
	default:
		o.Outcome, o.Return = Unknown, Forever
	}
	c.r.note(o)
	return rev, err
}
