package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// The file says whose it is and how its tables look.
const (
	applicationID = 0x53574244 // "SWBD"
	schemaVersion = 2
)

// Deletions stand in a table of their own, so that they are never in the way of a List. Both tables
// hold a key once, with the revision that last wrote it; a key is in one of them at most.
const schema = `
CREATE TABLE namespaces (
	id    INTEGER PRIMARY KEY,
	name  TEXT NOT NULL UNIQUE,
	head  INTEGER NOT NULL,  -- latest revision
	floor INTEGER NOT NULL,  -- oldest cursor that the feed can go on from
	lineage BLOB NOT NULL DEFAULT x'' -- a store.Lineage
) STRICT;
CREATE TABLE records (
	ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL, value BLOB NOT NULL,
	PRIMARY KEY (ns, key)
) WITHOUT ROWID, STRICT;
CREATE INDEX records_rev ON records (ns, rev);
CREATE TABLE deleted (
	ns INTEGER NOT NULL, key TEXT NOT NULL, rev INTEGER NOT NULL,
	PRIMARY KEY (ns, key)
) WITHOUT ROWID, STRICT;
CREATE INDEX deleted_rev ON deleted (ns, rev);
`

// addLineage makes a file of version 1 one of version 2.
const addLineage = `ALTER TABLE namespaces ADD COLUMN lineage BLOB NOT NULL DEFAULT x'';`

var (
	// ErrCorrupt says that the file is damaged. Restore a backup.
	ErrCorrupt = errors.New("sqlitestore: file is damaged")
	// ErrForeign says that the file belongs to another program or a newer release. It was not
	// touched.
	ErrForeign = errors.New("sqlitestore: not a file of this release")
)

// migrate creates the tables in a new file; two processes may try at once.
func migrate(ctx context.Context, c *sql.Conn) error {
	return transact(ctx, c, func() error {
		var id, version, tables int
		err := errors.Join(
			c.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id),
			c.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version),
			c.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables),
		)
		if err != nil {
			return err
		}
		if id == applicationID && version == schemaVersion {
			return nil
		}
		if id == applicationID && version == 1 {
			_, err := c.ExecContext(ctx, fmt.Sprintf("%s PRAGMA user_version=%d;", addLineage, schemaVersion))
			return err
		}
		if id != 0 || version != 0 || tables != 0 {
			return fmt.Errorf("%w: application_id %#x, user_version %d, %d tables", ErrForeign, id, version, tables)
		}
		_, err = c.ExecContext(ctx, fmt.Sprintf("%s PRAGMA application_id=%d; PRAGMA user_version=%d;", schema, applicationID, schemaVersion))
		return err
	})
}

// transact runs f in a transaction that may write from its start, so that it never has to give up a
// snapshot.
func transact(ctx context.Context, c *sql.Conn, f func() error) error {
	if _, err := c.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	return finish(ctx, c, f())
}

// finish ends a transaction: with COMMIT unless there was an error.
func finish(ctx context.Context, c *sql.Conn, err error) error {
	if err == nil {
		_, err = c.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		// After some errors SQLite has rolled back by itself, and this one fails: nothing to add.
		_, _ = c.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}
