package lead

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// notesAtOnce is how many notes a step writes. Whoever comes to a long line has chats before all of
// it was told so, and whom they take needs no note.
const notesAtOnce = 64

// due makes a task of each session, agent and node whose deadline is over, and, apart, of some of
// the sessions of which something is to be noted.
func (p *Dispatcher) due(now, tick time.Time) (tasks, notes []task) {
	fence := p.cfg.Lease.Fence()
	each := func(ids []chat.SessionID) (all []task) {
		for _, id := range ids {
			do := func(ctx context.Context) error { return p.advance(ctx, id, fence, now) }
			all = append(all, task{about: id, do: do})
		}
		return all
	}
	move, note := p.cfg.Replica.SessionsDue(now, notesAtOnce)
	tasks, notes = each(move), each(note)
	for _, x := range p.cfg.Replica.AbsencesDue(now, tick) {
		tasks = append(tasks, task{do: func(ctx context.Context) error { return p.absent(ctx, x, fence, now) }})
	}
	return append(tasks, p.planned(now, fence)...), notes
}

// beside returns the notes that are about no session which others are about.
func beside(others, notes []task) []task {
	about := map[chat.SessionID]bool{}
	for _, t := range others {
		about[t.about] = true
	}
	return slices.DeleteFunc(notes, func(t task) bool { return about[t.about] })
}

// advance makes a session's next automatic move, if the record as it is by then agrees that it is
// due.
func (p *Dispatcher) advance(ctx context.Context, id chat.SessionID, fence []store.Cond, now time.Time) error {
	return p.cfg.Changes.Change(ctx, id, func(s chat.Session) (chat.Command, error) {
		at, c := p.cfg.Replica.Next(s, now)
		if c == nil || at.After(now) {
			return nil, assign.ErrMoved
		}
		return c, nil
	}, Terms{Fence: fence})
}

// absent marks an agent whose connections are gone as lost, takes one who is back into the mode of
// before, or deletes the record of a silent node.
func (p *Dispatcher) absent(ctx context.Context, x replica.Absence, fence []store.Cond, now time.Time) error {
	switch {
	case x.Node != "":
		_, err := p.cfg.Store.Commit(ctx, store.Batch{
			If:     append([]store.Cond{{Key: records.Presence(x.Node), Rev: x.Rev}}, fence...),
			Delete: append([]string{records.Presence(x.Node)}, x.Shards...),
		})
		return err
	case x.Back:
		return p.editAgent(ctx, x.Agent, x.Rev, fence, func(a chat.Agent) (chat.Agent, error) { return a.Return(now), nil })
	}
	return p.editAgent(ctx, x.Agent, x.Rev, fence, func(a chat.Agent) (chat.Agent, error) {
		return a.SetMode(chat.Lost, a.ModeReason, x.Lost)
	})
}
