package lead

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// proposed makes a task of each proposal that the Router has now.
func (p *Dispatcher) proposed(now, tick time.Time) []task {
	if p.paused(p.cfg.Replica.Seen(), tick) {
		return nil
	}
	var tasks []task
	fence := p.cfg.Lease.Fence()
	for _, x := range p.cfg.Replica.Propose(now) {
		tasks = append(tasks, task{
			about:  chat.SessionID(x.Decisions[0].Request),
			do:     func(ctx context.Context) error { return p.commit(ctx, x, fence) },
			failed: func() { p.cfg.Replica.Undo(now, x) },
		})
	}
	return tasks
}

// commit writes one proposal: of an agent, or of a session together with the turns of the agents it
// is given to.
func (p *Dispatcher) commit(ctx context.Context, x replica.Proposal, fence []store.Cond) error {
	d := x.Decisions[0]
	// A proposal about an agent (lost, drained, paused) changes the agent's record alone.
	if assign.OfAgent(d) {
		return p.editAgent(ctx, chat.AgentID(d.Agent), store.Rev(d.AgentRev), fence, func(a chat.Agent) (chat.Agent, error) {
			return assign.Applied(a, d, p.cfg.Now())
		})
	}
	return p.cfg.Changes.Change(ctx, chat.SessionID(d.Request), func(s chat.Session) (chat.Command, error) {
		return assign.Command(s, p.inOwnTime(s, x.Decisions), p.cfg.Replica, p.cfg.NewOffer)
	}, Terms{
		Fence: fence,
		// An offer takes capacity: the ledger must have room for it.
		Fits: d.Kind == routing.Offer || d.Kind == routing.Assign,
		Also: func(tx *store.Tx) error { return turns(tx, x.Decisions) },
	})
}

// inOwnTime returns decisions with their instants in the session's own time: an offer lasts as long
// as the Router says, whatever the time of day.
func (p *Dispatcher) inOwnTime(s chat.Session, ds []routing.Decision) []routing.Decision {
	now := p.cfg.Now()
	ahead := p.cfg.Replica.OwnTime(s, now, p.cfg.Tick()).Sub(now)
	if ahead <= 0 {
		return ds
	}
	ds = slices.Clone(ds)
	for i := range ds {
		ds[i].At, ds[i].Deadline = ds[i].At.Add(ahead), ds[i].Deadline.Add(ahead)
	}
	return ds
}

// turns writes into the agents' records the turn that a proposal gave them.
func turns(tx *store.Tx, ds []routing.Decision) error {
	for _, d := range ds {
		// No other proposal gives somebody a turn.
		if d.Kind != routing.Offer && d.Kind != routing.Assign {
			continue
		}
		err := records.EditAgent(tx, chat.AgentID(d.Agent), func(a chat.Agent) (chat.Agent, error) {
			return assign.Applied(a, d, d.At)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
