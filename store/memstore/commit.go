package memstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/store"
)

// Commit implements store.Store. Its only errors are store.ErrConflict, store.ErrInvalid and the
// context's, and none of them leaves the outcome unknown.
func (s *Store) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	if err := errors.Join(ctx.Err(), store.CheckBatch(b)); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range b.If {
		if s.rows[c.Key].Rev != c.Rev {
			return 0, fmt.Errorf("%w: %s is at %d, not %d", store.ErrConflict, c.Key, s.rows[c.Key].Rev, c.Rev)
		}
	}
	if !s.writes(b) {
		return s.head, nil
	}
	s.advance()
	for _, r := range b.Put {
		s.put(r)
	}
	for _, k := range b.Delete {
		s.delete(k)
	}
	s.feed.seal(s.head)
	s.compact()
	s.wake()
	return s.head, nil
}

// writes reports whether b changes anything.
func (s *Store) writes(b store.Batch) bool {
	if len(b.Put) > 0 {
		return true
	}
	for _, k := range b.Delete {
		if _, ok := s.rows[k]; ok {
			return true
		}
	}
	return false
}

func (s *Store) put(r store.Record) {
	if _, ok := s.rows[r.Key]; !ok {
		s.keys.add(r.Key)
		delete(s.ended, r.Key)
	}
	s.rows[r.Key] = clone(store.Record{Key: r.Key, Rev: s.head, Value: r.Value})
	s.feed.add(s.head, r.Key)
}

func (s *Store) delete(key string) {
	if _, ok := s.rows[key]; !ok {
		return
	}
	delete(s.rows, key)
	s.keys.remove(key)
	s.ended[key] = s.head
	s.feed.add(s.head, key)
}
