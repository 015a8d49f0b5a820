package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// seed writes Config.Seed into a store that has no settings yet, once. It is resumed where it was interrupted: the stamp
// comes last, and what is there already stays as it is.
func (d *Desk) seed(ctx context.Context) error {
	if d.cache.seeded.Load() {
		return nil
	}
	s := d.cfg.Seed
	if len(s.Sites)+len(s.Queues)+len(s.Agents)+len(s.Schedules)+len(s.Rules)+len(s.Canned) == 0 {
		d.cache.seeded.Store(true)
		return nil
	}
	unlock, err := d.locks.lock(ctx, stampKey)
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

// sown is one setting of the seed.
type sown struct {
	key   string
	value func() ([]byte, error)
}

// sown are the settings with their keys, those first that others refer to. Agents are left out. One site may be the one the
// desk itself writes.
func (s Settings) sown(own chat.SiteID) (all []sown) {
	for _, x := range s.Schedules {
		all = append(all, sown{records.Setting(settingSchedule, x.ID), encoding(x)})
	}
	for _, x := range s.Queues {
		all = append(all, sown{records.Setting(settingQueue, string(x.ID)), encoding(x.stored())})
	}
	for _, x := range s.Sites {
		all = append(all, sown{records.Setting(settingSite, string(x.ID)), encoding(storedSite{x, x.ID == own})})
	}
	for _, x := range s.Canned {
		all = append(all, sown{records.Setting(settingCanned, x.ID), encoding(x)})
	}
	for _, x := range s.Rules {
		all = append(all, sown{records.Rule(x.ID), encoding(storedRule{x})})
	}
	return all
}

func encoding[T any](v T) func() ([]byte, error) {
	return func() ([]byte, error) { return records.Encode(v, nil) }
}

// sow writes each setting that is not there, and the stamp after them.
func (d *Desk) sow(ctx context.Context, s Settings) error {
	s, at, err := d.withImplied(ctx, s)
	if err != nil {
		return err
	}
	for _, x := range s.sown(at.own) {
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
