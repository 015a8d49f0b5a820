package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// team is the agents as they are, or as this node knows them, those removed left out.
type team []chat.Agent

// team gives the agents of this node's picture, or of the store while there is none.
func (d *Desk) team(ctx context.Context) (team, error) {
	if t, ok := d.room.image.team(); ok {
		return t, nil
	}
	return d.allAgents(ctx)
}

func (im *image) team() (team, bool) {
	im.mu.Lock()
	defer im.mu.Unlock()
	if !im.loaded {
		return nil, false
	}
	t := make(team, 0, len(im.agents))
	for _, a := range im.agents {
		if !a.value.Removed {
			t = append(t, a.value)
		}
	}
	return t, true
}

// allAgents reads every agent's record.
func (d *Desk) allAgents(ctx context.Context) (team, error) {
	rs, err := records.List(ctx, d.cfg.Store, records.Prefix(records.FamilyAgent))
	if err != nil {
		return nil, unavailable(err)
	}
	var t team
	for _, r := range rs {
		a, err := records.Decode[chat.Agent](r.Value)
		if err == nil && !a.Removed { // one that cannot be read is left out, and Check finds it
			t = append(t, a)
		}
	}
	return t, nil
}

// count counts the team by queue.
func (t team) count() headcounts {
	counts := headcounts{}
	for _, a := range t {
		counts.add(a, 1)
	}
	return counts
}

// crowds is the team's people by queue, one agent left out.
func (t team) crowds(except chat.AgentID) crowds {
	cs := crowds{}
	for _, a := range t {
		if a.ID != except {
			cs.add(a, 1)
		}
	}
	return cs
}
