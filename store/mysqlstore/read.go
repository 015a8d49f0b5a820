package mysqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	keys = slices.Clone(keys)
	slices.Sort(keys)
	var texts []string
	for _, some := range chunks(slices.Compact(keys)) {
		texts = append(texts, s.sql.get(s.namespace, some))
	}
	return s.records(ctx, "get", texts...)
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	return s.records(ctx, "list", s.sql.list(s.namespace, r))
}

// records answers from one snapshot, however many statements it takes.
func (s *Store) records(ctx context.Context, what string, texts ...string) (rs []store.Record, err error) {
	if len(texts) == 0 {
		return nil, nil
	}
	err = s.read(ctx, func(ctx context.Context, t *session) error {
		for _, text := range texts {
			err := t.each(ctx, text, func(scan func(...any) error) error {
				var r store.Record
				err := scan(&r.Key, &r.Rev, &r.Value)
				rs = append(rs, r)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(what, err)
	}
	return rs, nil
}

// read runs f in one snapshot, which is made by its first statement and so after every commit that
// ended before the call. A plain statement of the pool would do as well, but not in a session that
// the host left without autocommit: there the first one begins a transaction, and all after it see
// what that one saw.
func (d *database) read(ctx context.Context, f func(context.Context, *session) error) error {
	return d.within(ctx, d.config.Timeout, func(ctx context.Context) error { // a connection that has gone silent would be waited for
		s, err := d.begin(ctx, repeatableRead)
		if err != nil {
			return err
		}
		if err := f(ctx, s); err != nil {
			s.rollback(d)
			return err
		}
		go s.rollback(d) // nobody needs to wait for it: what was read is read
		return nil
	})
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d, must not be negative", store.ErrInvalid, limit)
	}
	err = s.read(ctx, func(ctx context.Context, t *session) error {
		c, _, err := readCounter(ctx, t, s.sql.counter(s.namespace))
		upTo = c.head
		if err != nil || limit == 0 || after == c.head {
			return err
		}
		if err := c.lineage.Check(after, c.floor, c.head); err != nil {
			return err
		}
		if upTo, err = s.cut(ctx, t, after, c.head, limit); err != nil {
			return err
		}
		rs, err = s.news(ctx, t, after, upTo)
		return err
	})
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	return rs, upTo, nil
}

// cut is the revision up to which about limit records go: the commit that holds the last of them is
// whole.
func (s *Store) cut(ctx context.Context, t *session, after, head store.Rev, limit int) (upTo store.Rev, err error) {
	n := 0
	err = t.each(ctx, s.sql.cut(s.namespace, after, limit), func(scan func(...any) error) error {
		n++
		return scan(&upTo)
	})
	if n < limit {
		upTo = head
	}
	return upTo, err
}

func (s *Store) news(ctx context.Context, t *session, after, upTo store.Rev) (rs []store.Record, err error) {
	err = t.each(ctx, s.sql.news(s.namespace, after, upTo), func(scan func(...any) error) error {
		var r store.Record
		err := scan(&r.Key, &r.Rev, &r.Value, &r.Deleted)
		rs = append(rs, r)
		return err
	})
	slices.SortFunc(rs, func(a, b store.Record) int { return cmp.Or(cmp.Compare(a.Rev, b.Rev), strings.Compare(a.Key, b.Key)) })
	return rs, err
}
