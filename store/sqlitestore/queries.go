package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
)

// queries are the reads, prepared: parsing one anew costs as much as running it.
type queries struct {
	get, up, down, head, cut, news *sql.Stmt
}

func newQueries(ctx context.Context, db *sql.DB) (q queries, err error) {
	for stmt, text := range map[**sql.Stmt]string{
		&q.get:  `SELECT key, rev, value, 0 FROM records WHERE ns = ? AND key IN (SELECT value FROM json_each(?))`,
		&q.up:   `SELECT key, rev, value, 0 FROM records WHERE ns = ? AND key >= ? AND key < ? ORDER BY key ASC LIMIT ?`,
		&q.down: `SELECT key, rev, value, 0 FROM records WHERE ns = ? AND key >= ? AND key < ? ORDER BY key DESC LIMIT ?`,
		&q.head: `SELECT floor, head FROM namespaces WHERE id = ?`,
		&q.cut: `
			SELECT count(*), max(rev) FROM (
				SELECT rev FROM (
					SELECT rev FROM records WHERE ns = ?1 AND rev > ?2
					UNION ALL
					SELECT rev FROM deleted WHERE ns = ?1 AND rev > ?2
				) ORDER BY rev LIMIT ?3)`,
		&q.news: `
			SELECT key, rev, value, 0 FROM records WHERE ns = ?1 AND rev > ?2 AND rev <= ?3
			UNION ALL
			SELECT key, rev, x'', 1 FROM deleted WHERE ns = ?1 AND rev > ?2 AND rev <= ?3
			ORDER BY 2, 1`,
	} {
		if *stmt, err = db.PrepareContext(ctx, text); err != nil {
			return q, errors.Join(err, q.close())
		}
	}
	return q, nil
}

func (q queries) close() error {
	var errs []error
	for _, s := range []*sql.Stmt{q.get, q.up, q.down, q.head, q.cut, q.news} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}
