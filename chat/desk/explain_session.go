package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// Verdict says of one agent why a session came to them, or why they do not get it.
type Verdict struct {
	routing.Verdict
	Name string // the agent's
}

// Explain says of each agent why they do not get a waiting session, or why one got it, as this node sees it now.
func (s Supervisor) Explain(ctx context.Context, id chat.SessionID) ([]Verdict, error) {
	if _, err := s.who(ctx); err != nil {
		return nil, err
	}
	if _, err := s.Session(ctx, id); err != nil {
		return nil, err
	}
	return s.d.explain(ctx, id, func(chat.Agent) bool { return true })
}

// Explain says why a session came to whoever has it, or of each colleague why they do not take it, as this node sees it now.
// Of colleagues in none of the agent's queues it says nothing, but for the one who has it.
func (a Agent) Explain(ctx context.Context, id chat.SessionID) ([]Verdict, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.see(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.d.explain(ctx, id, func(c chat.Agent) bool {
		near := slices.ContainsFunc(c.Queues, func(q chat.Serves) bool { return st.serves(q.Queue) })
		return near || c.ID == st.ID || c.ID == s.Agent
	})
}

// explain gives the Router's verdicts on some agents.
func (d *Desk) explain(ctx context.Context, id chat.SessionID, of func(chat.Agent) bool) ([]Verdict, error) {
	team, err := d.team(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range team {
		if of(a) {
			names[string(a.ID)] = a.Name
		}
	}
	var out []Verdict
	for _, v := range d.engine.replica.Explain(id) {
		if name, ok := names[v.Agent]; ok {
			out = append(out, Verdict{v, name})
		}
	}
	return out, nil
}
