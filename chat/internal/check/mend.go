package check

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Mend puts right those of the faults that can be: it writes index records as their sessions have
// them, and loads as the sessions add up to. It returns the faults that it put right. Each repair is
// a batch of its own, conditioned on the record that it was decided on; a repair that the store
// refuses for that is left to the next Mend. After an error of the store the repairs made before
// stand.
func (a *Audit) Mend(ctx context.Context, faults []chat.Fault) ([]chat.Fault, error) {
	var mended []chat.Fault
	for _, f := range faults {
		done, err := a.mend(ctx, f)
		if err != nil {
			return mended, err
		}
		if done {
			mended = append(mended, f)
		}
	}
	return mended, nil
}

// mend puts one fault right, and reports whether it did. Unreadable records and gaps in a timeline
// stay: what is lost cannot be derived from anything.
func (a *Audit) mend(ctx context.Context, f chat.Fault) (bool, error) {
	var b store.Batch
	var err error
	switch f.Kind {
	case chat.FaultMissing, chat.FaultWrong, chat.FaultStray:
		b, err = a.mendIndex(ctx, f)
	case chat.FaultLedger:
		b, err = a.mendLedger(ctx, f.Agent)
	}
	// What it would be derived from is damaged itself: the next audit says so.
	if errors.Is(err, records.ErrDecode) {
		return false, nil
	}
	// An empty batch says that the fault is gone by now, or that nothing can mend its kind.
	if err != nil || len(b.Put)+len(b.Delete) == 0 {
		return false, err
	}
	_, err = a.store.Commit(ctx, b)
	// The record has changed since. Whether the fault is still there, the next audit tells.
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// mendIndex returns the batch that writes an index record as its session has it, or deletes one
// that no session has. Whether the session has it is asked again here: it may have changed since
// the audit.
func (a *Audit) mendIndex(ctx context.Context, f chat.Fault) (store.Batch, error) {
	r, s, err := records.ReadSession(ctx, a.store, f.Session)
	if err != nil {
		return store.Batch{}, err
	}
	b := store.Batch{}
	// A stray whose session nobody knows has no record to condition on.
	if f.Session != "" {
		b.If = []store.Cond{{Key: records.Session(f.Session), Rev: r.Rev}}
	}
	if _, ok := indexes(s)[f.Key]; !ok {
		b.Delete = []string{f.Key}
		return b, nil
	}
	value, err := records.Encode(records.Pointer{Session: s.ID}, nil)
	b.Put = []store.Record{{Key: f.Key, Value: value}}
	return b, err
}

// mendLedger returns the batch that writes an agent's load as the sessions add up to.
func (a *Audit) mendLedger(ctx context.Context, id chat.AgentID) (store.Batch, error) {
	l, err := a.ledger(ctx, id)
	if err != nil || l.right() {
		return store.Batch{}, err
	}
	l.agent.Load, l.agent.Sessions = l.load, l.sessions
	value, err := records.Encode(l.agent, l.value)
	return store.Batch{
		If:  []store.Cond{{Key: records.Agent(id), Rev: l.rev}},
		Put: []store.Record{{Key: records.Agent(id), Value: value}},
	}, err
}
