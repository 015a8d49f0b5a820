package pgstore

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/switchboard-go/switchboard/store"
)

// Namespaces implements store.Namespacer.
func (s *Store) Namespaces(ctx context.Context, after string, limit int) (names []string, err error) {
	if err := errors.Join(ctx.Err(), store.CheckNamespaces(after, limit)); err != nil {
		return nil, err
	}
	err = s.within(ctx, func(ctx context.Context) error {
		rows, _ := s.pool.Query(ctx, s.sql.namespaces, after, limit) // its error comes with the rows
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return names, wrap("namespaces", err)
}

// Drop implements store.Namespacer, a thousand records at a time, each time for as long as a commit
// holds the counter.
func (s *Store) Drop(ctx context.Context) error {
	for left := true; left; {
		err := s.within(ctx, func(ctx context.Context) (err error) {
			left, err = s.drain(ctx)
			return err
		})
		if err != nil {
			return wrap("drop", err)
		}
	}
	s.dropped.Store(true)
	s.hub.committed(s.namespace)
	return nil
}

// drained is how many records, and how many deletions, one step of Drop takes away.
const drained = 1000

// drain is one step. As long as more may be left, the counter's row stays.
func (s *Store) drain(ctx context.Context) (left bool, err error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return true, err
	}
	defer conn.Release() // a connection that is still in a transaction is closed by the pool, which ends it
	count := func(tag pgconn.CommandTag) error {
		left = left || tag.RowsAffected() == drained
		return nil
	}
	var b pgx.Batch
	b.Queue("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
	b.Queue(settingsQuery, s.config.locals()...)
	b.Queue(s.sql.lock, s.namespace)
	for _, text := range []string{s.sql.drain, s.sql.drainDeleted} {
		b.Queue(text, s.namespace).Exec(count)
	}
	b.Queue(s.sql.drop, s.namespace)
	err = commit(ctx, conn, &b)
	return left, err
}
