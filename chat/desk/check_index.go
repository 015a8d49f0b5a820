package desk

import (
	"context"
	"fmt"
	"iter"
	"maps"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// indexFamilies are the families whose records are derived from sessions.
var indexFamilies = []records.Family{
	records.FamilyOpen, records.FamilyWaiting, records.FamilyOffer, records.FamilyActive, records.FamilyMessaged, records.FamilyEnded, records.FamilyVisitor,
}

// indexesOf are the index records a session has, and the session each leads to.
func indexesOf(s chat.Session) map[string]string {
	m := records.Indexes(s)
	if s.State.Running() {
		m[records.Current(s.Visitor)] = ""
	}
	return m
}

func keysOf(m map[string]string) iter.Seq[string] { return maps.Keys(m) }

// indexes finds the index records that no session has.
func (a *audit) indexes(ctx context.Context) error {
	for _, f := range indexFamilies {
		err := a.each(ctx, f, func(k records.Key, r store.Record) error {
			id := def(k.Session, records.PointsTo(r)) // the key of an offer does not name its session
			return a.settle(ctx, id, func(ctx context.Context, s chat.Session) ([]Fault, error) {
				return a.stray(ctx, s, r.Key, id)
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *audit) stray(ctx context.Context, s chat.Session, key string, id chat.SessionID) ([]Fault, error) {
	if _, ok := indexesOf(s)[key]; ok {
		return nil, nil
	}
	rs, err := a.d.cfg.Store.Get(ctx, key)
	if err != nil || len(rs) == 0 { // gone meanwhile
		return nil, err
	}
	if p, err := records.Decode[records.Pointer](rs[0].Value); err == nil && p.Archived && s.ID == "" {
		return nil, nil // it leads to the archive
	}
	return []Fault{{Kind: FaultStray, Key: key, Session: id, Says: "no session has it"}}, nil
}

// ledgers compares each agent's load with what the sessions charge.
func (a *audit) ledgers(ctx context.Context) error {
	return a.each(ctx, records.FamilyAgent, func(k records.Key, r store.Record) error {
		if _, err := records.Decode[chat.Agent](r.Value); err != nil {
			a.found(Fault{Kind: FaultUnreadable, Key: r.Key, Agent: k.Agent, Says: err.Error()})
			return nil
		}
		for range checkTries {
			l, err := a.d.ledger(ctx, k.Agent)
			if err != nil || l.right() {
				return err
			}
			again, err := a.d.ledger(ctx, k.Agent)
			if err != nil {
				return err
			}
			if again.rev == l.rev && !again.right() {
				a.found(Fault{Kind: FaultLedger, Key: records.Agent(k.Agent), Agent: k.Agent, Says: fmt.Sprintf(
					"says %d units in %d sessions, the sessions say %d in %d", l.agent.Load, l.agent.Sessions, l.load, l.sessions)})
				return nil
			}
		}
		return nil
	})
}

// ledger is an agent's record beside what the agent's sessions add up to, as of one instant.
type ledger struct {
	agent    chat.Agent
	rev      store.Rev
	value    []byte
	load     int
	sessions int
}

func (l ledger) right() bool { return l.agent.Load == l.load && l.agent.Sessions == l.sessions }

func (d *Desk) ledger(ctx context.Context, id chat.AgentID) (l ledger, err error) {
	keys := []string{records.Agent(id)}
	for _, f := range []records.Family{records.FamilyActive, records.FamilyOffer} {
		rs, err := records.List(ctx, d.cfg.Store, records.Prefix(f, string(id)))
		if err != nil {
			return l, err
		}
		for _, r := range rs {
			keys = append(keys, records.Session(records.PointsTo(r)))
		}
	}
	rs, err := d.cfg.Store.Get(ctx, keys...)
	if err != nil {
		return l, err
	}
	for _, r := range rs {
		if r.Key == keys[0] {
			l.rev, l.value = r.Rev, r.Value
			if l.agent, err = records.Decode[chat.Agent](r.Value); err != nil {
				return l, err
			}
			continue
		}
		s, err := records.Decode[chat.Session](r.Value)
		if err != nil {
			return l, err
		}
		l.count(s, id)
	}
	return l, nil
}

func (l *ledger) count(s chat.Session, id chat.AgentID) {
	for _, c := range s.Charges() {
		if c.Agent == id {
			l.load += c.Weight
		}
	}
	if s.State.Owned() && s.Agent == id {
		l.sessions++
	}
}
