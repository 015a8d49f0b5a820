package memstore

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// feed is the order in which keys were written. An entry counts until its key is written again;
// then it is dead.
type feed struct {
	log       []event
	compactAt int // length of the log from which compacting is worth it
}

type event struct {
	rev store.Rev
	key string
}

const feedSlack = 1024 // entries that are never worth dropping

func (f *feed) add(rev store.Rev, key string) {
	f.log = append(f.log, event{rev, key})
}

// seal sorts the keys of a commit, after all of them were added.
func (f *feed) seal(rev store.Rev) {
	first := len(f.log)
	for first > 0 && f.log[first-1].rev == rev {
		first--
	}
	slices.SortFunc(f.log[first:], func(a, b event) int { return strings.Compare(a.key, b.key) })
}

// Changes implements store.Store.
func (s *Store) Changes(ctx context.Context, after store.Rev, limit int) ([]store.Record, store.Rev, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	if limit < 0 {
		return nil, 0, fmt.Errorf("%w: limit: %d, must not be negative", store.ErrInvalid, limit)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if limit == 0 {
		return nil, s.head, nil
	}
	if err := s.check(after); err != nil {
		return nil, 0, err
	}
	log := s.feed.log
	log = log[sort.Search(len(log), func(i int) bool { return log[i].rev > after }):]
	var rs []store.Record
	for _, e := range log {
		r, ok := s.current(e)
		if !ok {
			continue
		}
		if len(rs) >= limit && rs[len(rs)-1].Rev != r.Rev {
			return rs, rs[len(rs)-1].Rev, nil
		}
		rs = append(rs, r)
	}
	return rs, s.head, nil
}

// Wait implements store.Waiter.
func (s *Store) Wait(ctx context.Context, after store.Rev) error {
	s.mu.RLock()
	head, committed := s.head, s.committed
	s.mu.RUnlock()
	if head != after { // head is less after a Restore
		return ctx.Err()
	}
	select {
	case <-committed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// floor returns the oldest cursor from which the feed can go on.
func (s *Store) floor() store.Rev {
	return s.head - min(s.head, s.keep)
}

// current returns what the event e wrote. ok is false if its key was written again.
func (s *Store) current(e event) (r store.Record, ok bool) {
	if r, ok = s.rows[e.key]; ok {
		return clone(r), r.Rev == e.rev
	}
	return store.Record{Key: e.key, Rev: e.rev, Deleted: true}, s.ended[e.key] == e.rev
}

// compact drops dead entries and old deletions, once they may be half of the log. So each write
// pays only a little for it.
func (s *Store) compact() {
	if len(s.feed.log) < s.feed.compactAt+feedSlack {
		return
	}
	kept := s.feed.log[:0]
	for _, e := range s.feed.log {
		if s.rows[e.key].Rev == e.rev {
			kept = append(kept, e)
			continue
		}
		if s.ended[e.key] != e.rev {
			continue
		}
		if e.rev <= s.floor() {
			delete(s.ended, e.key)
			continue
		}
		kept = append(kept, e)
	}
	clear(s.feed.log[len(kept):])
	s.feed = feed{log: kept, compactAt: 2 * len(kept)}
}
