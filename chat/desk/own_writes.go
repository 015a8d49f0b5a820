package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// learn has this node know an agent's record ahead of the feed, so that whoever has changed it here finds it changed. When it
// cannot be read the feed brings it.
func (d *Desk) learn(ctx context.Context, id chat.AgentID) {
	rs, err := d.cfg.Store.Get(ctx, records.Agent(id))
	if err != nil || len(rs) == 0 {
		return
	}
	a := d.engine.replica.Learn(id, rs[0], d.now(), d.tick())
	d.engine.hub.Ring(a.Topics...)
}
