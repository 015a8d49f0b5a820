package replica

import (
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/invite"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// invites is what this node knows of the prompts of other nodes, beside what stands with each of
// them.
type invites struct {
	quotas records.Quotas // of the last beat that said anything
	dead   map[string]departed
}

// departed is what a node said last that died. Its visitors still look at its prompts.
type departed struct {
	invites records.Invites
	since   time.Time // by the clock of intervals
}

// left notes that a node's record was deleted, or written anew.
func (is *invites) left(id string, old node, deleted bool, tick time.Time) {
	delete(is.dead, id)
	if deleted && !old.dead.IsZero() && old.Invites != nil {
		is.dead[id] = departed{*old.Invites, tick}
	}
}

// Invitations is what a Replica knows of prompts that stand.
type Invitations struct{ r *Replica }

// NewInvitations returns what a Replica knows.
func NewInvitations(r *Replica) Invitations { return Invitations{r} }

// Heard returns what the other nodes say.
func (x Invitations) Heard(tick time.Time) (h invite.Heard) {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	s := &x.r.state
	h.Quotas = s.connections.invites.quotas
	for id, n := range s.connections.nodes {
		if id != s.node && n.Invites != nil {
			h.Others = append(h.Others, invite.Report{Node: id, Invites: *n.Invites})
		}
	}
	for id, d := range s.connections.invites.dead {
		if tick.Sub(d.since) >= invite.Lapse {
			delete(s.connections.invites.dead, id)
			continue
		}
		h.Others = append(h.Others, invite.Report{Node: id, Invites: d.invites})
	}
	slices.SortFunc(h.Others, func(a, b invite.Report) int { return strings.Compare(a.Node, b.Node) })
	return h
}

// Places returns how many sessions of a usual weight the people of a queue could be offered now,
// beside those that wait.
func (x Invitations) Places(q chat.QueueID) int {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	s := &x.r.state
	if s.settings == nil || !s.loaded {
		return 0
	}
	d := s.settings.Demand(q)
	return d.Among(s.team.there).Free/max(1, d.Weight) - len(s.sessions.line[q])
}

// Pool returns the queues that share people with a queue, directly or through others, and how many
// sessions all these people could be offered now, beside those that wait. A session counts as much
// as the heaviest of them.
func (x Invitations) Pool(q chat.QueueID) invite.Pool {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	p := invite.Pool{ID: q, Queues: []chat.QueueID{q}}
	s := &x.r.state
	if s.settings == nil || !s.loaded {
		return p
	}
	if in := s.pool(q); in != nil {
		p.Queues, p.Places = slices.Clone(in.queues), in.units/in.weight
	}
	for _, other := range p.Queues {
		p.Places -= len(s.sessions.line[other])
	}
	if len(p.Queues) > 1 {
		p.ID = invite.PoolID(p.Queues[0])
	}
	return p
}
