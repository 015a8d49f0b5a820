package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// stamp is the value of the stamp record.
type stamp struct {
	Node string      `json:"node"`
	Site chat.SiteID `json:"site,omitempty"` // the default site. Default: the first by id
}

// power refuses a write to somebody who may not do it. It reads what it depends on through the Tx,
// so that the batch is conditioned on it. Old is the record before the write, nil if there is none.
// A nil power allows everything: it is the host's.
type power func(tx *store.Tx, old []byte) error

// edit is one setting about to be written.
type edit[T any] struct {
	key   string
	value T         // as it is stored
	was   store.Rev // the revision it replaces; 0: any; Absent: there must be none
	may   power
	// into puts the setting among those in force, or finds what is wrong with it.
	into func(Settings) (Settings, error)
	// also writes what belongs to it. Default: nothing.
	also func(tx *store.Tx, s *settings) error
}

// editTries is how often a write is checked again because other settings changed meanwhile.
const editTries = 100

// errStale says that the settings are no longer those that a write was checked against.
var errStale = errors.New("desk: the settings were changed meanwhile")

// putSetting checks a setting together with all others, by loading them as a node does, and writes
// it on the condition that the others are still the same.
func putSetting[T any](ctx context.Context, d *Desk, e edit[T]) (store.Rev, error) {
	if b, err := records.Encode(e.value, nil); err != nil || len(b) > maxTexts {
		return 0, errOr(err, chat.ErrTooLarge)
	}
	for range editTries {
		s, err := d.inForce(ctx)
		if err != nil {
			return 0, err
		}
		all, err := e.into(s.all())
		if err == nil {
			err = all.build(d.cfg.Router)
		}
		if err != nil {
			return 0, err
		}
		rev, err := e.commit(ctx, d, s)
		if !errors.Is(err, errStale) {
			return rev, err
		}
	}
	return 0, unavailable(errStale)
}

// commit writes the setting if the others are still those it was checked against.
func (e edit[T]) commit(ctx context.Context, d *Desk, s *settings) (store.Rev, error) {
	var refused error
	rev, err := store.Do(ctx, d.cfg.Store, func(tx *store.Tx) error {
		refused = e.write(tx, d, s)
		return refused
	})
	if refused != nil {
		return 0, asked(refused)
	}
	return rev, unavailable(err)
}

func (e edit[T]) write(tx *store.Tx, d *Desk, s *settings) error {
	rs, err := tx.Get(e.key, stampKey)
	if err != nil {
		return unavailable(err)
	}
	found := records.ByKey(rs)
	old := found[e.key]
	if e.may != nil {
		if err := e.may(tx, old.Value); err != nil {
			return err
		}
	}
	switch {
	case found[stampKey].Rev != s.stamp:
		return errStale
	case e.was == Absent && old.Rev != 0, e.was != Absent && e.was != 0 && old.Rev != e.was:
		return chat.ErrRevision
	}
	err = putRecord(tx, e.key, e.value, old.Value)
	if errors.Is(err, records.ErrDecode) { // a damaged record has no unknown fields to keep
		err = putRecord(tx, e.key, e.value, nil)
	}
	if err != nil {
		return err
	}
	if e.also != nil {
		if err := e.also(tx, s); err != nil {
			return err
		}
	}
	return putRecord(tx, stampKey, stamp{d.cfg.Node, s.defaultSite()}, found[stampKey].Value)
}

// asked sorts an error of a function of store.Do: it is either an answer of the desk, or a failure
// of the store. A record of a newer release can be changed by nodes of that release alone.
func asked(err error) error {
	if errors.Is(err, chat.ErrNewer) {
		return unavailable(err)
	}
	if isOurs(err) || errors.Is(err, errStale) || errors.Is(err, chat.ErrUnauthenticated) {
		return err
	}
	return unavailable(err)
}

func putRecord[T any](tx *store.Tx, key string, v T, old []byte) error {
	value, err := records.Encode(v, old)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}

// all returns the settings in force, so that they can be checked with one of them replaced. The
// implied ones are among them and become records.
func (s *settings) all() Settings {
	all := Settings{Schedules: s.schedules, Canned: s.canned, Queues: s.queues, Sites: s.sites}
	for _, r := range s.rules {
		all.Rules = append(all.Rules, r.Rule)
	}
	return all
}

// replace returns a copy of list with v in the place of the element that is the same, or at the
// end.
func replace[T any](list []T, v T, same func(T) bool) []T {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = v
		return list
	}
	return append(list, v)
}

func (d *Desk) putSite(ctx context.Context, x Site, may power) (store.Rev, error) {
	key := records.Setting(settingSite, string(x.ID))
	return putSetting(ctx, d, edit[storedSite]{
		key: key, value: storedSite{Site: x}, was: x.Revision, may: may,
		into: func(all Settings) (Settings, error) {
			all.Sites = replace(all.Sites, x, func(o Site) bool { return o.ID == x.ID })
			return all, x.check("", all.hasSchedule, all.hasQueue)
		},
		also: func(tx *store.Tx, s *settings) error { return s.imply(tx, key) },
	})
}

func (d *Desk) putQueue(ctx context.Context, x Queue, may power) (store.Rev, error) {
	key := records.Setting(settingQueue, string(x.ID))
	return putSetting(ctx, d, edit[Queue]{
		key: key, value: x.stored(), was: x.Revision, may: may,
		into: func(all Settings) (Settings, error) {
			all.Queues = replace(all.Queues, x, func(o Queue) bool { return o.ID == x.ID })
			return all, errors.Join(x.check("", all.hasSchedule, all.hasQueue), all.checkOverflow(x, ""))
		},
		also: func(tx *store.Tx, s *settings) error {
			return errors.Join(s.imply(tx, key), s.list(tx, x.ID))
		},
	})
}

func (d *Desk) putSchedule(ctx context.Context, x Schedule, may power) (store.Rev, error) {
	return putSetting(ctx, d, edit[Schedule]{
		key: records.Setting(settingSchedule, x.ID), value: x, was: x.Revision, may: may,
		into: func(all Settings) (Settings, error) {
			all.Schedules = replace(all.Schedules, x, func(o Schedule) bool { return o.ID == x.ID })
			return all, x.check("")
		},
	})
}

func (d *Desk) putCanned(ctx context.Context, x Canned, may power) (store.Rev, error) {
	return putSetting(ctx, d, edit[Canned]{
		key: records.Setting(settingCanned, x.ID), value: x, was: x.Revision, may: may,
		into: func(all Settings) (Settings, error) {
			all.Canned = replace(all.Canned, x, func(o Canned) bool { return o.ID == x.ID })
			return all, x.check("", all.hasQueue)
		},
	})
}

func (d *Desk) putRule(ctx context.Context, x RuleSetting, may power) (store.Rev, error) {
	return putSetting(ctx, d, edit[storedRule]{
		key: records.Rule(x.Rule.ID), value: storedRule{x.Rule}, was: x.Revision, may: may,
		into: func(all Settings) (Settings, error) {
			all.Rules = replace(all.Rules, x.Rule, func(o trigger.Rule) bool { return o.ID == x.Rule.ID })
			return all, checkRule(x.Rule, "", all.hasQueue)
		},
	})
}
