package agentlog

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

const (
	trimAgents = 50             // agents whose logs one Trim looks at
	trimAgain  = 24 * time.Hour // between two looks at all of them
	trimRetry  = time.Minute    // until lines that could not be deleted are tried again
)

// Trimmer deletes lines that are older than Config.Keep, some agents at a time. Every node may have
// one: two only delete the same twice. Step is for one caller at a time.
type Trimmer struct {
	log   Log
	after string // the place in the keys where the next look begins
}

// Trimmer returns one that has looked at nothing.
func (g Log) Trimmer() *Trimmer { return &Trimmer{log: g} }

// Step looks at the logs of the next agents, and says when to call it again. It writes only where
// there is something to delete.
func (t *Trimmer) Step(ctx context.Context, now time.Time) (time.Time, error) {
	prefix := records.Prefix(records.FamilyAgentLog)
	for range trimAgents {
		rs, err := t.log.cfg.Store.List(ctx, store.Range{Prefix: prefix, After: t.after, Limit: 1})
		if err != nil {
			return now.Add(trimRetry), records.Unavailable(err)
		}
		if len(rs) == 0 {
			t.after = ""
			return now.Add(trimAgain), nil
		}
		k, err := records.Parse(rs[0].Key)
		if err != nil {
			t.after = rs[0].Key
			continue
		}
		if err := t.log.delete(ctx, k.Agent, now.Add(-t.log.cfg.Keep)); err != nil {
			return now.Add(trimRetry), err
		}
		t.after = prefix + string(k.Agent) + "/~" // behind all of this agent's
	}
	return now, nil
}

// Erase deletes all that the log has of an agent. It may be called again.
func (g Log) Erase(ctx context.Context, id chat.AgentID) error {
	return g.delete(ctx, id, time.Time{})
}

// delete deletes an agent's lines before an instant but the last of them, or all of them with the
// zero instant, as many at a time as a batch takes.
func (g Log) delete(ctx context.Context, id chat.AgentID, before time.Time) error {
	prefix := records.Prefix(records.FamilyAgentLog, string(id))
	for {
		rs, err := g.cfg.Store.List(ctx, store.Range{Prefix: prefix, Limit: store.MaxBatch + 1})
		if err != nil {
			return records.Unavailable(err)
		}
		old := len(rs)
		if !before.IsZero() {
			old = 0
			for old < len(rs) && tooOld(rs[old], before) {
				old++
			}
			old-- // the last one says how what is kept began
		}
		if old <= 0 {
			return nil
		}
		var b store.Batch
		for _, r := range rs[:min(old, store.MaxBatch)] {
			b.Delete = append(b.Delete, r.Key)
		}
		if _, err := g.cfg.Store.Commit(ctx, b); err != nil {
			return records.Unavailable(err)
		}
	}
}

func tooOld(r store.Record, before time.Time) bool {
	k, err := records.Parse(r.Key)
	return err == nil && k.At.Before(before)
}
