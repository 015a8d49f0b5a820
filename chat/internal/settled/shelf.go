package settled

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// shelf keeps the records of the settings, decoded, as of one revision of the store. The feed
// of the store brings what has changed since, so that a change costs what has changed and not
// what there is. It is filled from a list of all records: at first, and again whenever the feed
// does not answer, has too much to tell, or does not tell of a stamp that is there.
type shelf struct {
	feed store.Store // answers in time, also when the store hangs

	mu     sync.Mutex
	filled bool
	deaf   bool                   // the feed failed, and nobody has heard it since
	at     store.Rev              // as of which the records are kept
	revs   map[string]store.Rev   // of each record
	own    map[string]chat.SiteID // by key, the sites that the desk itself wrote
	kept   kept
}

// kept is what a shelf holds. It is handed out, so it is replaced and never changed.
type kept struct {
	settings.Stored
	stamp   store.Record
	growing []chat.SiteID // the sites that the desk itself wrote
}

const (
	feedPage  = 256 // records that the feed is asked for at a time
	feedPages = 8   // so often at most, before all settings are listed instead
)

// empty forgets everything.
func (s *shelf) empty() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.filled, s.deaf, s.at, s.revs, s.own, s.kept = false, false, 0, nil, nil, kept{}
}

// hear takes in what the feed told somebody who asked for what comes after a revision.
func (s *shelf) hear(after store.Rev, rs []store.Record, upTo store.Rev) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deaf = false
	// Changes that begin after what is kept would leave a gap.
	if s.filled && after <= s.at && upTo > s.at {
		s.take(rs)
		s.at = upTo
	}
}

// look returns what is kept and as of when; false if nothing is kept, or the feed is not heard.
func (s *shelf) look() (k kept, at store.Rev, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept, s.at, s.filled && !s.deaf
}

// until asks the feed for what has changed until there is the stamp of a revision, and returns what
// is kept then. Every write of a setting writes the stamp too, so beside a stamp there are all the
// settings that were written with it and before. It is false where the feed does not lead there.
func (s *shelf) until(ctx context.Context, stamp store.Rev) (kept, bool) {
	k, at, ok := s.look()
	// So many pages cost no more than a list of all settings would.
	for range feedPages {
		if !ok || k.stamp.Rev == stamp {
			return k, ok
		}
		rs, upTo, err := s.feed.Changes(ctx, at, feedPage)
		if err != nil {
			s.fail()
			return k, false
		}
		s.hear(at, rs, upTo)
		// The feed is at its end and the stamp was not there: it may lag behind the store.
		if k, at, ok = s.look(); len(rs) == 0 {
			break
		}
	}
	return k, ok && k.stamp.Rev == stamp
}

// fail says that the feed failed. It is not asked again until somebody has heard it.
func (s *shelf) fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.filled, s.deaf = false, true
}

// head returns up to which revision the feed has come; false where it is not heard.
func (s *shelf) head(ctx context.Context) (store.Rev, bool) {
	s.mu.Lock()
	deaf := s.deaf
	s.mu.Unlock()
	if deaf {
		return 0, false
	}
	_, head, err := s.feed.Changes(ctx, 0, 0)
	if err != nil {
		s.fail()
	}
	return head, err == nil
}

// fill takes in a list of all records, which is right as of a revision if ok. What was decoded
// before is not decoded again.
func (s *shelf) fill(rs []store.Record, at store.Rev, ok bool) kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	// A list does not tell of what was deleted: what it lacks is gone.
	there := make(map[string]bool, len(rs))
	for _, r := range rs {
		there[r.Key] = true
	}
	for key := range s.revs {
		if !there[key] {
			rs = append(rs, store.Record{Key: key, Deleted: true})
		}
	}
	s.take(rs)
	s.filled, s.at = ok, at
	return s.kept
}

// take takes in records, as they are now.
func (s *shelf) take(rs []store.Record) {
	if s.revs == nil {
		s.revs, s.own = map[string]store.Rev{}, map[string]chat.SiteID{}
	}
	var changed []store.Record
	var gone []string
	for _, r := range rs {
		switch {
		case !isSetting(r.Key) || !r.Deleted && s.revs[r.Key] == r.Rev:
		case r.Deleted:
			gone = append(gone, r.Key)
			delete(s.revs, r.Key)
			delete(s.own, r.Key)
		default:
			changed = append(changed, r)
			s.revs[r.Key] = r.Rev
			delete(s.own, r.Key)
		}
	}
	if changed == nil && gone == nil {
		return
	}
	// What did not change stays as it was decoded.
	st, growing := read(changed)
	for _, id := range growing {
		s.own[records.Setting(kindSite, string(id))] = id
	}
	s.kept.Stored = s.kept.With(st, gone)
	s.kept.growing = slices.Sorted(maps.Values(s.own))
	if slices.Contains(gone, StampKey) {
		s.kept.stamp = store.Record{}
	}
	for _, r := range changed {
		if r.Key == StampKey {
			s.kept.stamp = r
		}
	}
}

var settingPrefixes = []string{
	records.Prefix(records.FamilySettings), records.Prefix(records.FamilyRule),
}

// isSetting reports whether a key is one of a setting, or of the stamp.
func isSetting(key string) bool {
	begins := func(prefix string) bool { return strings.HasPrefix(key, prefix) }
	return slices.ContainsFunc(settingPrefixes, begins)
}
