package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var errScrubBusy = errors.New("sqlitestore: scrub: a reader keeps the log open")

// Scrub implements store.Scrubber: it writes the file anew, because SQLite's secure_delete leaves copies behind where it
// has moved rows between pages, and empties the log. It takes as long as copying the file; commits wait meanwhile, reads
// do not. At the end it waits for reads under way, also of other processes, until ctx ends.
func (s *Store) Scrub(ctx context.Context) error {
	err := s.writer.do(ctx, func(ctx context.Context, a *applier) error {
		return a.write(ctx, `VACUUM`)
	})
	if err != nil {
		return wrap("scrub", err)
	}
	for {
		var busy, log, moved int
		err := s.writer.do(ctx, func(ctx context.Context, a *applier) error {
			return a.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved)
		})
		if err != nil {
			return wrap("scrub", err)
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errScrubBusy, ctx.Err())
		}
	}
}
