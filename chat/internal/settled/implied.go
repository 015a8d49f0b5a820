package settled

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// A team that set nothing up works by one queue and one site that nobody wrote. With the first queue
// or site that is written they become records like all others, so that nobody in them is stranded.
// The site the desk wrote lists every queue that is added, until somebody writes it.

// imply writes the implied queue and site beside settings with other keys.
func (s *Settings) imply(to *audit.Draft, keys []string) error {
	for _, q := range s.Queues {
		if at := records.Setting(kindQueue, string(q.ID)); s.Implied.Queue && !slices.Contains(keys, at) {
			if err := draft(to, at, storedQueue(q), store.Record{}); err != nil {
				return err
			}
		}
	}
	for _, x := range s.Sites {
		if at := records.Setting(kindSite, string(x.ID)); s.Implied.Site && !slices.Contains(keys, at) {
			if err := draft(to, at, storedSite{Site: x, Grows: true}, store.Record{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// list lists changed queues in the site that the desk wrote, or is about to write, and takes
// retired ones out.
func (s *Settings) list(tx *store.Tx, to *audit.Draft, cs []change, all settings.Team) error {
	for _, x := range s.Sites {
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
			if err != nil || !v.Grows {
				continue
			}
			x = v.Site
		}
		next := relist(x, cs, all)
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
		case q == "":
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

// implied says what becomes of the implied site when the store gets a seed.
type implied struct {
	first chat.SiteID // stays the default site
	own   chat.SiteID // goes on listing every queue
}

// withImplied returns a seed together with the implied queue and site, if anybody has worked by
// them.
func (k *Keeper) withImplied(ctx context.Context, s settings.Team) (settings.Team, implied, error) {
	used, err := k.usedUnset(ctx)
	if err != nil || !used {
		return s, implied{}, err
	}
	if len(s.Queues) > 0 && !s.HasQueue(settings.DefaultQueue) {
		s.Queues = append([]settings.Queue{{ID: settings.DefaultQueue}}, s.Queues...)
	}
	is := implied{first: settings.DefaultSite}
	main := settings.Site{ID: settings.DefaultSite, Queues: []chat.QueueID{settings.DefaultQueue}}
	switch {
	case len(s.Sites) > 0:
		if !slices.ContainsFunc(s.Sites, func(x settings.Site) bool { return x.ID == main.ID }) {
			s.Sites = append([]settings.Site{main}, s.Sites...)
		}
	case len(s.Queues) > 0:
		for _, q := range s.Queues {
			if q.ID != settings.DefaultQueue {
				main.Queues = append(main.Queues, q.ID)
			}
		}
		s.Sites, is.own = []settings.Site{main}, main.ID
	}
	return s, is, nil
}

// usedUnset reports whether anybody has worked here without any setting. A seed writes its queues
// before its agents, so an interrupted seed does not count.
func (k *Keeper) usedUnset(ctx context.Context) (bool, error) {
	rs, err := records.List(ctx, k.cfg.Store, records.Prefix(records.FamilySettings, kindQueue))
	if err != nil || len(rs) > 0 {
		return false, err
	}
	for _, family := range []records.Family{records.FamilyAgent, records.FamilySession} {
		some, err := k.cfg.Store.List(ctx, store.Range{Prefix: records.Prefix(family), Limit: 1})
		if err != nil || len(some) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}
