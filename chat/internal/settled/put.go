package settled

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// May refuses a write to somebody who may not do it. It reads what it depends on through the
// Tx, so that the batch is conditioned on it. Old is the record before the write, nil if there
// is none. The nil May allows everything, as to the host.
type May func(tx *store.Tx, old []byte) error

// Power is by whom, and by what right, a setting is written.
type Power struct {
	// Line tells of the write in the audit trail. Nothing is written without one.
	Line *audit.Line
	May  May // Default: everything is allowed, as to the host.
}

// change is one setting about to be written.
type change struct {
	key    string
	at     string                           // where it stands in its set; empty where it is alone
	encode func(old []byte) ([]byte, error) // the record, with the unknown fields of the old one
	was    settings.Revision                // the one it replaces; 0: any; Absent: there must be none
	may    May
	check  func(settings.Team) error // what is wrong with it among the others, itself put in

	// the setting is retired, or, at the zero instant, taken back; nil: it is written
	marks *settings.Retired
	queue chat.QueueID // to be listed in the site that the desk wrote; empty for none
}

// changing makes a change of a value as it is stored.
func changing[T any](key, at string, value T, was settings.Revision, may May) change {
	encode := func(old []byte) ([]byte, error) {
		if err := keeps[T](old); err != nil {
			return nil, err
		}
		b, err := records.Encode(value, old)
		if errors.Is(err, records.ErrDecode) { // a damaged record has no unknown fields to keep
			return records.Encode(value, nil)
		}
		return b, err
	}
	return change{key: key, at: at, encode: encode, was: was, may: may}
}

// keeps refuses to have a value written over a record of a newer release, where that would drop
// what this release does not know: a field below one that it knows, a word, or a member of what
// reads itself. Fields at the top are carried through.
func keeps[T any](old []byte) error {
	if err := records.Keeps[T](old); err != nil {
		return err
	}
	v, err := records.Decode[T](old)
	// A word is one of a list, such as NoAgentWait: of one that is unknown nobody knows what it asks.
	switch field := settings.UnknownWord(reflect.ValueOf(v)); {
	case old == nil:
	case err != nil && strings.Contains(err.Error(), "unknown member"):
		return fmt.Errorf("%w: %w", chat.ErrNewer, err)
	case err == nil && field != "":
		return fmt.Errorf("%w: its %s is a word that this release does not know", chat.ErrNewer, field)
	}
	return nil
}

// WriteTries is how often a write is checked again because other settings changed meanwhile.
const WriteTries = 100

// ErrStale says that the settings are no longer those that a write was checked against. Whoever
// gets it reads them again, and tries again; after WriteTries it becomes chat.ErrUnavailable.
var ErrStale = errors.New("desk: the settings were changed meanwhile")

// write checks changes together with all other settings, by loading them as a node does, and writes
// them in one batch, with one line, on the condition that the others are still the same.
func (k *Keeper) write(ctx context.Context, line *audit.Line, cs ...change) (settings.Revision, error) {
	// What is checked is what will be read: the value goes through its record once.
	written, err := encoded(cs)
	if err != nil {
		return 0, err
	}
	// The settings are checked without any lock. If others changed meanwhile, the batch is refused,
	// and everything is checked again on the new ones.
	for range WriteTries {
		s, err := k.InForce(ctx)
		if err != nil {
			return 0, err
		}
		all, err := written.Into(s.Team)
		if err != nil {
			return 0, err
		}
		if all, err = marked(all, s.Team, cs); err != nil {
			return 0, err
		}
		// What is checked is what will stand there: the desk's own sites with the new queues listed.
		all = s.relisted(all, cs)
		for _, c := range cs {
			err = errors.Join(err, c.check(all))
		}
		err = errors.Join(err, since(s.Team, all, settings.Team.CheckRetired),
			since(s.Team, all, settings.Team.CheckChannels))
		// What is right by itself may still not be built: a router may refuse it, say.
		if err == nil {
			_, err = settings.BuildAfter(s.InForce, all, k.cfg.Builders, places(cs))
		}
		if err != nil {
			return 0, err
		}
		rev, err := k.commit(ctx, line, cs, s, all)
		if !errors.Is(err, ErrStale) {
			return rev, err
		}
	}
	return 0, records.Unavailable(ErrStale)
}

// since returns the faults of settings that were not there before. An older release knows
// nothing of what is retired, say: what it wrote keeps nobody from writing something else.
func since(before, now settings.Team, check func(settings.Team) error) error {
	err := check(now)
	if err == nil {
		return nil
	}
	// Faults have no identity of their own, so they are told apart by their texts.
	was := map[string]bool{}
	for _, x := range joined(check(before)) {
		if x != nil {
			was[x.Error()] = true
		}
	}
	return errors.Join(slices.DeleteFunc(joined(err), func(x error) bool { return was[x.Error()] })...)
}

// joined returns the errors that were joined into one.
func joined(err error) []error {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		return slices.Clone(all.Unwrap())
	}
	return []error{err}
}

// encoded returns changes as they will be read.
func encoded(cs []change) (settings.Stored, error) {
	var rs []store.Record
	size := 0
	for _, c := range cs {
		// A setting that is retired keeps the value it has.
		if c.marks != nil {
			continue
		}
		value, err := c.encode(nil)
		if err != nil {
			return settings.Stored{}, err
		}
		if size += len(value); len(value) > settings.MaxBytes || size > maxSetBytes {
			return settings.Stored{}, tooLarge(c.at)
		}
		rs = append(rs, store.Record{Key: c.key, Value: value})
	}
	written, _ := read(rs)
	return written, nil
}

