package desk

import (
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// Explain says why a session came to whoever has it, or of each colleague why they do not take it, as this node sees it now.
// Of colleagues in none of the agent's queues it says nothing, but for the one who has it.
func (a Agent) Explain(ctx context.Context, id chat.SessionID) ([]routing.Verdict, error) {
	st, err := a.who(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.see(ctx, id)
	if err != nil {
		return nil, err
	}
	team, err := a.d.team(ctx)
	if err != nil {
		return nil, err
	}
	near := map[string]bool{string(st.ID): true, string(s.Agent): true}
	for _, c := range team {
		near[string(c.ID)] = near[string(c.ID)] || slices.ContainsFunc(c.Queues, func(q chat.Serves) bool { return st.serves(q.Queue) })
	}
	return slices.DeleteFunc(a.d.verdicts(id), func(v routing.Verdict) bool { return !near[v.Agent] }), nil
}
