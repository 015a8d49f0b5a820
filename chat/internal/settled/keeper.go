package settled

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// Config is what a Keeper is made of. Every field but Seed and those with a default is required.
type Config struct {
	Store    store.Store
	Feed     store.Store // the same, for Changes alone; it answers in time also when the store hangs
	Node     string
	Seed     settings.Team
	Builders settings.Builders
	Logger   *slog.Logger
	Trail    audit.Trail
	// Lock keeps everybody else in this process from seeding.
	Lock func(ctx context.Context, keys ...string) (unlock func(), err error)
	// Retiring adds to a batch what lets retired settings go in time. Default: nothing.
	Retiring func(tx *store.Tx) error
	// Agent writes an agent of the seed who is not there yet.
	Agent func(ctx context.Context, a settings.Agent) error
}

// Keeper keeps the settings of a team: those in force, as this node read them last, and the
// writes that change them.
//
// Every write of a setting also writes the stamp, and is conditioned on the stamp that the
// settings were checked at. So a copy is right as long as the stamp is the same, and what is
// written goes together with all other settings.
type Keeper struct {
	cfg    Config
	shelf  shelf
	turn   chan struct{}            // has room for the one who reads
	last   atomic.Pointer[Settings] // those read last
	seeded atomic.Bool
	told   atomic.Bool // that the seed is ignored
}

// New returns a Keeper that has read nothing.
func New(cfg Config) *Keeper {
	return &Keeper{cfg: cfg, shelf: shelf{feed: cfg.Feed}, turn: make(chan struct{}, 1)}
}

// Forget makes the Keeper read everything anew, and look again whether the store has a seed,
// because the store went back to an earlier time.
func (k *Keeper) Forget() {
	k.shelf.empty()
	k.seeded.Store(false)
}

// Hear takes in what the feed told somebody who asked for what comes after a revision, so that
// the Keeper need not ask for it.
func (k *Keeper) Hear(after store.Rev, rs []store.Record, upTo store.Rev) {
	k.shelf.hear(after, rs, upTo)
}

// Serving reads the settings in force, for whoever serves by them. It is chat.ErrUnavailable
// where no site or no queue can be served.
func (k *Keeper) Serving(ctx context.Context) (*Settings, error) {
	s, err := k.InForce(ctx)
	return serving(s, err)
}

// ServingAt is Serving for whoever has read the record at StampKey together with others, after
// Seed. The zero Record: there is none.
func (k *Keeper) ServingAt(ctx context.Context, stamp store.Record) (*Settings, error) {
	s, err := k.at(ctx, stamp)
	return serving(s, err)
}

// serving refuses settings by which nobody can be served.
func serving(s *Settings, err error) (*Settings, error) {
	if err == nil && (len(s.Sites) == 0 || len(s.Queues) == 0) {
		why := settings.Says(s.Degraded)
		return nil, fmt.Errorf("%w: no site or queue can be served: %s", chat.ErrUnavailable, why)
	}
	return s, err
}

// InForce reads the settings in force, for whoever can do without a site or queue. A copy is used
// only when nothing was changed since.
func (k *Keeper) InForce(ctx context.Context) (*Settings, error) {
	if err := k.Seed(ctx); err != nil {
		return nil, err
	}
	at, err := k.stamp(ctx)
	if err != nil {
		return nil, err
	}
	return k.at(ctx, at)
}

// at returns the settings as of a stamp or a later one.
func (k *Keeper) at(ctx context.Context, stamp store.Record) (*Settings, error) {
	// Nobody has written a setting since the copy was read.
	if s := k.last.Load(); s != nil && s.stamp == stamp.Rev {
		return s, nil
	}
	return k.read(ctx, stamp)
}

const readTries = 4 // how often settings are read that change while they are read

// stamp reads the stamp's record; the zero Record if nothing was ever written.
func (k *Keeper) stamp(ctx context.Context) (store.Record, error) {
	rs, err := k.cfg.Store.Get(ctx, StampKey)
	if err != nil || len(rs) == 0 {
		return store.Record{}, records.Unavailable(err)
	}
	return rs[0], nil
}

// read reads the settings as of a stamp or a later one. One reads at a time; who has waited
// mostly finds what they need.
func (k *Keeper) read(ctx context.Context, at store.Record) (*Settings, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, records.Unavailable(ctx.Err())
	}
	// Whoever had the turn before may have read what is wanted here.
	last := k.last.Load()
	if last != nil && last.stamp == at.Rev {
		return last, nil
	}
	// The feed tells what has changed, at the cost of that alone.
	found, ok := k.shelf.until(ctx, at.Rev)
	if !ok {
		var err error
		if found, err = k.list(ctx, at); err != nil {
			return nil, err
		}
	}
	// What was built of settings that did not change is taken over from the last copy.
	s := load(found, last, k.cfg.Builders)
	k.last.Store(s)
	k.complain(ctx, last, s)
	return s, nil
}

// list reads all records until they did not change while they were read, so that what fits
// together is together.
func (k *Keeper) list(ctx context.Context, at store.Record) (kept, error) {
	for try := 1; ; try++ {
		rs, err := k.records(ctx)
		if err != nil {
			return kept{}, err
		}
		// The head is read after the list and before the stamp. If the stamp is the same, no setting
		// was written between, so the list is right as of the head, and the feed may go on from it.
		head, heard := k.shelf.head(ctx)
		now, err := k.stamp(ctx)
		if err != nil {
			return kept{}, err
		}
		// Settings were written while they were listed. Settings that are written all the time are
		// taken as they come: what does not fit together is then degraded until the next read.
		if now.Rev != at.Rev && try < readTries {
			at = now
			continue
		}
		found := k.shelf.fill(rs, head, heard && now.Rev == at.Rev)
		found.stamp = at
		return found, nil
	}
}

// records lists the records of all settings, the stamp among them.
func (k *Keeper) records(ctx context.Context) (all []store.Record, err error) {
	for _, family := range []records.Family{records.FamilySettings, records.FamilyRule} {
		rs, err := records.List(ctx, k.cfg.Store, records.Prefix(family))
		if err != nil {
			return nil, records.Unavailable(err)
		}
		all = append(all, rs...)
	}
	return all, nil
}

// complain logs each setting for which another value is in force than the stored one, or none. It
// says so once, until the cause is another.
func (k *Keeper) complain(ctx context.Context, last, s *Settings) {
	for _, f := range s.Degraded {
		if last == nil || !slices.Contains(last.Degraded, f) {
			k.cfg.Logger.ErrorContext(ctx, "setting not in force", "key", f.Key, "error", f.Says)
		}
	}
}
