package lead

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/shifts"
	"github.com/switchboard-go/switchboard/store"
)

// planned makes a task of each agent whose plan asks for something, and of each session that
// colleagues take over.
func (p *Dispatcher) planned(now time.Time, fence []store.Cond) (tasks []task) {
	for _, x := range p.cfg.Replica.ShiftsDue(now) {
		if x.Act != shifts.Relief {
			do := func(ctx context.Context) error { return p.shift(ctx, x, fence, now) }
			tasks = append(tasks, task{do: do})
			continue
		}
		// A relief is a task for each session, so that one that fails keeps back no other.
		for _, id := range x.Sessions {
			do := func(ctx context.Context) error { return p.relieve(ctx, id, x.Agent, fence) }
			tasks = append(tasks, task{do: do})
		}
	}
	return tasks
}

// shift does what an agent's plan asks for, if the record as it is by then agrees that it is due.
func (p *Dispatcher) shift(
	ctx context.Context, x replica.ShiftDue, fence []store.Cond, now time.Time,
) error {
	return p.editAgent(ctx, x.Agent, x.Rev, fence, func(a chat.Agent) (chat.Agent, error) {
		// The agent may have chosen another mode since: then the plan's act is not due any more.
		if at, act := x.Plan.Next(p.cfg.Replica.AgentInStep(a), now); act != x.Act || at.After(now) {
			return a, assign.ErrMoved
		}
		return x.Plan.Do(a, x.Act, now)
	})
}

// relieve puts a session of an agent whose shift is over in line at its place, for the colleagues.
func (p *Dispatcher) relieve(
	ctx context.Context, id chat.SessionID, owner chat.AgentID, fence []store.Cond,
) error {
	a, _ := p.cfg.Replica.Agent(owner)
	return p.cfg.Changes.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
		// Somebody took it over meanwhile, or it has ended.
		if s.Agent != owner || s.State != chat.Active && s.State != chat.Held {
			return nil, assign.ErrMoved
		}
		return chat.Transfer{
			By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.OffShift, Queue: s.Queue,
			Note: a.Name + ": shift over, handed to colleagues",
		}, nil
	}, Terms{Fence: fence})
}
