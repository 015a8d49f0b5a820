package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

var errScrubBusy = errors.New("sqlitestore: scrub: a reader keeps the log open")

// scrubs has those who ask for a scrub at once share one. The zero scrubs is ready.
type scrubs struct {
	asked   atomic.Uint64 // how often somebody asked
	running sync.Mutex
	served  uint64 // whoever asked up to here was served; under running
}

// Scrub implements store.Scrubber. SQLite's secure_delete overwrites what is deleted where it
// stands, but a page that was rebuilt earlier, because records moved between pages, keeps copies of
// them in its unused space. Scrub looks at every page, clears that space where there is anything in
// it, and empties the log. It reads as much as the file is large, at half the speed it could, and
// commits go on meanwhile: they wait for the few pages cleared at a time, and at the end for what
// is left in the log. At the end it waits for reads under way, also of other processes, until ctx
// ends.
//
// With a driver without SQLite's sqlite_dbpage, and in a file above 128 GiB, it writes the file
// anew instead, and commits wait as long as that takes.
func (s *Store) Scrub(ctx context.Context) error {
	mine := s.scrubs.asked.Add(1)
	s.scrubs.running.Lock()
	defer s.scrubs.running.Unlock()
	if s.scrubs.served >= mine {
		return nil // by one that began after this call
	}
	covers := s.scrubs.asked.Load()
	if err := s.scrub(ctx); err != nil {
		return err
	}
	s.scrubs.served = covers
	return nil
}

func (s *Store) scrub(ctx context.Context) error {
	pages, ok, err := s.pages(ctx)
	if err != nil {
		return wrap("scrub", err)
	}
	if ok {
		err = s.clearPages(ctx, pages)
	} else {
		err = s.writer.do(ctx, func(ctx context.Context, a *applier) error { return a.write(ctx, `VACUUM`) })
	}
	if err != nil {
		return wrap("scrub", err)
	}
	return s.emptyLog(ctx)
}

// emptyLog moves the log into the file and cuts it to nothing.
func (s *Store) emptyLog(ctx context.Context) error {
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
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("%w: %w", errScrubBusy, err)
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
