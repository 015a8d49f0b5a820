package check

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// ledgers compares each agent's load with the sum of what the sessions charge. A load that is too
// high keeps an agent idle beside people who wait; one that is too low offers them too much.
//
// A ledger is a Fault only if it is wrong twice at the same revision. Between the two looks the
// feed of changes may pass: a session that was read through an index may have moved on.
func (a *Audit) ledgers(ctx context.Context) error {
	return a.each(ctx, records.FamilyAgent, func(k records.Key, r store.Record) error {
		if _, err := records.Decode[chat.Agent](r.Value); err != nil {
			a.found(chat.Fault{Kind: chat.FaultUnreadable, Key: r.Key, Agent: k.Agent, Says: err.Error()})
			return nil
		}
		for range tries {
			l, err := a.ledger(ctx, k.Agent)
			if err != nil || l.right() {
				return err
			}
			again, err := a.ledger(ctx, k.Agent)
			if err != nil {
				return err
			}
			if again.rev == l.rev && !again.right() {
				a.found(chat.Fault{Kind: chat.FaultLedger, Key: records.Agent(k.Agent), Agent: k.Agent, Says: fmt.Sprintf(
					"says %d units in %d sessions, the sessions say %d in %d", l.agent.Load, l.agent.Sessions, l.load, l.sessions)})
				return nil
			}
		}
		return nil
	})
}

// ledger is an agent's record beside the sums over the agent's sessions, all as of one instant.
type ledger struct {
	agent    chat.Agent
	rev      store.Rev
	value    []byte // of the agent's record
	load     int    // the units that the sessions charge
	sessions int    // the number of sessions that the agent owns
	damaged  bool   // a session cannot be read, so nobody knows what they add up to
}

// right reports whether the record says what the sessions add up to, as far as that can be known.
func (l ledger) right() bool {
	return l.damaged || l.agent.Load == l.load && l.agent.Sessions == l.sessions
}

// ledger finds the agent's sessions by their indexes, and reads them together with the agent's
// record in one Get: only as of one instant must they add up.
func (a *Audit) ledger(ctx context.Context, id chat.AgentID) (l ledger, err error) {
	keys := []string{records.Agent(id)}
	// A session that has no index is a fault of its own. It is mended first, and then counts here.
	for _, f := range []records.Family{records.FamilyActive, records.FamilyOffer} {
		rs, err := records.List(ctx, a.store, records.Prefix(f, string(id)))
		if err != nil {
			return l, err
		}
		for _, r := range rs {
			keys = append(keys, records.Session(records.PointsTo(r)))
		}
	}
	rs, err := a.store.Get(ctx, keys...)
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
		// A damaged session is a fault of its own, and keeps no other record from being looked at.
		s, err := records.Decode[chat.Session](r.Value)
		if err != nil {
			l.damaged = true
			continue
		}
		l.add(s, id)
	}
	return l, nil
}

// add counts what one session charges the agent.
func (l *ledger) add(s chat.Session, id chat.AgentID) {
	for _, c := range s.Charges() {
		if c.Agent == id {
			l.load += c.Weight
		}
	}
	// A transfer offer charges the one whom it is made to, and leaves the owner who it is.
	if s.State.Owned() && s.Agent == id {
		l.sessions++
	}
}
