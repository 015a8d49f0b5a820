package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// again is when something that was due is looked at once more, should its record not have changed by then.
const again = time.Second

// timely is what the deadlines up to now ask for.
func (p *Dispatcher) timely(now, tick time.Time) []task {
	known, fence := p.d.engine.replica, p.d.engine.lease.Fence()
	var tasks []task
	for _, id := range known.SessionsDue(now) {
		tasks = append(tasks, task{do: func(ctx context.Context) error { return p.move(ctx, id, fence, now) }})
	}
	for _, a := range known.AbsencesDue(now, tick) {
		tasks = append(tasks, task{do: func(ctx context.Context) error { return p.seeTo(ctx, a, fence, now) }})
	}
	return tasks
}

// move makes the session's next automatic move, if the record as it is then agrees that it is due.
func (p *Dispatcher) move(ctx context.Context, id chat.SessionID, fence []store.Cond, now time.Time) error {
	_, err := p.d.change(ctx, id, func(s chat.Session) (chat.Command, error) {
		if at, c := p.d.engine.replica.Next(s, now); c != nil && !at.After(now) {
			return c, nil
		}
		return nil, errMoved
	}, changeOptions{If: fence})
	return err
}

// seeTo marks an agent whose connections are gone as lost, takes one who is back into the mode of before, or deletes the record
// of a node that is gone.
func (p *Dispatcher) seeTo(ctx context.Context, a replica.Absence, fence []store.Cond, now time.Time) error {
	switch {
	case a.Node != "":
		_, err := p.d.cfg.Store.Commit(ctx, store.Batch{
			If:     append([]store.Cond{{Key: records.Presence(a.Node), Rev: a.Rev}}, fence...),
			Delete: []string{records.Presence(a.Node)},
		})
		return err
	case a.Back:
		return p.editAgent(ctx, a.Agent, a.Rev, fence, func(x chat.Agent) (chat.Agent, error) { return x.Return(now), nil })
	}
	return p.editAgent(ctx, a.Agent, a.Rev, fence, func(x chat.Agent) (chat.Agent, error) {
		return x.SetMode(chat.Lost, x.ModeReason, a.Lost)
	})
}
