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

// Trimmer deletes what is older than Config.Keep, and puts the lines of days that are over
// together, some agents at a time. Every node may have one: two only delete the same twice, and of
// two that write the same day one does. Step is for one caller at a time.
type Trimmer struct {
	log   Log
	after string // the place in the keys where the next look begins
	look  int    // of looks
}

// Trimmer returns one that has looked at nothing.
func (g Log) Trimmer() *Trimmer { return &Trimmer{log: g} }

// looks are at what there is, one after the other, agent by agent.
var looks = []struct {
	at records.Family
	do func(g Log, ctx context.Context, id chat.AgentID, now time.Time) error
}{
	{records.FamilyAgentLog, Log.trim},
	{records.FamilyAgentLog, Log.gather},
	{records.FamilyAgentDays, Log.trimDays},
}

// Step looks at the logs of the next agents, and says when to call it again. It writes only where
// there is something to delete, or enough to put together.
//
// It goes along the keys and not along a list of agents, so it also finds what is left of agents
// who are no more, and a place in the keys is all that it has to remember.
func (t *Trimmer) Step(ctx context.Context, now time.Time) (time.Time, error) {
	for range trimAgents {
		look := &looks[t.look]
		prefix := records.Prefix(look.at)
		rs, err := t.log.cfg.Store.List(ctx, store.Range{Prefix: prefix, After: t.after, Limit: 1})
		if err != nil {
			return now.Add(trimRetry), records.Unavailable(err)
		}
		if len(rs) == 0 {
			t.after, t.look = "", (t.look+1)%len(looks)
			if t.look > 0 {
				continue
			}
			return now.Add(trimAgain), nil
		}
		k, err := records.Parse(rs[0].Key)
		if err != nil {
			t.after = rs[0].Key
			continue
		}
		if err := look.do(t.log, ctx, k.Agent, now); err != nil {
			return now.Add(trimRetry), err
		}
		t.after = prefix + string(k.Agent) + "/~" // behind all of this agent's
	}
	return now, nil
}

// trim sees to the lines of one agent that are too old.
func (g Log) trim(ctx context.Context, id chat.AgentID, now time.Time) error {
	return g.delete(ctx, lines(id), now.Add(-g.cfg.Keep))
}

// trimDays sees to the days of one agent. Those of an agent who has no lines go: an older release,
// which knows of no days, has erased the agent.
func (g Log) trimDays(ctx context.Context, id chat.AgentID, now time.Time) error {
	rs, err := g.cfg.Store.List(ctx, store.Range{Prefix: lines(id), Limit: 1})
	if err != nil {
		return records.Unavailable(err)
	}
	before := now.Add(-g.cfg.Keep)
	if len(rs) == 0 {
		before = time.Time{}
	}
	err = g.delete(ctx, days(id), before)
	return err
}

// Erase deletes all that the log has of an agent. It may be called again. Lines go first: no day is
// written when they are gone.
func (g Log) Erase(ctx context.Context, id chat.AgentID) error {
	if err := g.delete(ctx, lines(id), time.Time{}); err != nil {
		return err
	}
	err := g.delete(ctx, days(id), time.Time{})
	return err
}

func lines(id chat.AgentID) string { return records.Prefix(records.FamilyAgentLog, string(id)) }

func days(id chat.AgentID) string { return records.Prefix(records.FamilyAgentDays, string(id)) }

// delete deletes an agent's records below a prefix that are before an instant, but the last of
// them, or all of them with the zero instant, as many at a time as a batch takes.
func (g Log) delete(ctx context.Context, prefix string, before time.Time) error {
	for {
		// One more than a batch takes: the last of those that are too old stays, and which it is
		// shows only in the one behind it.
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

// tooOld reports whether everything in a record was before an instant.
func tooOld(r store.Record, before time.Time) bool {
	k, err := records.Parse(r.Key)
	if k.Family == records.FamilyAgentDays {
		k.At = k.At.Add(24 * time.Hour) // the last of its lines is before that
	}
	return err == nil && k.At.Before(before)
}
