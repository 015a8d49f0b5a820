package memstore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/store"
)

// Backup is what a Store held at an instant. Its zero value is an empty store.
type Backup struct {
	rows  map[string]store.Record
	ended map[string]store.Rev
	log   []event
	head  store.Rev
	lost  []span
}

// span is the revisions after one revision, up to another.
type span struct{ after, upTo store.Rev }

// Backup copies what the store holds.
func (s *Store) Backup() Backup {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return Backup{maps.Clone(s.rows), maps.Clone(s.ended), slices.Clone(s.feed.log), s.head, slices.Clone(s.lost)}
}

// Restore puts the store back to a backup of it while it is in use, as a failover to a standby that
// lags behind does. With it a test can see what a program makes of that. What was committed since
// is lost. Its revisions are not given again, and its cursors answer store.ErrRewound.
func (s *Store) Restore(b Backup) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows, s.ended, s.keys = map[string]store.Record{}, map[string]store.Rev{}, index{}
	maps.Copy(s.rows, b.rows)
	maps.Copy(s.ended, b.ended)
	for k := range b.rows {
		s.keys.add(k)
	}
	s.feed = feed{log: slices.Clone(b.log)}
	s.head, s.lost = b.head, slices.Clone(b.lost)
	if s.given > b.head {
		s.lost = append(s.lost, span{b.head, s.given})
	}
	s.wake()
}

// advance moves head to a revision that was never given. After a Restore it leaves one number out,
// so that the number before the new revision is none of those that were lost.
func (s *Store) advance() {
	if s.given > s.head {
		s.given++
	}
	s.given++
	s.head = s.given
}

// check answers store.ErrCursor unless the feed can go on from a revision.
func (s *Store) check(after store.Rev) error {
	if after < s.floor() {
		return fmt.Errorf("%w: %d, kept are %d to %d", store.ErrCursor, after, s.floor(), s.head)
	}
	lost := func(x span) bool { return after > x.after && after <= x.upTo }
	if after > s.head || slices.ContainsFunc(s.lost, lost) {
		return fmt.Errorf("%w: %w: read up to %d, which is not of the past that led to %d", store.ErrCursor, store.ErrRewound, after, s.head)
	}
	return nil
}

// wake ends every Wait.
func (s *Store) wake() {
	close(s.committed)
	s.committed = make(chan struct{})
}
