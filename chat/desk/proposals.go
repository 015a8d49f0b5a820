package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// errMoved says that a proposal no longer fits the session it was made for.
var errMoved = errors.New("desk: the session has moved on")

// proposed asks the Router what to do now. Proposals that share a batch are committed in one.
func (p *Dispatcher) proposed(now, tick time.Time) []task {
	im := &p.d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	if p.held(im.at, tick) {
		return nil
	}
	var tasks []task
	ds := im.router.Advance(now)
	for len(ds) > 0 {
		n := 1
		for n < len(ds) && ds[n].Batch != 0 && ds[n].Batch == ds[0].Batch {
			n++
		}
		tasks = append(tasks, p.proposal(now, append([]routing.Decision(nil), ds[:n]...)))
		ds = ds[n:]
	}
	return tasks
}

func (p *Dispatcher) proposal(now time.Time, ds []routing.Decision) task {
	router := p.d.room.image.router
	fence := p.d.room.lease.fence()
	return task{
		do: func(ctx context.Context) error { return p.commit(ctx, ds, fence) },
		failed: func() {
			for i := len(ds) - 1; i >= 0; i-- {
				router.Undo(now, ds[i])
			}
		},
	}
}

// commit writes one proposal.
func (p *Dispatcher) commit(ctx context.Context, ds []routing.Decision, fence []store.Cond) error {
	d := ds[0]
	switch d.Kind {
	case routing.Lost, routing.Drained, routing.Pause:
		return p.settleAgent(ctx, d, fence)
	}
	_, err := p.d.change(ctx, chat.SessionID(d.Request), func(s chat.Session) (chat.Command, error) {
		return p.command(s, ds)
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
			a.Turn = d.Turn
			return a, nil
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
		return ErrNotFound
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

// command is a proposal in chat's terms, on the session as it is now.
func (p *Dispatcher) command(s chat.Session, ds []routing.Decision) (chat.Command, error) {
	d := ds[0]
	why := d.Why.String()
	switch d.Kind {
	case routing.Offer:
		return p.offer(s, ds)
	case routing.Assign:
		if stale(s, d) {
			return nil, errMoved
		}
		a := p.d.knownAgent(chat.AgentID(d.Agent))
		return chat.Assign{Agent: chat.AgentID(d.Agent), Name: a.Name, Bot: a.Bot, Reason: chat.AutoAccept, Why: why}, nil
	case routing.Requeue, routing.Rescind:
		return withdraw(s, d)
	case routing.Widen:
		return chat.Widen{Ring: d.Ring, Why: why}, nil
	case routing.Overflow:
		return chat.Widen{Queue: chat.QueueID(d.Queue), Why: why}, nil
	case routing.Admit:
		return chat.Admit{}, nil
	case routing.GiveUp:
		if d.Why == routing.ReasonQueueFull && !s.Arriving {
			return nil, errMoved // it was let in meanwhile
		}
		return chat.TakeMessage{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chatReasons[d.Why], Why: why}, nil
	case routing.Wrapped:
		return chat.EndWrap{Reason: chat.AgentGone}, nil
	case routing.Idle:
		return chat.SetIdle{}, nil
	}
	return nil, errMoved
}

func (p *Dispatcher) offer(s chat.Session, ds []routing.Decision) (chat.Command, error) {
	if stale(s, ds[0]) {
		return nil, errMoved
	}
	c := chat.MakeOffer{Why: ds[0].Why.String()}
	for _, d := range ds {
		c.Offers = append(c.Offers, chat.Offer{ID: chat.OfferID(p.d.cfg.IDs.Mint(prefixOffer)), Agent: chat.AgentID(d.Agent), Deadline: inTime(s, d.At, d.Deadline)})
	}
	return c, nil
}

// stale reports whether an offer or assignment was proposed for a session that has moved on since: to another queue, or
// because the leader before has made an offer that this one did not know of.
func stale(s chat.Session, d routing.Decision) bool {
	return string(s.Queue) != d.Queue || s.Offered+1 != d.Offer
}

// withdraw ends one offer, or takes a session from its agent.
func withdraw(s chat.Session, d routing.Decision) (chat.Command, error) {
	if d.Offer == 0 {
		if string(s.Agent) != d.Agent {
			return nil, errMoved
		}
		return chat.Requeue{Reason: chat.AgentGone}, nil
	}
	for _, o := range s.Offers {
		if o.N != d.Offer {
			continue
		}
		if d.Why == routing.ReasonExpired {
			return chat.Expire{Offer: o.ID}, nil
		}
		return chat.Rescind{Offer: o.ID, Reason: chatReasons[d.Why]}, nil
	}
	return nil, errMoved
}

// lostReason is why an agent is offline who did not sign off.
const lostReason = "connection lost"

// settleAgent writes what the Router found of an agent.
func (p *Dispatcher) settleAgent(ctx context.Context, d routing.Decision, fence []store.Cond) error {
	return p.editAgent(ctx, chat.AgentID(d.Agent), store.Rev(d.AgentRev), fence, func(a chat.Agent) (chat.Agent, error) {
		if d.Kind == routing.Pause {
			a.Missed = 0
			return a.SetMode(chat.Break, "missed offers", p.d.now())
		}
		if d.Kind == routing.Lost {
			return a.SetMode(chat.Offline, lostReason, p.d.now())
		}
		return a.SetMode(chat.Offline, a.ModeReason, p.d.now())
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
			return errFenced
		}
	}
	return nil
}

// knownAgent is an agent as this node knows them.
func (d *Desk) knownAgent(id chat.AgentID) chat.Agent {
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	return im.agents[id].value
}
