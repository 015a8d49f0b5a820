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
	key string
	put func(*store.Tx, string) error
}

// sow writes each setting that is not there, and the stamp after them.
func (d *Desk) sow(ctx context.Context, s Settings) error {
	var all []sown
	add := func(key string, put func(*store.Tx, string) error) { all = append(all, sown{key, put}) }
	for _, x := range s.Schedules {
		add(records.Setting(settingSchedule, x.ID), func(tx *store.Tx, k string) error { return putRecord(tx, k, x, nil) })
	}
	for _, x := range s.Queues {
		add(records.Setting(settingQueue, string(x.ID)), func(tx *store.Tx, k string) error { return putRecord(tx, k, x, nil) })
	}
	for _, x := range s.Sites {
		add(records.Setting(settingSite, string(x.ID)), func(tx *store.Tx, k string) error { return putRecord(tx, k, x, nil) })
	}
	for _, x := range s.Canned {
		add(records.Setting(settingCanned, x.ID), func(tx *store.Tx, k string) error { return putRecord(tx, k, x, nil) })
	}
	for _, x := range s.Rules {
		add(records.Rule(x.ID), func(tx *store.Tx, k string) error { return putRecord(tx, k, storedRule{x}, nil) })
	}
	for _, x := range all {
		if err := d.ifAbsent(ctx, x.key, x.put); err != nil {
			return err
		}
	}
	for _, x := range s.Agents {
		key, err := d.loginKey(ctx, x.Login)
		if err != nil {
			return err
		}
		fresh := chat.AgentID(d.cfg.IDs.Mint(prefixAgent))
		err = d.ifAbsent(ctx, key, func(tx *store.Tx, _ string) error { return d.writeAgent(tx, key, x, fresh, new(chat.AgentID)) })
		if err != nil {
			return err
		}
	}
	return d.ifAbsent(ctx, stampKey, func(tx *store.Tx, k string) error { return putRecord(tx, k, stamp{d.cfg.Node}, nil) })
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
