package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// errMoved says that a proposal no longer fits the session it was made for.
var errMoved = assign.ErrMoved

// proposed asks the Router what to do now. Proposals that share a batch are committed in one.
func (p *Dispatcher) proposed(now, tick time.Time) []task {
	known, fence := p.d.engine.replica, p.d.engine.lease.Fence()
	if p.held(known.Seen(), tick) {
		return nil
	}
	var tasks []task
	for _, x := range known.Propose(now) {
		tasks = append(tasks, task{
			do:     func(ctx context.Context) error { return p.commit(ctx, x.Decisions, fence) },
			failed: func() { known.Undo(now, x) },
		})
	}
	return tasks
}

// commit writes one proposal.
func (p *Dispatcher) commit(ctx context.Context, ds []routing.Decision, fence []store.Cond) error {
	d := ds[0]
	if assign.OfAgent(d) {
		return p.settleAgent(ctx, d, fence)
	}
	_, err := p.d.change(ctx, chat.SessionID(d.Request), func(s chat.Session) (chat.Command, error) {
		return assign.Command(s, ds, p.d.engine.replica, p.d.mintOffer)
	}, changeOptions{
		If:       fence,
		Capacity: d.Kind == routing.Offer || d.Kind == routing.Assign,
		Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
			return turns(tx, ds)
		},
	})
	return err
}

// turns notes in the agents' records the turn a proposal gave them.
func turns(tx *store.Tx, ds []routing.Decision) error {
	for _, d := range ds {
		if d.Kind != routing.Offer && d.Kind != routing.Assign {
			continue
		}
		err := editAgent(tx, chat.AgentID(d.Agent), func(a chat.Agent) (chat.Agent, error) {
			return assign.Applied(a, d, d.At)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// editAgent changes an agent's record within a batch.
func editAgent(tx *store.Tx, id chat.AgentID, edit func(chat.Agent) (chat.Agent, error)) error {
	key := records.Agent(id)
	rs, err := tx.Get(key)
	if err != nil {
		return err
	}
	if len(rs) == 0 {
		return chat.ErrNotFound
	}
	a, err := records.Decode[chat.Agent](rs[0].Value)
	if err != nil {
		return err
	}
	if a, err = edit(a); err != nil {
		return err
	}
	value, err := records.Encode(a, rs[0].Value)
	if err != nil {
		return err
	}
	tx.Put(key, value)
	return nil
}

// mintOffer returns an id for an offer.
func (d *Desk) mintOffer() chat.OfferID { return chat.OfferID(d.cfg.IDs.Mint(prefixOffer)) }

// settleAgent writes what the Router found of an agent.
func (p *Dispatcher) settleAgent(ctx context.Context, d routing.Decision, fence []store.Cond) error {
	return p.editAgent(ctx, chat.AgentID(d.Agent), store.Rev(d.AgentRev), fence, func(a chat.Agent) (chat.Agent, error) {
		return assign.Applied(a, d, p.d.now())
	})
}

// editAgent changes an agent's record as it was at a revision (0: as it is), while this node leads.
func (p *Dispatcher) editAgent(ctx context.Context, id chat.AgentID, rev store.Rev, fence []store.Cond, edit func(chat.Agent) (chat.Agent, error)) error {
	_, err := store.Do(ctx, p.d.cfg.Store, func(tx *store.Tx) error {
		if err := holds(tx, fence); err != nil {
			return err
		}
		if rev != 0 {
			if err := holds(tx, []store.Cond{{Key: records.Agent(id), Rev: rev}}); err != nil {
				return errMoved
			}
		}
		return editAgent(tx, id, edit)
	})
	return err
}

// holds makes conditions those of the batch, and finds out at once if they hold no longer.
func holds(tx *store.Tx, conds []store.Cond) error {
	for _, c := range conds {
		rs, err := tx.Get(c.Key)
		if err != nil {
			return unavailable(err)
		}
		if len(rs) == 0 && c.Rev != 0 || len(rs) > 0 && rs[0].Rev != c.Rev {
			return lead.ErrFenced
		}
	}
	return nil
}
