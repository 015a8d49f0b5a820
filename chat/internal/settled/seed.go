package settled

import (
	"bytes"
	"cmp"
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// Seed writes Config.Seed once, into a store that has no settings. After an interruption it goes on
// where it stopped: the stamp is written last, and existing records stay as they are.
func (k *Keeper) Seed(ctx context.Context) error {
	if k.seeded.Load() {
		return nil
	}
	// Most desks have no seed, and then nothing is read.
	if k.cfg.Seed.Empty() {
		k.seeded.Store(true)
		return nil
	}
	unlock, err := k.cfg.Lock(ctx, StampKey)
	if err != nil {
		return records.Unavailable(err)
	}
	defer unlock()
	if k.seeded.Load() {
		return nil
	}
	err = ErrStale
	for try := 0; errors.Is(err, ErrStale) && try < WriteTries; try++ {
		at, lost := k.stamp(ctx)
		switch {
		case lost != nil:
			return lost
		case unwritten(at):
			err = k.sow(ctx, k.cfg.Seed, at)
		default:
			err = k.sayIgnored(ctx)
		}
	}
	if err != nil {
		return records.Unavailable(err)
	}
	k.seeded.Store(true)
	return nil
}

// sayIgnored logs, once, that the store has other settings than the seed: changing a seed in code
// does nothing.
func (k *Keeper) sayIgnored(ctx context.Context) error {
	if k.told.Swap(true) {
		return nil
	}
	rs, err := k.records(ctx)
	if err != nil {
		return err
	}
	// The first one that differs is enough: a person compares the rest.
	have := records.ByKey(rs)
	for _, x := range seedlings(k.cfg.Seed, "") {
		value, err := x.value()
		if err != nil || !bytes.Equal(value, have[x.key].Value) {
			k.cfg.Logger.InfoContext(ctx, "seed ignored: the store has settings of its own",
				"differs", x.key)
			return nil
		}
	}
	return nil
}

// seedling is one setting of the seed.
type seedling struct {
	key   string
	value func() ([]byte, error)
}

// seedlings returns the settings with their keys, in such an order that each comes after those it
// refers to. Agents are left out. Own is the site that the desk itself writes, or empty.
func seedlings(s settings.Team, own chat.SiteID) (all []seedling) {
	for _, x := range s.Schedules {
		all = append(all, seedling{records.Setting(kindSchedule, x.ID), encoding(x)})
	}
	for _, x := range s.Queues {
		all = append(all, seedling{records.Setting(kindQueue, string(x.ID)), encoding(storedQueue(x))})
	}
	for _, x := range s.Sites {
		all = append(all, seedling{records.Setting(kindSite, string(x.ID)), encoding(storedSite{x, x.ID == own})})
	}
	for _, x := range s.Canned {
		all = append(all, seedling{records.Setting(kindCanned, x.ID), encoding(x)})
	}
	for _, x := range s.Attributes {
		all = append(all, seedling{records.Setting(kindAttribute, x.ID), encoding(x)})
	}
	for _, x := range s.Rules {
		all = append(all, seedling{records.Rule(x.Rule.ID), encoding(storedRule{x.Rule})})
	}
	if x := s.Routing; x != nil {
		all = append(all, seedling{records.Setting(kindRouting, settings.TeamID), encoding(*x)})
	}
	if x := s.Prompts; x != nil {
		all = append(all, seedling{records.Setting(kindPrompts, settings.TeamID), encoding(*x)})
	}
	return all
}

// encoding returns a value that is encoded when it is asked for.
func encoding[T any](v T) func() ([]byte, error) {
	return func() ([]byte, error) { return records.Encode(v, nil) }
}

// sow writes each setting that is not there yet, or that is implied, and then the stamp, in the
// place of the one it was given. The error is ErrStale if there is another one by now.
func (k *Keeper) sow(ctx context.Context, s settings.Team, stands store.Record) error {
	// Each setting is a batch of its own, because a seed may be larger than a batch. The stamp comes
	// last, so a seed that was interrupted is sown again by whoever starts next.
	used, err := k.used(ctx, stands)
	if err != nil {
		return err
	}
	s, is := withImplied(s, used)
	for _, x := range seedlings(s, is.own) {
		value, err := x.value()
		if err != nil {
			return err
		}
		if err := k.plant(ctx, x.key, value, stands); err != nil {
			return err
		}
	}
	// Agents come after the queues that they name.
	for _, x := range s.Agents {
		if err := k.cfg.Agent(ctx, x); err != nil {
			return err
		}
	}
	var refused error
	_, err = store.Do(ctx, k.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(StampKey)
		// Somebody wrote a setting, or sowed the same seed, meanwhile.
		if refused = err; err == nil && records.ByKey(rs)[StampKey].Rev != stands.Rev {
			refused = ErrStale
		}
		if refused == nil {
			refused = put(tx, StampKey, stamp{Node: k.cfg.Node, Site: is.first}, nil)
		}
		return refused
	})
	return cmp.Or(refused, err)
}

// plant writes a setting of the seed that is not there yet, or that is implied.
func (k *Keeper) plant(ctx context.Context, key string, value []byte, stands store.Record) error {
	line := k.cfg.Trail.Line(audit.ByHost, chat.AuditSeed, "")
	written := false
	rev, err := store.Do(ctx, k.cfg.Store, func(tx *store.Tx) error {
		rs, err := tx.Get(key)
		old := records.ByKey(rs)[key]
		implied := stands.Rev > 0 && old.Rev == stands.Rev // one batch wrote both
		written = err == nil && (old.Rev == 0 || implied && !bytes.Equal(old.Value, value))
		if !written {
			return err
		}
		to := line.Draft(tx)
		to.Put(key, value, old)
		return to.Close()
	})
	// Of what stood there already the trail tells nothing.
	if err == nil && written {
		line.Told(rev)
	}
	return err
}
