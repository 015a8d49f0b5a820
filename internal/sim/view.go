package sim

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/store"
)

// errFault is what a store call answers that went wrong: of a commit the outcome is unknown.
var errFault = errors.New("sim: the store did not answer")

// view is the store as one node sees it.
type view struct {
	w *world
	n *node
}

// enter is what every call goes through first.
func (v view) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.n.dead {
		return errFault
	}
	if v.w.roll("late", v.w.faults.Late) {
		v.w.meanwhile()
	}
	if v.n.dead || v.w.roll("fail", v.w.faults.Fail) {
		return errFault
	}
	return nil
}

// Get implements store.Store.
func (v view) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := v.enter(ctx); err != nil {
		return nil, err
	}
	return v.w.mem.Get(ctx, keys...)
}

// List implements store.Store.
func (v view) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := v.enter(ctx); err != nil {
		return nil, err
	}
	return v.w.mem.List(ctx, r)
}

// Changes implements store.Store.
func (v view) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if err := v.enter(ctx); err != nil {
		return nil, 0, err
	}
	if limit > 1 && v.w.roll("short", v.w.faults.Short) {
		limit = 1
	}
	rs, upTo, err := v.w.mem.Changes(ctx, after, limit)
	if v.w.mutant != nil && v.w.mutant.Feed != nil {
		rs = v.w.mutant.Feed(v.w.r, rs)
	}
	return rs, upTo, err
}

// Commit implements store.Store.
func (v view) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := v.enter(ctx); err != nil {
		return 0, err
	}
	w := v.w
	switch {
	case w.roll("conflict", w.faults.Conflict):
		return 0, store.ErrConflict
	case w.roll("crash before a commit", w.faults.Before):
		v.n.die()
		return 0, errFault
	}
	rev, err := w.commit(ctx, b)
	if err != nil {
		return rev, err
	}
	switch {
	case w.roll("repeat", w.faults.Repeat):
		_, _ = w.commit(ctx, b) // a second arrival of the same request: its conditions no longer hold
	case w.roll("crash after a commit", w.faults.After):
		v.n.die()
		return 0, errFault
	case w.roll("lost", w.faults.Lost):
		return 0, errFault
	}
	return rev, nil
}

// commit applies a batch and holds it against the invariants.
func (w *world) commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	sent := b
	if m := w.mutant; m != nil && m.Batch != nil {
		b = m.Batch(w.r, b)
	}
	rev, err := w.mem.Commit(ctx, b)
	if err == nil {
		w.watch.committed(ctx, sent, rev)
	}
	return rev, err
}
