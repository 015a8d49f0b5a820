package desk

import (
	"context"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// again is when something that was due is looked at once more, should its record not have changed by then.
const again = time.Second

// timely is what the deadlines up to now ask for.
func (p *Dispatcher) timely(now time.Time) []task {
	im := &p.d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	fence := p.d.room.lease.fence()
	var tasks []task
	for _, key := range im.timers.due(now) {
		family, id, _ := strings.Cut(key, "/")
		do := func(context.Context) error { return nil }
		switch family {
		case "session":
			do = p.sessionDue(chat.SessionID(id), fence, now)
		case "agent":
			do = p.agentDue(chat.AgentID(id), fence, now)
		case "node":
			do = p.nodeDue(id, fence, now)
		}
		if do != nil {
			im.timers.set(key, now.Add(again))
			tasks = append(tasks, task{do: do})
		}
	}
	return tasks
}

// sessionDue makes the session's next automatic move, if the record as it is then agrees that it is due.
func (p *Dispatcher) sessionDue(id chat.SessionID, fence []store.Cond, now time.Time) func(context.Context) error {
	im := &p.d.room.image
	s, ok := im.open[id]
	if !ok {
		return nil
	}
	if _, ok := p.d.dueCommand(im, s.value, now); !ok {
		im.timers.set(topicSession(string(id)), p.d.due(im, s.value, now))
		return nil
	}
	return func(ctx context.Context) error {
		_, err := p.d.change(ctx, id, func(s chat.Session) (chat.Command, error) {
			im.mu.Lock()
			defer im.mu.Unlock()
			if c, ok := p.d.dueCommand(im, s, now); ok {
				return c, nil
			}
			return nil, errMoved
		}, changeOptions{If: fence})
		return err
	}
}

// agentDue marks an agent whose connections are gone as lost, and takes one who is back into the mode of before.
func (p *Dispatcher) agentDue(id chat.AgentID, fence []store.Cond, now time.Time) func(context.Context) error {
	im := &p.d.room.image
	a, ok := im.agents[id]
	here, gone := im.present(id)
	switch {
	case !ok || a.value.Removed:
		return nil
	case a.value.Mode == chat.Lost && here:
		return func(ctx context.Context) error {
			return p.editAgent(ctx, id, a.rev, fence, func(a chat.Agent) (chat.Agent, error) { return a.Return(now), nil })
		}
	case a.value.Mode != chat.Lost && a.value.Mode != chat.Offline && !here && !gone.IsZero():
		return func(ctx context.Context) error {
			return p.editAgent(ctx, id, a.rev, fence, func(a chat.Agent) (chat.Agent, error) {
				return a.SetMode(chat.Lost, a.ModeReason, gone)
			})
		}
	}
	return nil
}

// nodeDue takes note of a node that has fallen silent, and deletes its record once each of its agents is seen to.
func (p *Dispatcher) nodeDue(id string, fence []store.Cond, now time.Time) func(context.Context) error {
	im := &p.d.room.image
	n, ok := im.nodes[id]
	if !ok || id == p.d.cfg.Node {
		return nil
	}
	if n.dead.IsZero() {
		n.dead = now
		im.nodes[id] = n
		for _, a := range n.Agents {
			im.attend(a.Agent, now)
		}
	}
	im.timers.set(nodeTimer(id), now.Add(again))
	for _, a := range n.Agents {
		if !im.seenTo(a.Agent) {
			return nil
		}
	}
	return func(ctx context.Context) error {
		_, err := p.d.cfg.Store.Commit(ctx, store.Batch{
			If:     append([]store.Cond{{Key: records.Presence(id), Rev: n.rev}}, fence...),
			Delete: []string{records.Presence(id)},
		})
		return err
	}
}

// seenTo reports whether nothing is left to do about an agent whose connection is gone.
func (im *image) seenTo(id chat.AgentID) bool {
	a, ok := im.agents[id]
	if !ok || a.value.Removed || a.value.Mode == chat.Lost || a.value.Mode == chat.Offline {
		return true
	}
	here, _ := im.present(id)
	return here
}
