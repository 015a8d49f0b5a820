package desk

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Mend runs Check and puts right what can be: indexes are written anew from their sessions, ledgers from the sessions they
// add up. It answers what it put right. Each repair is conditioned on what it was decided on: one that no longer fits is
// left to the next Mend.
func (d *Desk) Mend(ctx context.Context) ([]Fault, error) {
	faults, err := d.Check(ctx)
	if err != nil {
		return nil, err
	}
	var mended []Fault
	for _, f := range faults {
		done, err := d.mend(ctx, f)
		if err != nil {
			return mended, err
		}
		if done {
			mended = append(mended, f)
		}
	}
	return mended, nil
}

func (d *Desk) mend(ctx context.Context, f Fault) (bool, error) {
	var b store.Batch
	var err error
	switch f.Kind {
	case FaultMissing, FaultWrong, FaultStray:
		b, err = d.mendIndex(ctx, f)
	case FaultLedger:
		b, err = d.mendLedger(ctx, f.Agent)
	}
	if err != nil || len(b.Put)+len(b.Delete) == 0 {
		return false, unavailable(err)
	}
	_, err = d.cfg.Store.Commit(ctx, b)
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	return err == nil, unavailable(err)
}

// mendIndex writes an index record as its session has it, or deletes one that no session has.
func (d *Desk) mendIndex(ctx context.Context, f Fault) (store.Batch, error) {
	r, s, err := records.ReadSession(ctx, d.cfg.Store, f.Session)
	if err != nil {
		return store.Batch{}, err
	}
	b := store.Batch{}
	if f.Session != "" {
		b.If = []store.Cond{{Key: records.Session(f.Session), Rev: r.Rev}}
	}
	if _, ok := indexesOf(s)[f.Key]; !ok {
		b.Delete = []string{f.Key}
		return b, nil
	}
	value, err := records.Encode(records.Pointer{Session: s.ID}, nil)
	b.Put = []store.Record{{Key: f.Key, Value: value}}
	return b, err
}

// mendLedger writes an agent's load as the sessions add up to.
func (d *Desk) mendLedger(ctx context.Context, id chat.AgentID) (store.Batch, error) {
	l, err := d.ledger(ctx, id)
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
