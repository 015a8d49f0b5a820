package mysqlstore

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/store"
)

// Namespaces implements store.Namespacer.
func (s *Store) Namespaces(ctx context.Context, after string, limit int) (names []string, err error) {
	if err := errors.Join(ctx.Err(), store.CheckNamespaces(after, limit)); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(ctx context.Context, t *session) error {
		return t.each(ctx, s.sql.namespaces(after, limit), func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			names = append(names, name)
			return err
		})
	})
	if err != nil {
		return nil, wrap("namespaces", err)
	}
	return names, nil
}

// Drop implements store.Namespacer, a thousand records at a time, each time for as long as a commit
// holds the counter.
func (s *Store) Drop(ctx context.Context) error {
	for left := true; left; {
		err := s.within(ctx, s.config.Timeout, func(ctx context.Context) error {
			return s.in(ctx, readCommitted, func(t *session) (err error) {
				left, err = s.drain(ctx, t)
				return err
			})
		})
		if err != nil {
			return wrap("drop", err)
		}
	}
	s.hub.committed(s.namespace)
	return nil
}

// drained is how many records, and how many deletions, one step of Drop takes away.
const drained = 1000

// drain is one step. As long as more may be left, the counter's row stays. A commit makes the row
// anew where it is gone.
func (s *Store) drain(ctx context.Context, t *session) (left bool, err error) {
	if _, err := t.exec(ctx, s.sql.lock(s.namespace)); err != nil {
		return true, err
	}
	for _, suffix := range []string{"", "_deleted"} {
		result, err := t.exec(ctx, s.sql.drain(suffix, s.namespace))
		if err != nil {
			return true, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return true, err
		}
		left = left || n == drained
	}
	if !left {
		_, err = t.exec(ctx, s.sql.drop(s.namespace))
	}
	return left, err
}
