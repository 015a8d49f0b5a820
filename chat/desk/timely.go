package desk

import (
	"context"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// again is when something that was due is looked at once more, should its record not have changed by then.
const again = time.Second

// timely is what the deadlines up to now ask for.
func (p *Dispatcher) timely(now, tick time.Time) []task {
	im := &p.d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	fence := p.d.room.lease.Fence()
	var tasks []task
	for _, key := range im.timers.Due(now) {
		_, id, _ := strings.Cut(key, "/")
		if do := p.sessionDue(chat.SessionID(id), fence, now); do != nil {
			im.timers.Set(key, now.Add(again))
			tasks = append(tasks, task{do: do})
		}
	}
	for _, key := range im.watches.Due(tick) {
		family, id, _ := strings.Cut(key, "/")
		do := p.agentDue
		if family == "node" {
			do = p.nodeDue
		}
		if do := do(id, fence, now, tick); do != nil {
			im.watches.Set(key, tick.Add(again))
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
		im.timers.Set(topicSession(string(id)), p.d.due(im, s.value, now))
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
func (p *Dispatcher) agentDue(who string, fence []store.Cond, now, tick time.Time) func(context.Context) error {
	im, id := &p.d.room.image, chat.AgentID(who)
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
		lost := im.lostAt(id, timing.After(now, tick, gone), p.d.cfg.Lease)
		return func(ctx context.Context) error {
			return p.editAgent(ctx, id, a.rev, fence, func(a chat.Agent) (chat.Agent, error) {
				return a.SetMode(chat.Lost, a.ModeReason, lost)
			})
		}
	}
	return nil
}

// lostAt is when an agent went whose absence was heard of then: as the node says, if its clock can be right.
func (im *image) lostAt(id chat.AgentID, heard time.Time, within time.Duration) time.Time {
	at := heard
	for _, c := range im.links[id] {
		if late := heard.Sub(c.gone); late > 0 && late < within {
			at = c.gone
		}
	}
	return at
}

// nodeDue takes note of a node that has fallen silent, and deletes its record once each of its agents is seen to.
func (p *Dispatcher) nodeDue(id string, fence []store.Cond, _, tick time.Time) func(context.Context) error {
	im := &p.d.room.image
	n, ok := im.nodes[id]
	if !ok || id == p.d.cfg.Node {
		return nil
	}
	if n.dead.IsZero() {
		n.dead = tick
		im.nodes[id] = n
		for _, a := range n.Agents {
			im.attend(a.Agent, tick)
		}
	}
	im.watches.Set(nodeTimer(id), tick.Add(again))
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
