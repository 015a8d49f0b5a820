package pgstore

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/switchboard-go/switchboard/store"
)

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, nil
	}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	return s.query(ctx, "get", s.sql.get, s.namespace, slices.Compact(keys))
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	text := s.sql.list
	if r.Desc {
		text = s.sql.listDesc
	}
	from, to := r.Bounds()
	return s.query(ctx, "list", text, s.namespace, from, to, r.Limit)
}

func (s *Store) query(ctx context.Context, what, text string, args ...any) ([]store.Record, error) {
	var rs []store.Record
	err := s.within(ctx, func(ctx context.Context) (err error) { // a connection that has gone silent would be waited for
		rows, _ := s.pool.Query(ctx, text, args...) // its error comes with the rows
		rs, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r store.Record, err error) {
			err = row.Scan(&r.Key, &r.Rev, &r.Value)
			return r, err
		})
		return err
	})
	return rs, wrap(what, err)
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d, must not be negative", store.ErrInvalid, limit)
	}
	rings := s.bell.count()
	if limit == 0 {
		upTo, err := s.head(ctx)
		if err == nil {
			s.glance.Store(&glance{upTo, rings})
		}
		return nil, upTo, wrap("changes", err)
	}
	var r store.Record
	var floor, head store.Rev
	var kept []byte
	err = s.within(ctx, func(ctx context.Context) error {
		cursor := int64(min(after, math.MaxInt64))                              //nolint:gosec // it fits
		rows, _ := s.pool.Query(ctx, s.sql.changes, s.namespace, cursor, limit) // its error comes with the rows
		_, err := pgx.ForEachRow(rows, []any{&floor, &head, &kept, &upTo, &r.Key, &r.Rev, &r.Value, &r.Deleted}, func() error {
			if r.Rev != 0 {
				rs = append(rs, r)
			}
			r = store.Record{}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	lineage, err := store.ParseLineage(kept)
	if err == nil {
		err = lineage.Check(after, floor, head)
	}
	if err != nil {
		return nil, 0, err
	}
	if upTo == head {
		s.glance.Store(&glance{head, rings})
	}
	return rs, upTo, nil
}

func (s *Store) head(ctx context.Context) (head store.Rev, err error) {
	err = s.within(ctx, func(ctx context.Context) error {
		return s.pool.QueryRow(ctx, s.sql.head, s.namespace).Scan(&head)
	})
	if errors.Is(err, pgx.ErrNoRows) { // the database went back to before the namespace was made: it is as new
		return 0, nil
	}
	return head, err
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("pgstore: %s: %w", what, err)
}
