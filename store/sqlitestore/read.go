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
	rs, err := query(ctx, s.queries.get, s.ns.id, jsonArray(keys))
	return rs, wrap("get", err)
}

// List implements store.Store.
func (s *Store) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if err := errors.Join(ctx.Err(), store.CheckRange(r)); err != nil {
		return nil, err
	}
	list := s.queries.up
	if r.Desc {
		list = s.queries.down
	}
	from, to := r.Bounds()
	rs, err := query(ctx, list, s.ns.id, from, to, r.Limit)
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
	var kept []byte
	err = tx.StmtContext(ctx, s.queries.head).QueryRowContext(ctx, s.ns.id).Scan(&floor, &head, &kept)
	if errors.Is(err, sql.ErrNoRows) { // the file went back to before the namespace was made: it is as new
		err = nil
	}
	if err != nil || limit == 0 || after == head {
		return nil, head, wrap("changes", err)
	}
	lineage, err := store.ParseLineage(kept)
	if err == nil {
		err = lineage.Check(after, floor, head)
	}
	if err != nil {
		return nil, 0, err
	}
	upTo, err = cut(ctx, tx.StmtContext(ctx, s.queries.cut), s.ns.id, after, head, limit)
	if err != nil {
		return nil, 0, wrap("changes", err)
	}
	rs, err = query(ctx, tx.StmtContext(ctx, s.queries.news), s.ns.id, after, upTo)
	return rs, upTo, wrap("changes", err)
}

// cut is the revision up to which about limit records go: the commit that holds the last of them is
// whole.
func cut(ctx context.Context, q *sql.Stmt, ns int64, after, head store.Rev, limit int) (store.Rev, error) {
	var n int
	var last sql.NullInt64
	err := q.QueryRowContext(ctx, ns, after, limit).Scan(&n, &last)
	if err != nil || n < limit {
		return head, err
	}
	return store.Rev(last.Int64), nil
}

func query(ctx context.Context, q *sql.Stmt, args ...any) ([]store.Record, error) {
	rows, err := q.QueryContext(ctx, args...)
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
