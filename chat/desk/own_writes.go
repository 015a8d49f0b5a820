package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// learn has this node know an agent's record ahead of the feed, so that whoever has changed it here finds it changed. When it
// cannot be read the feed brings it.
func (e *engine) learn(ctx context.Context, s store.Store, id chat.AgentID) {
	rs, err := s.Get(ctx, records.Agent(id))
	if err != nil || len(rs) == 0 {
		return
	}
	a := e.replica.Learn(id, rs[0], e.now(), e.tick())
	e.hub.Wake(a.Topics...)
}
