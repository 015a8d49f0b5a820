package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// Get implements store.Store.
func (s *Store) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckKeys(keys...)); err != nil {
		return nil, err
	}
	rs, err := s.query(ctx, `SELECT key, rev, value, 0 FROM records WHERE ns = ? AND key IN (SELECT value FROM json_each(?))`,
		s.ns, jsonArray(keys))
	return rs, wrap("get", err)
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	order := "ASC"
	if r.Desc {
		order = "DESC"
	}
	from, to := r.Bounds()
	rs, err := s.query(ctx, `SELECT key, rev, value, 0 FROM records WHERE ns = ? AND key >= ? AND key < ? ORDER BY key `+order+` LIMIT ?`,
		s.ns, from, to, r.Limit)
	return rs, wrap("list", err)
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d, must not be negative", store.ErrInvalid, limit)
	}
	tx, err := s.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one snapshot for the statements below
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	defer func() { _ = tx.Rollback() }()
	var floor, head store.Rev
	err = tx.QueryRowContext(ctx, `SELECT floor, head FROM namespaces WHERE id = ?`, s.ns).Scan(&floor, &head)
	if err != nil || limit == 0 || after == head {
		return nil, head, wrap("changes", err)
	}
	if after < floor || after > head {
		return nil, 0, fmt.Errorf("%w: %d, kept are %d to %d", store.ErrCursor, after, floor, head)
	}
	upTo, err = cut(ctx, tx, s.ns, after, head, limit)
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT key, rev, value, 0 FROM records WHERE ns = ?1 AND rev > ?2 AND rev <= ?3
		UNION ALL
		SELECT key, rev, x'', 1 FROM deleted WHERE ns = ?1 AND rev > ?2 AND rev <= ?3
		ORDER BY 2`, s.ns, after, upTo)
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	rs, err = collect(rows)
	return rs, upTo, wrap("changes", err)
}

// cut is the revision up to which about limit records go: the commit that holds the last of them is whole.
func cut(ctx context.Context, tx *sql.Tx, ns int64, after, head store.Rev, limit int) (store.Rev, error) {
	var n int
	var last sql.NullInt64
	err := tx.QueryRowContext(ctx, `
		SELECT count(*), max(rev) FROM (
			SELECT rev FROM (
				SELECT rev FROM records WHERE ns = ?1 AND rev > ?2
				UNION ALL
				SELECT rev FROM deleted WHERE ns = ?1 AND rev > ?2
			) ORDER BY rev LIMIT ?3)`, ns, after, limit).Scan(&n, &last)
	if err != nil || n < limit {
		return head, err
	}
	return store.Rev(last.Int64), nil
}

func (s *Store) query(ctx context.Context, text string, args ...any) ([]store.Record, error) {
	rows, err := s.reads.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

func collect(rows *sql.Rows) ([]store.Record, error) {
	defer rows.Close()
	var rs []store.Record
	for rows.Next() {
		var r store.Record
		if err := rows.Scan(&r.Key, &r.Rev, &r.Value, &r.Deleted); err != nil {
			return nil, err
		}
		rs = append(rs, r)
	}
	return rs, rows.Err()
}

// jsonArray writes keys as a JSON array. The bytes of a key need no escape.
func jsonArray(keys []string) string {
	if len(keys) == 0 {
		return "[]"
	}
	return `["` + strings.Join(keys, `","`) + `"]`
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("sqlitestore: %s: %w", what, err)
}
