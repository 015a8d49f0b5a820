package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Fault is one thing that Check found wrong.
type Fault struct {
	Kind    FaultKind
	Key     string // of the record that is wrong, or missing
	Session chat.SessionID
	Agent   chat.AgentID
	Says    string // for people
}

// FaultKind says what is wrong.
type FaultKind string

// The kinds of faults. Mend puts the first four right; for the others something is lost that cannot be made up.
const (
	FaultMissing    FaultKind = "missing"    // an index record that a session should have
	FaultWrong      FaultKind = "wrong"      // an index record that leads elsewhere
	FaultStray      FaultKind = "stray"      // an index record that no session has
	FaultLedger     FaultKind = "ledger"     // an agent's load is not the sum of what the sessions charge
	FaultTimeline   FaultKind = "timeline"   // entries are not 1 to n
	FaultUnreadable FaultKind = "unreadable" // a record is not what its key says
	FaultSetting    FaultKind = "setting"    // a setting that is not in force on this node as it stands
)

// String is the fault in one line.
func (f Fault) String() string { return fmt.Sprintf("%s %s: %s", f.Kind, f.Key, f.Says) }

// checkTries is how often something that looks wrong is looked at before it is called so: what changes while it is looked
// at is not wrong.
const checkTries = 5

// Check audits what is derived against what it is derived from: every index against its session, every timeline for gaps,
// every agent's ledger against the sessions, and what is in force on this node against the settings. It reads everything and writes nothing, and may run beside everything else.
// A desk without faults answers none. O(records).
func (d *Desk) Check(ctx context.Context) ([]Fault, error) {
	a := audit{d: d}
	steps := []func(context.Context) error{a.settings, a.sessions, a.indexes, a.ledgers}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return a.faults, unavailable(err)
		}
	}
	return a.faults, nil
}

// audit is one Check on its way.
type audit struct {
	d      *Desk
	faults []Fault
}

func (a *audit) found(fs ...Fault) { a.faults = append(a.faults, fs...) }

// each calls fn for every record of a range.
func (a *audit) each(ctx context.Context, f records.Family, fn func(records.Key, store.Record) error) error {
	r := store.Range{Prefix: records.Prefix(f), Limit: records.Page}
	for {
		rs, err := a.d.cfg.Store.List(ctx, r)
		if err != nil {
			return err
		}
		for _, rec := range rs {
			k, err := records.Parse(rec.Key)
			if err != nil {
				a.found(Fault{Kind: FaultUnreadable, Key: rec.Key, Says: err.Error()})
				continue
			}
			if err := fn(k, rec); err != nil {
				return err
			}
		}
		if len(rs) < r.Limit {
			return nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// settings reports what of the settings this node could not take over.
func (a *audit) settings(ctx context.Context) error {
	s, err := a.d.inForce(ctx)
	if err == nil {
		a.found(s.degraded...)
	}
	return err
}

// sessions audits each session's indexes and timeline.
func (a *audit) sessions(ctx context.Context) error {
	return a.each(ctx, records.FamilySession, func(k records.Key, _ store.Record) error {
		return a.settle(ctx, k.Session, a.session)
	})
}

// settle looks at a session until it did not change while being looked at, and keeps what was found then.
func (a *audit) settle(ctx context.Context, id chat.SessionID, look func(context.Context, chat.Session) ([]Fault, error)) error {
	for range checkTries {
		r, s, err := records.ReadSession(ctx, a.d.cfg.Store, id)
		if err != nil && r.Rev == 0 { // the store's failure, and no fault of the record
			return err
		}
		if err != nil {
			a.found(Fault{Kind: FaultUnreadable, Key: records.Session(id), Session: id, Says: err.Error()})
			return nil
		}
		fs, err := look(ctx, s)
		if err != nil || len(fs) == 0 {
			return err
		}
		again, _, err := records.ReadSession(ctx, a.d.cfg.Store, id)
		if err == nil && again.Rev == r.Rev {
			a.found(fs...)
			return nil
		}
	}
	return nil
}

func (a *audit) session(ctx context.Context, s chat.Session) ([]Fault, error) {
	want := indexesOf(s)
	keys := slices.Sorted(keysOf(want))
	rs, err := a.d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return nil, err
	}
	have := records.ByKey(rs)
	var fs []Fault
	for _, k := range keys {
		r, ok := have[k]
		switch {
		case !ok:
			fs = append(fs, Fault{Kind: FaultMissing, Key: k, Session: s.ID, Says: "the session is " + string(s.State)})
		case records.PointsTo(r) != s.ID:
			fs = append(fs, Fault{Kind: FaultWrong, Key: k, Session: s.ID, Says: "leads to " + string(records.PointsTo(r))})
		}
	}
	gaps, err := a.timeline(ctx, s)
	return append(fs, gaps...), err
}

// timeline finds out whether the entries are 1 to n.
func (a *audit) timeline(ctx context.Context, s chat.Session) ([]Fault, error) {
	rs, err := records.List(ctx, a.d.cfg.Store, records.Prefix(records.FamilyTimeline, string(s.ID)))
	if err != nil {
		return nil, err
	}
	var fs []Fault
	fault := func(n int, says string) {
		fs = append(fs, Fault{Kind: FaultTimeline, Key: records.Timeline(s.ID, n), Session: s.ID, Says: says})
	}
	next := 1
	for _, r := range rs {
		k, _ := records.Parse(r.Key)
		for ; next < k.N; next++ {
			fault(next, "is not there")
		}
		next = k.N + 1
		e, err := records.Decode[chat.Entry](r.Value)
		switch {
		case err != nil:
			fault(k.N, err.Error())
		case e.N != k.N:
			fault(k.N, fmt.Sprintf("says it is %d", e.N))
		case k.N > s.Entries:
			fault(k.N, fmt.Sprintf("the session has %d entries", s.Entries))
		}
	}
	for ; next <= s.Entries; next++ {
		fault(next, "is not there")
	}
	return fs, nil
}
