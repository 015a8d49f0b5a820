package check

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// tries is how often the audit reads a session or agent that looks wrong before it leaves it to the
// next audit.
const tries = 5

// Audit compares what is stored with what it is derived from.
//
// Others write while an audit reads, so two records read one after the other may not belong
// together. The audit therefore reads what looks wrong until its session's revision (or its agent's)
// is the same before and after the look. Only then is it a Fault. What changes at every look is left
// to the next audit.
//
// An Audit is for one call of Faults at a time.
type Audit struct {
	store  store.Store
	faults []chat.Fault // found by the call of Faults that is under way
}

// New returns an audit of what is in s.
func New(s store.Store) *Audit { return &Audit{store: s} }

// Faults reads every record and returns what is wrong: sessions first, then index records that no
// session has, then ledgers. A store without faults gives none. After an error of the store it
// returns what was found so far. O(records).
func (a *Audit) Faults(ctx context.Context) ([]chat.Fault, error) {
	a.faults = nil
	for _, step := range []func(context.Context) error{a.sessions, a.strays, a.ledgers} {
		if err := step(ctx); err != nil {
			return a.faults, err
		}
	}
	return a.faults, nil
}

// found takes in faults. A record that cannot be read is come upon again by each record that leads
// to it, and is one fault.
func (a *Audit) found(fs ...chat.Fault) {
	for _, f := range fs {
		if f.Kind != chat.FaultUnreadable || !slices.Contains(a.faults, f) {
			a.faults = append(a.faults, f)
		}
	}
}

// each calls fn for every record of a family, a page at a time.
func (a *Audit) each(ctx context.Context, f records.Family, fn func(records.Key, store.Record) error) error {
	r := store.Range{Prefix: records.Prefix(f), Limit: records.Page}
	for {
		rs, err := a.store.List(ctx, r)
		if err != nil {
			return err
		}
		for _, rec := range rs {
			k, err := records.Parse(rec.Key)
			if err != nil {
				a.found(chat.Fault{Kind: chat.FaultUnreadable, Key: rec.Key, Says: err.Error()})
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

// unchanged calls find with a session until the session did not change meanwhile, and keeps the
// faults of that call.
func (a *Audit) unchanged(ctx context.Context, id chat.SessionID, find func(context.Context, chat.Session) ([]chat.Fault, error)) error {
	for range tries {
		r, s, err := records.ReadSession(ctx, a.store, id)
		if err != nil && r.Rev == 0 { // the store's failure, and no fault of the record
			return err
		}
		if err != nil {
			a.found(chat.Fault{Kind: chat.FaultUnreadable, Key: records.Session(id), Session: id, Says: err.Error()})
			return nil
		}
		fs, err := find(ctx, s)
		if err != nil || len(fs) == 0 {
			return err
		}
		again, _, err := records.ReadSession(ctx, a.store, id)
		if err == nil && again.Rev == r.Rev {
			a.found(fs...)
			return nil
		}
	}
	return nil
}
