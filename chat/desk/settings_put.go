package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// stamp is the value of the stamp record.
type stamp struct {
	Node string `json:"node"`
}

// putSetting writes one setting, if it is still at the revision it was read with; revision 0 writes over whatever is there.
func putSetting[T any](ctx context.Context, d *Desk, key string, value T, was store.Rev) (store.Rev, error) {
	if b, err := records.Encode(value, nil); err != nil || len(b) > maxTexts {
		return 0, errOr(err, ErrTooLarge)
	}
	var refused error
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		refused = nil
		rs, err := tx.Get(key, stampKey)
		if err != nil {
			return err
		}
		found := byKey(rs)
		if was != 0 && found[key].Rev != was {
			refused = ErrRevision
			return refused
		}
		if err := putRecord(tx, key, value, found[key].Value); err != nil {
			refused = err
			return err
		}
		return putRecord(tx, stampKey, stamp{d.cfg.Node}, nil)
	})
	if refused != nil {
		return 0, refused
	}
	return rev, unavailable(err)
}

func putRecord[T any](tx *store.Tx, key string, v T, old []byte) error {
	value, err := records.Encode(v, old)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}

// inForce is the settings as they are now, to be checked with one of them replaced.
func (d *Desk) inForce(ctx context.Context) (Settings, error) {
	s, err := d.settings(ctx)
	if err != nil {
		return Settings{}, err
	}
	all := Settings{Sites: s.sites, Queues: s.queues, Schedules: s.schedules, Canned: s.canned}
	for _, r := range s.rules {
		all.Rules = append(all.Rules, r.Rule)
	}
	return all, nil
}

// replace gives a copy of list with v in the place of the one that is the same, or at the end.
func replace[T any](list []T, v T, same func(T) bool) []T {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = v
		return list
	}
	return append(list, v)
}

func (d *Desk) putSite(ctx context.Context, x Site) (store.Rev, error) {
	all, err := d.inForce(ctx)
	if err != nil {
		return 0, err
	}
	all.Sites = replace(all.Sites, x, func(o Site) bool { return o.ID == x.ID })
	if err := all.check(); err != nil {
		return 0, err
	}
	return putSetting(ctx, d, records.Setting(settingSite, string(x.ID)), x, x.Revision)
}

func (d *Desk) putQueue(ctx context.Context, x Queue) (store.Rev, error) {
	all, err := d.inForce(ctx)
	if err != nil {
		return 0, err
	}
	all.Queues = replace(all.Queues, x, func(o Queue) bool { return o.ID == x.ID })
	if err := all.check(); err != nil {
		return 0, err
	}
	return putSetting(ctx, d, records.Setting(settingQueue, string(x.ID)), x, x.Revision)
}

func (d *Desk) putSchedule(ctx context.Context, x Schedule) (store.Rev, error) {
	all, err := d.inForce(ctx)
	if err != nil {
		return 0, err
	}
	all.Schedules = replace(all.Schedules, x, func(o Schedule) bool { return o.ID == x.ID })
	if err := all.check(); err != nil {
		return 0, err
	}
	return putSetting(ctx, d, records.Setting(settingSchedule, x.ID), x, x.Revision)
}

func (d *Desk) putCanned(ctx context.Context, x Canned) (store.Rev, error) {
	if err := x.check("canned"); err != nil {
		return 0, err
	}
	return putSetting(ctx, d, records.Setting(settingCanned, x.ID), x, x.Revision)
}

func (d *Desk) putRule(ctx context.Context, x RuleSetting) (store.Rev, error) {
	all, err := d.inForce(ctx)
	if err != nil {
		return 0, err
	}
	all.Rules = replace(all.Rules, x.Rule, func(o trigger.Rule) bool { return o.ID == x.Rule.ID })
	if err := all.check(); err != nil {
		return 0, err
	}
	return putSetting(ctx, d, records.Rule(x.Rule.ID), storedRule{x.Rule}, x.Revision)
}

// putAgent makes an agent or changes one: by the host's own id, or by the minted one for an agent there is.
func (d *Desk) putAgent(ctx context.Context, x AgentSettings) (chat.AgentID, error) {
	all, err := d.inForce(ctx)
	if err != nil {
		return "", err
	}
	err = x.check("agent", func(q chat.QueueID) bool {
		return slices.ContainsFunc(all.Queues, func(o Queue) bool { return o.ID == q })
	})
	if err != nil {
		return "", err
	}
	if x.Login == "" && x.ID == "" {
		return "", fmt.Errorf("%w: agent.login: missing", chat.ErrInvalid)
	}
	key, err := d.loginKey(ctx, x.Login)
	if err != nil {
		return "", err
	}
	fresh := chat.AgentID(d.cfg.IDs.Mint(prefixAgent))
	id := x.ID
	var refused error
	_, err = store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		id, refused = x.ID, nil
		refused = d.writeAgent(tx, key, x, fresh, &id)
		return refused
	})
	if err != nil && refused == nil {
		return "", unavailable(err)
	}
	return id, err
}

func (d *Desk) loginKey(ctx context.Context, login string) (string, error) {
	if login == "" {
		return "", nil
	}
	hash, err := d.externHash(ctx, externAgent, login)
	return records.Extern(externAgent, hash), err
}

// writeAgent puts the settings into the agent's record and leaves its ledger alone.
func (d *Desk) writeAgent(tx *store.Tx, key string, x AgentSettings, fresh chat.AgentID, id *chat.AgentID) error {
	if key != "" {
		e, err := editExtern(tx, key, func(e extern) extern {
			e.ID = def(e.ID, def(string(x.ID), string(fresh)))
			return e
		})
		if err != nil {
			return err
		}
		*id = chat.AgentID(e.ID)
	}
	rs, err := tx.Get(records.Agent(*id))
	if err != nil {
		return err
	}
	a := chat.Agent{ID: *id, Mode: chat.Offline}
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		if a, err = records.Decode[chat.Agent](old); err != nil {
			return err
		}
	} else if key == "" {
		return ErrNotFound
	}
	a.Name, a.Supervisor, a.Bot, a.Queues, a.Skills = x.Name, x.Supervisor, x.Bot, x.Queues, x.Skills
	a.Languages, a.Capacity, a.Tier, a.Removed = x.Languages, def(x.Capacity, defaultCapacity), x.Tier, false
	return putRecord(tx, records.Agent(*id), a, old)
}

const defaultCapacity = 3 // units, when nobody says otherwise
