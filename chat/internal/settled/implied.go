package settled

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// A team that set nothing up works by one queue and one site that nobody wrote. With the first
// session, agent or setting they become records like all others, so that nobody in them is
// stranded. The site the desk wrote lists every queue that is added, until somebody writes it.
// A seed that comes later still counts, as long as nobody has written a setting: see stamp.

// Use makes records of the queue and the site that the team works by without having written
// them. It is for whoever is about to write, by some settings, what may be in them. If they are
// records already it writes and reads nothing.
func (k *Keeper) Use(ctx context.Context, s *Settings) (err error) {
	for range WriteTries {
		if !s.Implied.Queue && !s.Implied.Site {
			return nil
		}
		line := k.cfg.Trail.Line(audit.ByDesk, chat.AuditSeed, "")
		var refused error
		rev, err := store.Do(ctx, k.cfg.Store, func(tx *store.Tx) error {
			refused = s.use(tx, line, k.cfg.Node)
			return refused
		})
		switch {
		case errors.Is(refused, ErrStale):
			// By the new settings there may be nothing left to write.
			if s, err = k.InForce(ctx); err != nil {
				return err
			}
		case err != nil:
			return records.Unavailable(err)
		default:
			line.Told(rev)
			return nil
		}
	}
	return records.Unavailable(ErrStale)
}

// use makes the team's implied queue and site, which nobody wrote, into records, and renews the
// stamp of the settings. A first stamp says that it is there for these records alone.
func (s *Settings) use(tx *store.Tx, line *audit.Line, node string) error {
	made, err := s.implied()
	if err != nil {
		return err
	}
	rs, err := tx.Get(append(slices.Sorted(maps.Keys(made)), StampKey)...)
	if err != nil {
		return err
	}
	found := records.ByKey(rs)
	// Somebody wrote a setting since these were read: they may be no longer implied.
	if found[StampKey].Rev != s.stamp {
		return ErrStale
	}
	to := line.Draft(tx)
	lay(to, made, found)
	if err := to.Close(); err != nil {
		return err
	}
	// Without a stamp nobody wrote anything yet, and a seed that comes later still counts.
	next := stamp{Node: node, Implied: true}
	if s.stamp > 0 {
		next = stamp{Node: node, Site: s.Default()}
	}
	return put(tx, StampKey, next, found[StampKey].Value)
}

// implied returns the records of the implied queue and site, by key; none if there are records.
func (s *Settings) implied() (made map[string][]byte, err error) {
	made = map[string][]byte{}
	// The first failure is kept beside the later ones: the caller writes nothing then.
	add := func(key string, value []byte, why error) {
		made[key], err = value, errors.Join(err, why)
	}
	if s.Implied.Queue {
		for _, q := range s.Queues {
			value, why := records.Encode(storedQueue(q), nil)
			add(records.Setting(kindQueue, string(q.ID)), value, why)
		}
	}
	if s.Implied.Site {
		for _, x := range s.Sites {
			// The desk wrote it, so it goes on listing every queue.
			value, why := records.Encode(storedSite{Site: x, Grows: true}, nil)
			add(records.Setting(kindSite, string(x.ID)), value, why)
		}
	}
	return made, err
}

// list lists changed queues in the site that the desk wrote, or is about to write, and takes
// retired ones out.
func (s *Settings) list(tx *store.Tx, to *audit.Draft, cs []change, all settings.Team) error {
	if !slices.ContainsFunc(cs, func(c change) bool { return c.lists() != "" }) {
		return nil
	}
	for _, x := range s.Sites {
		// Whoever writes the site in the same set says themselves what it lists.
		key := records.Setting(kindSite, string(x.ID))
		written := slices.ContainsFunc(cs, func(c change) bool { return c.key == key && c.marks == nil })
		if written || !s.Implied.Site && !slices.Contains(s.growing, x.ID) {
			continue
		}
		rs, err := tx.Get(key)
		if err != nil {
			return err
		}
		var old store.Record
		if len(rs) > 0 {
			old = rs[0]
			v, err := records.Decode[storedSite](old.Value)
			// Somebody wrote the site meanwhile: it is theirs now.
			if err != nil || !v.Grows {
				continue
			}
			x = v.Site
		}
		next := relist(x, cs, all)
		// Nothing is written that says the same: the trail would tell of a change that is none.
		if slices.Equal(next.Queues, x.Queues) {
			continue
		}
		if err := draft(to, key, storedSite{Site: next, Grows: true}, old); err != nil {
			return err
		}
	}
	return nil
}

