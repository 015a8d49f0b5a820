package pgstore

import (
	"context"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/switchboard-go/switchboard/store"
)

// groupMax is how many commits share a transaction, and groupMaxBytes how large it may grow before
// no more are added.
const (
	groupMax      = 64
	groupMaxBytes = 8 << 20
)

// request is a batch on its way.
type request struct {
	ctx    context.Context // of who waits: once it has ended nothing is begun for them
	batch  store.Batch
	answer chan answer // holds one, so that nobody waits for a caller
}

type answer struct {
	rev store.Rev
	err error
}

// Commit implements store.Store. It shares a transaction with the commits that this node makes at
// the same time in the same namespace. One whose context ends, or whose Timeout passes, before its
// transaction has begun is not written.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	r := &request{ctx: ctx, batch: b.Clone(), answer: make(chan answer, 1)}
	if !s.lane.add(r) {
		return 0, ErrClosed
	}
	select {
	case a := <-r.answer:
		return a.rev, a.err
	case <-ctx.Done():
		return 0, wrap("commit", ctx.Err()) // the outcome is unknown
	}
}

// lane takes the commits of one namespace, one group after the other: the counter's row lets no
// more than one through anyway. Its goroutine lives as long as there is something to commit.
type lane struct {
	d         *database
	namespace string

	mu      sync.Mutex
	queue   []*request
	running sync.WaitGroup
	busy    bool
	numbers store.Numbering // run's own
	trims   bool            // likewise: deletions were too old to be kept
	closed  bool
}

func newLane(d *database, namespace string) *lane {
	return &lane{d: d, namespace: namespace}
}

func (l *lane) add(r *request) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.queue = append(l.queue, r)
	if !l.busy {
		l.busy = true
		l.running.Go(l.run)
	}
	return true
}

// close waits for what was added.
func (l *lane) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.running.Wait()
}

func (l *lane) run() {
	for group := l.next(); len(group) > 0; group = l.next() {
		l.commit(group)
	}
}

// next takes a group off the queue, and what nobody waits for any more with it; with none left the
// lane is no longer busy.
func (l *lane) next() (group []*request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, bytes := 0, 0
	for n < len(l.queue) && len(group) < groupMax && bytes < groupMaxBytes {
		if r := l.queue[n]; r.ctx.Err() == nil {
			group = append(group, r)
			for _, record := range r.batch.Put {
				bytes += len(record.Value)
			}
		}
		n++
	}
	l.queue = l.queue[n:]
	l.busy = len(group) > 0
	return group
}

// commit answers a group: with an error for all, whose outcome is unknown, or to each on its own. A
// conflict may be due to a batch of the same group, so it is told no sooner than that one is
// durable.
func (l *lane) commit(group []*request) {
	ctx, cancel := context.WithTimeout(context.Background(), l.d.config.Timeout) // callers may go; the others' commits do not
	defer cancel()
	t := &transaction{d: l.d, namespace: l.namespace, numbers: &l.numbers, trims: l.trims}
	answers, err := t.run(ctx, group)
	l.trims = t.floor > 0
	if errors.Is(err, pgx.ErrNoRows) { // the database went back to before the namespace was made: the next group finds it
		_, failed := l.d.pool.Exec(ctx, l.d.sql.create, l.namespace)
		err = errors.Join(store.ErrRewound, failed)
	}
	for i, r := range group {
		if err != nil {
			answers[i] = answer{err: wrap("commit", err)}
		}
		r.answer <- answers[i]
	}
	if t.moved {
		l.d.hub.committed(l.namespace)
	}
}
