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
	// Could says that the agent could serve the session now or soon. It is the answer of the door, by
	// which a session is told that nobody is there, and becomes a message: somebody whose places are
	// all taken could, and somebody on a break, without the skills or with too little capacity could
	// not. It is false of everybody when the session does not wait.
	Could bool
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
	return s.d.verdicts(id, team, func(chat.Agent) bool { return true }), nil
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
	return a.d.verdicts(id, team, func(c chat.Agent) bool {
		near := slices.ContainsFunc(c.Queues, func(q chat.Serves) bool { return st.serves(q.Queue) })
		return near || c.ID == st.ID || c.ID == s.Agent
	}), nil
}

// verdicts returns what the Router and the door say of some agents of a team.
func (d *Desk) verdicts(id chat.SessionID, team []chat.Agent, of func(chat.Agent) bool) (out []Verdict) {
	some := map[string]chat.Agent{}
	for _, a := range team {
		if of(a) {
			some[string(a.ID)] = a
		}
	}
	all, could := d.engine.replica.Explain(id, d.now())
	for _, v := range all {
		if a, ok := some[v.Agent]; ok {
			out = append(out, Verdict{v, a.Name, could(a)})
		}
	}
	return out
}
