package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A restored backup is another time line: its revisions must not meet those given after it was
// made, for a million commits.
const restoredAhead = 1_000_000 << 22

// Backup writes all namespaces of the file as of one instant to a new file at path, while commits
// go on, and syncs it. Only its owner may read it, as it holds everything. It is ready to be
// opened: its revisions go on far ahead of the original's, and cursors of the original's feed get
// store.ErrCursor, so nobody takes the restored time line for the lost one. On an error the new
// file is removed.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("sqlitestore: backup: %s: %w", path, os.ErrExist)
	}
	err := s.backup(ctx, path)
	if err != nil {
		return errors.Join(wrap("backup", err), os.RemoveAll(path))
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) error {
	if err := (Config{Path: path}).create(); err != nil {
		return err
	}
	if err := s.config.once(ctx, `VACUUM INTO ?1`, Config{Path: path}.dsn()); err != nil {
		return err
	}
	copied := s.config
	copied.Path = path
	if err := copied.once(ctx, `UPDATE namespaces SET head = head + ?1, floor = head + ?1`, restoredAhead); err != nil {
		return err
	}
	return errors.Join(syncPath(path), syncPath(filepath.Dir(path)))
}

// once runs a statement on a connection of its own.
func (c Config) once(ctx context.Context, text string, args ...any) error {
	db, err := c.pool(1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, text, args...)
	return errors.Join(err, db.Close())
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
