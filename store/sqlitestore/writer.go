package sqlitestore

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// writer owns the only connection that writes. One goroutine runs it: it takes what is queued,
// applies it in one transaction, and answers each request on its own.
type writer struct {
	db      *sql.DB
	config  Config
	bells   *bells
	queue   chan *request
	calls   chan func()
	closing chan struct{}
	closed  chan struct{}
	once    sync.Once

	conn    *applier // nil: to be opened again
	version int64    // of the file as this connection last saw it
}

func newWriter(db *sql.DB, c Config, b *bells) *writer {
	w := &writer{
		db: db, config: c, bells: b,
		queue:   make(chan *request, groupMax),
		calls:   make(chan func()),
		closing: make(chan struct{}),
		closed:  make(chan struct{}),
	}
	go w.run()
	return w
}

func (w *writer) close() error {
	w.once.Do(func() { close(w.closing) })
	<-w.closed
	return w.db.Close()
}

func (w *writer) run() {
	defer close(w.closed)
	defer w.drop()
	poll := time.NewTimer(w.config.Poll)
	defer poll.Stop()
	for {
		select {
		case r := <-w.queue:
			w.commit(r)
		case f := <-w.calls:
			f()
		case <-w.bells.wanted:
			poll.Reset(w.config.Poll)
		case <-poll.C:
			if w.bells.awaited() {
				w.look()
				poll.Reset(w.config.Poll)
			}
		case <-w.closing:
			w.refuse()
			return
		}
	}
}

// refuse answers what was queued too late.
func (w *writer) refuse() {
	for {
		select {
		case r := <-w.queue:
			r.answer <- answer{err: ErrClosed}
		default:
			return
		}
	}
}

// commit applies the first request and those behind it. Callers get an error together, each with an
// unknown outcome, or an answer each. A conflict may be due to a batch of the same group, so it is
// told no sooner than that one is durable.
func (w *writer) commit(first *request) {
	g := group{queue: w.queue, first: first}
	var answers []answer
	var touched []int64
	err := w.with(func(ctx context.Context, a *applier) (err error) {
		answers, touched, err = a.group(ctx, g.next)
		return err
	})
	if err != nil {
		g.fail(wrap("commit", err))
		return
	}
	for i, r := range g.taken {
		r.answer <- answers[i]
	}
	for _, ns := range touched {
		w.bells.of(ns).ring()
	}
}

// with lends the connection to f. One that met an error is not used again, so that no state of
// SQLite outlives it.
func (w *writer) with(f func(context.Context, *applier) error) error {
	ctx := context.Background() // callers may go; a transaction that others are part of does not
	if w.conn == nil {
		conn, err := newApplier(ctx, w.db, w.config)
		if err != nil {
			return err
		}
		w.conn = conn
	}
	err := f(ctx, w.conn)
	if err != nil {
		w.drop()
	}
	return err
}

func (w *writer) drop() {
	if w.conn != nil {
		w.conn.drop()
		w.conn, w.version = nil, -1 // the next connection counts anew
	}
}

// do runs f on the writer's connection between two groups.
func (w *writer) do(ctx context.Context, f func(context.Context, *applier) error) error {
	done := make(chan error, 1)
	select {
	case w.calls <- func() { done <- w.with(f) }:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.closed:
		return ErrClosed
	}
	return <-done
}

const create = `INSERT INTO namespaces (id, name, head, floor) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING`

// create adds a namespace unless somebody else did.
func (w *writer) create(ctx context.Context, ns namespace) error {
	return w.do(ctx, func(ctx context.Context, a *applier) error {
		return a.write(ctx, create, ns.id, ns.name)
	})
}

// look rings all bells when another process has written. On one connection data_version changes for
// others' commits only. It is called while somebody waits; otherwise the writer sleeps.
func (w *writer) look() {
	var version int64
	err := w.with(func(ctx context.Context, a *applier) error {
		return a.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version)
	})
	if err != nil || version != w.version {
		w.version = version
		w.bells.ringAll()
	}
}