// tooLarge names the setting that is too large where there are several.
func tooLarge(at string) error {
	if at == "" {
		return chat.ErrTooLarge
	}
	return fmt.Errorf("%w: %s", chat.ErrTooLarge, at)
}

// places says where in their set changes stand, by what settings.BuildAfter calls them.
func places(cs []change) map[string]string {
	at := map[string]string{}
	for _, c := range cs {
		// A setting that is written alone needs no place.
		k, err := records.Parse(c.key)
		if err != nil || c.at == "" {
			continue
		}
		kind := k.Kind
		switch {
		case k.Family == records.FamilyRule:
			kind = "rules"
		case kind == kindSite || kind == kindQueue || kind == kindSchedule || kind == kindAttribute:
			kind += "s"
		}
		at[kind+"/"+k.ID] = c.at
	}
	return at
}

// commit writes changes if the other settings are still those they were checked against.
func (k *Keeper) commit(
	ctx context.Context, line *audit.Line, cs []change, s *Settings, all settings.Team,
) (settings.Revision, error) {
	var refused error
	rev, err := store.Do(ctx, k.cfg.Store, func(tx *store.Tx) error {
		refused = k.put(tx, line, cs, s, all)
		return refused
	})
	// The function's own answer comes first: store.Do wraps it, or tells of the store alone.
	if refused != nil {
		return 0, Asked(refused)
	}
	if err == nil {
		line.Told(rev)
	}
	return settings.Revision(rev), records.Unavailable(err)
}

// put fills the batch of commit. First it asks whether the writer may write at all, then whether
// the settings are those that were checked, then whether each record is the one that the writer
// saw: an error must not tell somebody what they may not see.
func (k *Keeper) put(
	tx *store.Tx, line *audit.Line, cs []change, s *Settings, all settings.Team,
) error {
	made, err := s.implied()
	if err != nil {
		return err
	}
	// All that is conditioned on is read in one call: the stamp, the implied records, the old ones.
	keys := append(slices.Sorted(maps.Keys(made)), StampKey)
	for _, c := range cs {
		keys = append(keys, c.key)
	}
	rs, err := tx.Get(keys...)
	if err != nil {
		return records.Unavailable(err)
	}
	found := records.ByKey(rs)
	for _, c := range cs {
		if c.may != nil {
			if err := c.may(tx, found[c.key].Value); err != nil {
				return err
			}
		}
	}
	if found[StampKey].Rev != s.stamp {
		return ErrStale
	}
	for _, c := range cs {
		err = errors.Join(err, c.fits(found[c.key]))
	}
	if err != nil {
		return err
	}
	to := line.Draft(tx)
	if err := imply(to, cs, found, made); err != nil {
		return err
	}
	if err := k.retiring(tx, all); err != nil {
		return err
	}
	if err := s.list(tx, to, cs, all); err != nil {
		return err
	}
	if err := to.Close(); err != nil {
		return err
	}
	return put(tx, StampKey, stamp{Node: k.cfg.Node, Site: s.Default()}, found[StampKey].Value)
}

// retiring has what is retired let go in time, also what another setting referred to until now.
func (k *Keeper) retiring(tx *store.Tx, all settings.Team) error {
	if len(all.Retired) == 0 || k.cfg.Retiring == nil {
		return nil
	}
	return k.cfg.Retiring(tx)
}

// fits refuses a change that was made of another revision of the record than the stored one. The
// error names the change's place in the set that was written.
func (c change) fits(old store.Record) error {
	is, why := settings.Revision(old.Rev), ""
	switch {
	// Who names no revision writes over whatever there is.
	case c.was == is || c.was == 0 || c.was == settings.Absent && is == 0:
		return nil
	case c.was == settings.Absent:
		why = "there is one already"
	case is == 0:
		why = "there is none any more"
	default:
		why = "it was changed meanwhile"
	}
	if c.at == "" {
		return chat.ErrRevision
	}
	return fmt.Errorf("%w: %s.revision: %s", chat.ErrRevision, c.at, why)
}

// imply writes changes, and beside them the queue and site that are no records yet.
func imply(
	to *audit.Draft, cs []change, found map[string]store.Record, made map[string][]byte,
) error {
	for _, c := range cs {
		old := found[c.key].Value
		// What is retired may be implied until now: its record is made of what it would have been.
		if c.marks != nil && old == nil {
			old = made[c.key]
		}
		delete(made, c.key)
		value, err := c.encode(old)
		if err != nil {
			return err
		}
		to.Put(c.key, value, found[c.key])
	}
	lay(to, made, found)
	return nil
}

// lay writes the records that are not there yet.
func lay(to *audit.Draft, made map[string][]byte, found map[string]store.Record) {
	for _, key := range slices.Sorted(maps.Keys(made)) {
		if found[key].Rev == 0 { // a seed may be half written
			to.Put(key, made[key], store.Record{})
		}
	}
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
		return records.Unavailable(err)
	}
	if answers(err) || errors.Is(err, ErrStale) || errors.Is(err, chat.ErrUnauthenticated) {
		return err
	}
	return records.Unavailable(err)
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

// put writes a record of the settings that the trail need not tell of, such as the stamp.
func put[T any](tx *store.Tx, key string, v T, old []byte) error {
	// The unknown fields of the old record are carried over: a newer release may have put them in.
	value, err := records.Encode(v, old)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}
