package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// team is the agents as they are, or as this node knows them.
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
	t := make(team, 0, len(im.agents))
	for _, a := range im.agents {
		t = append(t, a.value)
	}
	return t, im.loaded
}

// allAgents reads every agent's record, those removed left out.
func (d *Desk) allAgents(ctx context.Context) (team, error) {
	rs, err := listAll(ctx, d.cfg.Store, records.Prefix(records.FamilyAgent))
	if err != nil {
		return nil, unavailable(err)
	}
	var t team
	for _, r := range rs {
		a, err := records.Decode[chat.Agent](r.Value)
		if err != nil {
			return nil, err
		}
		if !a.Removed {
			t = append(t, a)
		}
	}
	return t, nil
}

// signedIn reports whether somebody who serves the queue is there, on a break or not.
func (t team) signedIn(q chat.QueueID) bool {
	for _, a := range t {
		if a.In(q) && !a.Removed && (a.Mode == chat.Available || a.Mode == chat.Break) {
			return true
		}
	}
	return false
}

// free is the units of capacity that could be offered to sessions of a queue.
func (t team) free(q chat.QueueID) (units int) {
	for _, a := range t {
		if a.In(q) {
			units += a.Free()
		}
	}
	return units
}

// agents is how many could be offered a session of a queue.
func (t team) agents(q chat.QueueID) (n int) {
	for _, a := range t {
		if a.In(q) && a.Free() > 0 {
			n++
		}
	}
	return n
}
