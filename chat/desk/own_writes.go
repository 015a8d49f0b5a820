package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// learn puts an agent's record into this node's picture ahead of the feed, so that whoever has changed it here finds it changed at
// the door. When it cannot be read the feed brings it.
func (d *Desk) learn(ctx context.Context, id chat.AgentID) {
	rs, err := d.cfg.Store.Get(ctx, records.Agent(id))
	if err != nil || len(rs) == 0 {
		return
	}
	im, n := &d.room.image, news{}
	im.mu.Lock()
	if im.loaded {
		err = d.room.follower.apply(rs[0], d.now(), n)
	} else { // the picture may be in the making, from what was read before
		im.learnt[id] = rs[0]
	}
	im.mu.Unlock()
	if err == nil {
		d.room.hub.ring(n.list()...)
	}
}
