package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// seed writes Config.Seed once, into a store that has no settings. After an interruption it goes on
// where it stopped: the stamp is written last, and existing records stay as they are.
func (d *Desk) seed(ctx context.Context) error {
	if d.cache.seeded.Load() {
		return nil
	}
	s := d.cfg.Seed
	if len(s.Sites)+len(s.Queues)+len(s.Agents)+len(s.Schedules)+len(s.Rules)+len(s.Canned) == 0 {
		d.cache.seeded.Store(true)
		return nil
	}
	unlock, err := d.committer.Lock(ctx, stampKey)
	if err != nil {
		return unavailable(err)
	}
	defer unlock()
	if d.cache.seeded.Load() {
		return nil
	}
	rs, err := d.cfg.Store.Get(ctx, stampKey)
	if err != nil {
		return unavailable(err)
	}
	if len(rs) == 0 {
		if err := d.sow(ctx, s); err != nil {
			return unavailable(err)
		}
	}
	d.cache.seeded.Store(true)
	return nil
}

// seedling is one setting of the seed.
type seedling struct {
	key   string
	value func() ([]byte, error)
}

// seedlings returns the settings with their keys, in such an order that each comes after those it
// refers to. Agents are left out. Own is the site that the desk itself writes, or empty.
func (s Settings) seedlings(own chat.SiteID) (all []seedling) {
	for _, x := range s.Schedules {
		all = append(all, seedling{records.Setting(settingSchedule, x.ID), encoding(x)})
	}
	for _, x := range s.Queues {
		all = append(all, seedling{records.Setting(settingQueue, string(x.ID)), encoding(x.stored())})
	}
	for _, x := range s.Sites {
		all = append(all, seedling{records.Setting(settingSite, string(x.ID)), encoding(storedSite{x, x.ID == own})})
	}
	for _, x := range s.Canned {
		all = append(all, seedling{records.Setting(settingCanned, x.ID), encoding(x)})
	}
	for _, x := range s.Rules {
		all = append(all, seedling{records.Rule(x.ID), encoding(storedRule{x})})
	}
	return all
}

func encoding[T any](v T) func() ([]byte, error) {
	return func() ([]byte, error) { return records.Encode(v, nil) }
}

// sow writes each setting that is not there yet, and then the stamp.
func (d *Desk) sow(ctx context.Context, s Settings) error {
	s, at, err := d.withImplied(ctx, s)
	if err != nil {
		return err
	}
	for _, x := range s.seedlings(at.own) {
		value, err := x.value()
		if err != nil {
			return err
		}
		put := func(tx *store.Tx, key string) error { tx.Put(key, value); return nil }
		if err := d.ifAbsent(ctx, x.key, put); err != nil {
			return err
		}
	}
	for _, x := range s.Agents {
		key, err := d.loginKey(ctx, x.Login)
		if err != nil {
			return err
		}
		fresh := chat.AgentID(d.cfg.IDs.Mint(prefixAgent))
		err = d.ifAbsent(ctx, key, func(tx *store.Tx, _ string) error {
			return d.writeAgent(tx, key, x, fresh, new(chat.AgentID), nil)
		})
		if err != nil {
			return err
		}
	}
	return d.ifAbsent(ctx, stampKey, func(tx *store.Tx, k string) error { return putRecord(tx, k, stamp{d.cfg.Node, at.first}, nil) })
}

func (d *Desk) ifAbsent(ctx context.Context, key string, put func(*store.Tx, string) error) error {
	_, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		if err != nil || len(rs) > 0 {
			return err
		}
		return put(tx, key)
	})
	return err
}