// relisted returns the settings with changed queues in, or out of, the sites that the desk itself
// wrote.
func (s *Settings) relisted(all settings.Team, cs []change) settings.Team {
	// The sites are those of a copy that everybody reads.
	all.Sites = slices.Clone(all.Sites)
	for i, x := range all.Sites {
		key := records.Setting(kindSite, string(x.ID))
		written := slices.ContainsFunc(cs, func(c change) bool { return c.key == key && c.marks == nil })
		if !written && (s.Implied.Site || slices.Contains(s.growing, x.ID)) {
			all.Sites[i] = relist(x, cs, all)
		}
	}
	return all
}

// relist returns a site that lists the changed queues, and none of them that is retired.
func relist(x settings.Site, cs []change, all settings.Team) settings.Site {
	x.Queues = slices.Clone(x.Queues)
	for _, c := range cs {
		q := c.lists()
		switch listed := slices.Contains(x.Queues, q); {
		case q == "": // the change is of no queue
		case all.IsRetired(settings.KindQueues, string(q)):
			x.Queues = slices.DeleteFunc(x.Queues, func(o chat.QueueID) bool { return o == q })
		case !listed:
			x.Queues = append(x.Queues, q)
		}
	}
	return x
}

// lists returns the queue that a change is of; empty for none.
func (c change) lists() chat.QueueID {
	if c.marks != nil && c.marks.Kind == settings.KindQueues {
		return chat.QueueID(c.marks.ID)
	}
	return c.queue
}

// draft writes a record in the place of old.
func draft[T any](to *audit.Draft, key string, v T, old store.Record) error {
	value, err := records.Encode(v, old.Value)
	if err == nil {
		to.Put(key, value, old)
	}
	return err
}

// sown says what becomes of the implied site when the store gets a seed.
type sown struct {
	first chat.SiteID // stays the default site
	own   chat.SiteID // goes on listing every queue
}

// withImplied returns a seed with the queue and site that it does not say, and with those that
// somebody has worked by.
func withImplied(s settings.Team, used bool) (settings.Team, sown) {
	// Without a queue nobody could be served, and who has worked by the implied one is in it.
	is := sown{}
	if len(s.Queues) == 0 || used && !s.HasQueue(settings.DefaultQueue) {
		s.Queues = append([]settings.Queue{{ID: settings.DefaultQueue}}, s.Queues...)
	}
	// The same holds of the site. It stays the default: sessions without a word of it are in it.
	main := settings.Site{ID: settings.DefaultSite, Queues: []chat.QueueID{settings.DefaultQueue}}
	if used {
		is.first = main.ID
	}
	switch {
	case len(s.Sites) == 0:
		main.Queues = settings.IDs(s.Queues)
		s.Sites, is.own = []settings.Site{main}, main.ID
	case used && !s.Has(settings.Ref{Kind: settings.KindSites, ID: string(main.ID)}):
		s.Sites = append([]settings.Site{main}, s.Sites...)
	}
	return s, is
}

// used reports whether anybody has worked here without any setting. The implied records are
// written by who is about to. An older release wrote none; a seed writes its queues before its
// agents, so an interrupted seed does not count.
func (k *Keeper) used(ctx context.Context, stamp store.Record) (bool, error) {
	if stamp.Rev > 0 {
		return true, nil
	}
	// Queues without a stamp are those of an interrupted seed.
	rs, err := records.List(ctx, k.cfg.Store, records.Prefix(records.FamilySettings, kindQueue))
	if err != nil || len(rs) > 0 {
		return false, err
	}
	// An agent or a session says that somebody did, under an older release.
	for _, family := range []records.Family{records.FamilyAgent, records.FamilySession} {
		some, err := k.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(family), Limit: 1})
		if err != nil || len(some) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}
