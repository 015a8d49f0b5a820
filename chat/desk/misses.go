package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// missable reports whether an agent who lets an offer in a queue run out has missed something, by
// the settings in force: not where others were asked as well, or pick by hand.
func (e *engine) missable(id chat.QueueID) bool {
	set := e.settings.Load()
	if set == nil {
		return true
	}
	q, _ := set.Queue(id)
	return q.Broadcast <= 1 && !q.Manual && !q.AutoAccept
}

// missing returns the id of the staffer if misses of theirs end with an act, and nobody otherwise.
func (s staffer) missing() chat.AgentID {
	if s.Missed == 0 {
		return ""
	}
	return s.ID
}

// acted ends the agent's misses in a row, because of an act that changes no session.
func (a Agent) acted(ctx context.Context, st staffer) error {
	if st.Missed == 0 {
		return nil
	}
	_, err := a.d.updateAgent(ctx, st.ID, func(x chat.Agent) (chat.Agent, error) {
		return x.Acted(), nil
	})
	return err
}
