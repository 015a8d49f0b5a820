package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// Verdict says of one agent why they have a session, or why they do not get it.
type Verdict struct {
	routing.Verdict
	Name string // the agent's
}

// Explain says of each agent why they do not get a waiting session, or why one of them got it, by
// what this node knows.
func (s Supervisor) Explain(ctx context.Context, id chat.SessionID) ([]Verdict, error) {
	if _, err := s.who(ctx); err != nil {
		return nil, err
	}
	if _, err := s.Session(ctx, id); err != nil {
		return nil, err
	}
	team, err := s.d.engine.teams.known(ctx)
	if err != nil {
		return nil, err
	}
	return verdicts(s.d.engine.replica.Explain(id), team, func(chat.Agent) bool { return true }), nil
}

// Explain says why the owner of a session got it, or why each colleague does not get it, by what
// this node knows. It leaves out colleagues who serve none of the agent's queues, except the owner.
func (a Agent) Explain(ctx context.Context, id chat.SessionID) ([]Verdict, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.see(ctx, id)
	if err != nil {
		return nil, err
	}
	team, err := a.d.engine.teams.known(ctx)
	if err != nil {
		return nil, err
	}
	return verdicts(a.d.engine.replica.Explain(id), team, func(c chat.Agent) bool {
		near := slices.ContainsFunc(c.Queues, func(q chat.Serves) bool { return st.serves(q.Queue) })
		return near || c.ID == st.ID || c.ID == s.Agent
	}), nil
}

// verdicts returns what the Router says of some agents of a team.
func verdicts(all []routing.Verdict, team []chat.Agent, of func(chat.Agent) bool) (out []Verdict) {
	names := map[string]string{}
	for _, a := range team {
		if of(a) {
			names[string(a.ID)] = a.Name
		}
	}
	for _, v := range all {
		if name, ok := names[v.Agent]; ok {
			out = append(out, Verdict{v, name})
		}
	}
	return out
}
