package storetest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/store"
)

func brokenFeeds() []broken {
	feed := func(name, property, reason string, f func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error)) broken {
		return broken{name, property, reason, with(spoiled{changes: f})}
	}
	again := func(name, reason string, f func(s *naive) *naive) broken {
		return broken{name, "RestartForgetsNothing", reason, with(spoiled{again: f})}
	}
	return []broken{
		feed("leaves deletions out of the feed", "FeedShowsPutsAndDeletes", "Changes: got", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			return slices.DeleteFunc(rs, func(r store.Record) bool { return r.Deleted }), upTo, err
		}),
		feed("cuts commits at the limit", "FeedKeepsCommitsWhole", "records of 80", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			if len(rs) > limit {
				return rs[:limit], rs[limit-1].Rev, err
			}
			return rs, upTo, err
		}),
		feed("tells what was put before what was deleted", "FeedOrdersACommitByKey", "each commit by key", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			slices.SortStableFunc(rs, func(a, b store.Record) int {
				if a.Rev != b.Rev || a.Deleted == b.Deleted {
					return cmp.Compare(a.Rev, b.Rev)
				}
				if b.Deleted {
					return -1
				}
				return 1
			})
			return rs, upTo, err
		}),
		feed("begins with the cursor's own commit", "FeedResumesAtEveryRevision", "the feed after", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			if len(rs) == 0 || after == 0 || limit != 3 {
				return rs, upTo, err
			}
			return s.Changes(ctx, after-1, limit)
		}),
		feed("waits for a cursor from the future", "CursorOutsideTheFeedIsRefused", "want an ErrCursor", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			if after > s.head {
				return nil, after, nil
			}
			return s.Changes(ctx, after, limit)
		}),
		feed("forgets old deletions silently", "OldCursorIsRefused", "want an ErrCursor", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			return slices.DeleteFunc(rs, func(r store.Record) bool { return r.Deleted && r.Rev+20 < upTo }), upTo, err
		}),
		{"refuses one cursor too few", "NoCursorMissesADeletion", "misses the deletion at", func() store.Store { return brief{newNaive(), 1} }},
		{"refuses no cursor", "NoCursorMissesADeletion", "misses the deletion at", func() store.Store { return brief{newNaive(), 1 << 40} }},
		feed("forgets a cursor on the way", "NoCursorMissesADeletion", "on the way from", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			if rs, upTo, err := s.Changes(ctx, after, limit); after%8 != 7 || limit != 7 || upTo == after {
				return rs, upTo, err
			}
			return nil, 0, store.ErrCursor
		}),
		feed("goes back when there is nothing", "QuietCursorDoesNotAge", "a reader that read everything", func(s *naive, ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
			rs, upTo, err := s.Changes(ctx, after, limit)
			if len(rs) == 0 && limit > 0 {
				upTo = 0
			}
			return rs, upTo, err
		}),
		{"tells every version", "FeedReturnsARecordOnce", "the feed, ", func() store.Store { return &diary{naive: newNaive()} }},
		{"sleeps through a commit", "WaitReturnsOnNews", "deadline exceeded", func() store.Store { return deaf{newNaive()} }},
		again("restarts with the newest row's revision", "the head went from", func(s *naive) *naive {
			s.head = 0
			for _, r := range s.rows {
				s.head = max(s.head, r.Rev)
			}
			return s
		}),
		again("forgets deletions in a restart", "the feed after a restart", func(s *naive) *naive {
			clear(s.gone)
			return s
		}),
		again("loses the last commit in a restart", "List after a restart", func(s *naive) *naive {
			delete(s.rows, "again")
			return s
		}),
	}
}

// diary feeds from a log in which nothing is ever replaced.
type diary struct {
	*naive
	mu  sync.Mutex
	log []store.Record
}

func (d *diary) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rev, err := d.naive.Commit(ctx, b)
	for _, r := range b.Put {
		d.log = append(d.log, store.Record{Key: r.Key, Rev: rev, Value: r.Value})
	}
	for _, k := range b.Delete {
		d.log = append(d.log, store.Record{Key: k, Rev: rev, Deleted: true})
	}
	return rev, err
}

func (d *diary) Changes(ctx context.Context, after store.Rev, limit int) (rs []store.Record, upTo store.Rev, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	upTo = after
	for _, r := range d.log {
		if r.Rev > after && (len(rs) < limit || r.Rev == upTo) {
			rs, upTo = append(rs, r), r.Rev
		}
	}
	if limit == 0 {
		return d.naive.Changes(ctx, 0, 0)
	}
	return rs, upTo, nil
}

// brief keeps the deletions of the last 10 revisions, and refuses cursors from before that; but not
// the last few of them.
type brief struct {
	*naive
	lenient store.Rev
}

func (s brief) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	s.mu.Lock()
	kept, forgot := &naive{rows: s.rows, gone: map[string]store.Record{}, head: s.head, past: s.past}, store.Rev(0)
	for key, r := range s.gone {
		if r.Rev+10 < s.head {
			forgot = max(forgot, r.Rev)
		} else {
			kept.gone[key] = r
		}
	}
	defer s.mu.Unlock()
	if limit > 0 && after+s.lenient < forgot {
		return nil, 0, store.ErrCursor
	}
	return kept.Changes(ctx, after, limit)
}

// deaf is a Waiter that never hears anything.
type deaf struct{ *naive }

func (d deaf) Wait(ctx context.Context, _ store.Rev) error {
	<-ctx.Done()
	return ctx.Err()
}
