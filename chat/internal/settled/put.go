package settled

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// Power is by whom, and by what right, settings are written.
type Power struct {
	// Line tells of the write in the audit trail. Nothing is written without one.
	Line *audit.Line
	// May refuses a write to somebody who may not do it. It reads what it depends on through the
	// Tx, so that the batch is conditioned on it. Old is the record before the write, nil if there
	// is none. Default: everything is allowed, as to the host.
	May func(tx *store.Tx, old []byte) error
}

// change is one setting about to be written.
type change struct {
	key    string
	encode func(old []byte) ([]byte, error) // the record, with the unknown fields of the old one
	was    settings.Revision                // the one it replaces; 0: any; Absent: there must be none
	may    Power
	check  func(settings.Team) error // what is wrong with it among the others, itself put in
	// also writes what belongs to it. Default: nothing.
	also func(tx *store.Tx, to *audit.Draft, s *Settings) error
}

// changing makes a change of a value as it is stored.
func changing[T any](key string, value T, was settings.Revision, may Power) change {
	encode := func(old []byte) ([]byte, error) {
		b, err := records.Encode(value, old)
		if errors.Is(err, records.ErrDecode) { // a damaged record has no unknown fields to keep
			return records.Encode(value, nil)
		}
		return b, err
	}
	return change{key: key, encode: encode, was: was, may: may}
}

// WriteTries is how often a write is checked again because other settings changed meanwhile.
const WriteTries = 100

// ErrStale says that the settings are no longer those that a write was checked against.
var ErrStale = errors.New("desk: the settings were changed meanwhile")

// write checks a change together with all other settings, by loading them as a node does, and
// writes it on the condition that the others are still the same.
func (k *Keeper) write(ctx context.Context, c change) (settings.Revision, error) {
	value, err := c.encode(nil)
	if err != nil || len(value) > settings.MaxBytes {
		return 0, errOr(err, chat.ErrTooLarge)
	}
	written, _ := read([]store.Record{{Key: c.key, Value: value}})
	for range WriteTries {
		s, err := k.InForce(ctx)
		if err != nil {
			return 0, err
		}
		all, err := written.Into(s.Team)
		if err == nil {
			err = c.check(all)
		}
		if err == nil {
			_, err = settings.Build(all, k.cfg.Builders)
		}
		if err != nil {
			return 0, err
		}
		rev, err := k.commit(ctx, c, s)
		if !errors.Is(err, ErrStale) {
			return rev, err
		}
	}
	return 0, unavailable(ErrStale)
}

// commit writes a change if the other settings are still those it was checked against.
func (k *Keeper) commit(ctx context.Context, c change, s *Settings) (settings.Revision, error) {
	var refused error
	rev, err := store.Do(ctx, k.cfg.Store, func(tx *store.Tx) error {
		refused = k.put(tx, c, s)
		return refused
	})
	if refused != nil {
		return 0, Asked(refused)
	}
	if err == nil {
		c.may.Line.Told(rev)
	}
	return settings.Revision(rev), unavailable(err)
}

func (k *Keeper) put(tx *store.Tx, c change, s *Settings) error {
	rs, err := tx.Get(c.key, StampKey)
	if err != nil {
		return unavailable(err)
	}
	found := records.ByKey(rs)
	old := found[c.key]
	if c.may.May != nil {
		if err := c.may.May(tx, old.Value); err != nil {
			return err
		}
	}
	switch was := settings.Revision(old.Rev); {
	case found[StampKey].Rev != s.stamp:
		return ErrStale
	case c.was == settings.Absent && was != 0, c.was != settings.Absent && c.was != 0 && was != c.was:
		return chat.ErrRevision
	}
	value, err := c.encode(old.Value)
	if err != nil {
		return err
	}
	to := c.may.Line.Draft(tx)
	to.Put(c.key, value, old)
	if c.also != nil {
		if err := c.also(tx, to, s); err != nil {
			return err
		}
	}
	if err := to.Close(); err != nil {
		return err
	}
	return put(tx, StampKey, stamp{k.cfg.Node, s.Default()}, found[StampKey].Value)
}

// At refuses to go on with a batch whose settings are no longer those read at a revision of the
// stamp: the error is ErrStale.
func At(tx *store.Tx, s *Settings) error {
	rs, err := tx.Get(StampKey)
	if err == nil && records.ByKey(rs)[StampKey].Rev != s.stamp {
		err = ErrStale
	}
	return err
}

// Asked sorts an error of a function of store.Do: it is either an answer of the desk, or a failure
// of the store. A record of a newer release can be changed by nodes of that release alone.
func Asked(err error) error {
	if errors.Is(err, chat.ErrNewer) {
		return unavailable(err)
	}
	if answers(err) || errors.Is(err, ErrStale) || errors.Is(err, chat.ErrUnauthenticated) {
		return err
	}
	return unavailable(err)
}

// answers reports whether an error is an answer of the desk, and no failure.
func answers(err error) bool {
	for _, known := range []error{
		chat.ErrInvalid, chat.ErrState, chat.ErrNotFound, chat.ErrForbidden, chat.ErrRevision, records.ErrDecode,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func put[T any](tx *store.Tx, key string, v T, old []byte) error {
	value, err := records.Encode(v, old)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}

// PutSite writes a site.
func (k *Keeper) PutSite(ctx context.Context, x settings.Site, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindSite, string(x.ID)), storedSite{Site: x}, x.Revision, may)
	c.check = func(all settings.Team) error { return x.Check("", all) }
	c.also = func(_ *store.Tx, to *audit.Draft, s *Settings) error { return s.imply(to, c.key) }
	return k.write(ctx, c)
}

// PutQueue writes a queue, and lists it in the site that the desk itself wrote.
func (k *Keeper) PutQueue(ctx context.Context, x settings.Queue, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindQueue, string(x.ID)), storedQueue(x), x.Revision, may)
	c.check = func(all settings.Team) error {
		return errors.Join(x.Check("", all), all.CheckOverflow(x, ""))
	}
	c.also = func(tx *store.Tx, to *audit.Draft, s *Settings) error {
		return errors.Join(s.imply(to, c.key), s.list(tx, to, x.ID))
	}
	return k.write(ctx, c)
}

// PutSchedule writes hours.
func (k *Keeper) PutSchedule(ctx context.Context, x settings.Schedule, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindSchedule, x.ID), x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check("") }
	return k.write(ctx, c)
}

// PutCanned writes a canned reply.
func (k *Keeper) PutCanned(ctx context.Context, x settings.Canned, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindCanned, x.ID), x, x.Revision, may)
	c.check = func(all settings.Team) error { return x.Check("", all) }
	return k.write(ctx, c)
}

// PutRule writes a rule.
func (k *Keeper) PutRule(ctx context.Context, x settings.Rule, may Power) (settings.Revision, error) {
	c := changing(records.Rule(x.Rule.ID), storedRule{x.Rule}, x.Revision, may)
	c.check = func(all settings.Team) error { return x.Check("", all) }
	return k.write(ctx, c)
}

// PutRouting writes how the team routes.
func (k *Keeper) PutRouting(ctx context.Context, x settings.Routing, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindRouting, settings.TeamID), x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check("") }
	return k.write(ctx, c)
}

// PutPrompts writes what holds for all rules.
func (k *Keeper) PutPrompts(ctx context.Context, x settings.Prompts, may Power) (settings.Revision, error) {
	c := changing(records.Setting(kindPrompts, settings.TeamID), x, x.Revision, may)
	c.check = func(settings.Team) error { return x.Check("") }
	return k.write(ctx, c)
}
