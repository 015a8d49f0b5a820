package sqlitestore

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
	rows, err := s.reads.QueryContext(ctx, `SELECT name FROM namespaces WHERE name > ? ORDER BY name LIMIT ?`, after, limit)
	if err != nil {
		return nil, wrap("namespaces", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, wrap("namespaces", err)
		}
		names = append(names, name)
	}
	return names, wrap("namespaces", rows.Err())
}

// Drop implements store.Namespacer, a thousand records at a time, so that commits to other
// namespaces go on. Scrub makes the bytes unrecoverable afterwards.
func (s *Store) Drop(ctx context.Context) error {
	for gone := false; !gone; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := s.writer.do(ctx, func(ctx context.Context, a *applier) (err error) {
			gone, err = a.drain(ctx, s.ns.id)
			return err
		})
		if err != nil {
			return wrap("drop", err)
		}
	}
	s.bell.ring()
	return nil
}

// drains take some of a namespace away, and its row when nothing else is left.
var drains = []string{
	`DELETE FROM records WHERE (ns, key) IN (SELECT ns, key FROM records WHERE ns = ? LIMIT 1000)`,
	`DELETE FROM deleted WHERE (ns, key) IN (SELECT ns, key FROM deleted WHERE ns = ? LIMIT 1000)`,
	`DELETE FROM namespaces WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM records WHERE ns = ?1)
		AND NOT EXISTS (SELECT 1 FROM deleted WHERE ns = ?1)`,
}

// drain does so once, and reports whether nothing is left.
func (a *applier) drain(ctx context.Context, ns int64) (gone bool, err error) {
	if err := a.write(ctx, "BEGIN IMMEDIATE"); err != nil {
		return false, err
	}
	err = finish(ctx, a.Conn, func() error {
		for _, text := range drains {
			if _, err := a.ExecContext(ctx, text, ns); err != nil {
				return err
			}
		}
		return a.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM namespaces WHERE id = ?)`, ns).Scan(&gone)
	}())
	return gone, err
}
