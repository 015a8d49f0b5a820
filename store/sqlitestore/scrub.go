package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var errScrubBusy = errors.New("sqlitestore: scrub: a reader keeps the log open")

// Scrub implements store.Scrubber: it moves the log into the file, where deleted bytes were overwritten, and empties
// it. It waits for reads under way, also of other processes, until ctx ends, and holds commits up for moments.
func (s *Store) Scrub(ctx context.Context) error {
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
