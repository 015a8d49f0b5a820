package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// hostStaffer is what the host sees from: everything.
var hostStaffer = staffer{Agent: chat.Agent{Supervisor: true, Everything: true}}

// Agents lists by name the agents who are not removed.
func (h Host) Agents(ctx context.Context) ([]AgentView, error) { return hostStaffer.team(ctx, h.d) }

// Queues lists the queues.
func (h Host) Queues(ctx context.Context) ([]settings.Queue, error) {
	set, err := h.d.settled.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Queues), nil
}

// Sites lists the storefronts.
func (h Host) Sites(ctx context.Context) ([]settings.Site, error) {
	set, err := h.d.settled.InForce(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.Sites), nil
}

// Board returns how things stand in all queues, as far as this node knows: who waits, who is there,
// and the figures of today. Until then it waits as Supervisor.Board does.
func (h Host) Board(ctx context.Context) (Board, error) {
	return h.d.engine.boards.asked(ctx, hostStaffer)
}

// Sessions lists sessions in the order of their ids. Next is where the next page begins; empty if
// there is none. Those in the archive are not among them.
func (h Host) Sessions(
	ctx context.Context, f SessionFilter,
) (cards []SessionCard, next string, err error) {
	return f.page(ctx, h.d, hostStaffer)
}

// Session returns one session. ErrNotFound: there is none with this id, or it is in the archive.
func (h Host) Session(ctx context.Context, id chat.SessionID) (SessionCard, error) {
	s, err := h.d.sessions.Get(ctx, id)
	if err != nil {
		return SessionCard{}, err
	}
	cards, err := h.d.engine.views.agents(ctx, []chat.Session{s})
	if err != nil {
		return SessionCard{}, err
	}
	return cards[0], nil
}

// team lists by name the agents whom the staffer may know of.
func (s staffer) team(ctx context.Context, d *Desk) ([]AgentView, error) {
	team, err := d.engine.teams.stored(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(team, func(a, b chat.Agent) int {
		return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID))
	})
	var out []AgentView
	for _, a := range team {
		if s.knows(a) {
			out = append(out, d.engine.views.agent(a))
		}
	}
	return out, nil
}
