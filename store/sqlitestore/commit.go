package sqlitestore

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/store"
)

// request is a batch on its way through the writer.
type request struct {
	ctx    context.Context // only to skip what nobody waits for any more
	ns     namespace
	batch  store.Batch
	answer chan answer // holds one, so that the writer never waits for a caller
}

type answer struct {
	rev store.Rev
	err error
}

// Commit implements store.Store. It shares a transaction with the commits that are made at the same
// time.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	r := &request{ctx: ctx, ns: s.ns, batch: b.Clone(), answer: make(chan answer, 1)}
	select {
	case s.writer.queue <- r:
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-s.writer.closing:
		return 0, ErrClosed
	}
	select {
	case a := <-r.answer:
		return a.rev, a.err
	case <-ctx.Done():
		return 0, ctx.Err() // the outcome is unknown
	case <-s.writer.closed:
	}
	select {
	case a := <-r.answer:
		return a.rev, a.err
	default:
		return 0, ErrClosed // it was queued behind the last group
	}
}

// size is roughly what a batch adds to a transaction, in bytes.
func size(b store.Batch) int {
	n := 0
	for _, r := range b.Put {
		n += len(r.Value)
	}
	return n
}
