package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// smallFile is the size up to which Open examines a file unasked: about a second on a slow disk.
const smallFile = 256 << 20

var integrityPragma = map[string]string{"quick": "quick_check", "full": "integrity_check"}

// Check examines the whole file while it is in use, as Config.Integrity's "full" does before: every
// page, every row, and that indexes and tables agree. It answers ErrCorrupt with the first fault.
// Neither reads nor commits wait for it, but the log grows as long as it runs, and it reads the
// whole file: choose a quiet hour.
func (s *Store) Check(ctx context.Context) error {
	db, err := s.config.pool(1, "query_only=1")
	if err != nil {
		return wrap("check", err)
	}
	return wrap("check", errors.Join(examine(ctx, db, "full"), db.Close()))
}

// querier is a connection or a pool of them.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// examine looks for damage as far as kind says.
func examine(ctx context.Context, q querier, kind string) error {
	switch kind {
	case "none":
		return nil
	case "auto":
		var size int64
		err := q.QueryRowContext(ctx, `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`).Scan(&size)
		if err != nil {
			return corrupt(ctx, err)
		}
		if size > smallFile {
			return nil
		}
		kind = "quick"
	}
	var found string
	if err := q.QueryRowContext(ctx, "PRAGMA "+integrityPragma[kind]+"(1)").Scan(&found); err != nil {
		return corrupt(ctx, err)
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, found)
	}
	return nil
}

// corrupt says that looking for damage met some, unless it was only called off.
func corrupt(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}
