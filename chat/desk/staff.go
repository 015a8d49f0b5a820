package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// team returns the agents who are not removed, as this node knows them, or as the store does while it knows nothing.
func (d *Desk) team(ctx context.Context) ([]chat.Agent, error) {
	if t, ok := d.engine.replica.Agents(); ok {
		return t, nil
	}
	return d.allAgents(ctx)
}

// allAgents reads the record of every agent who is not removed.
func (d *Desk) allAgents(ctx context.Context) (team []chat.Agent, err error) {
	rs, err := records.List(ctx, d.cfg.Store, records.Prefix(records.FamilyAgent))
	if err != nil {
		return nil, unavailable(err)
	}
	for _, r := range rs {
		a, err := records.Decode[chat.Agent](r.Value)
		if err == nil && !a.Removed { // one that cannot be read is left out, and Check finds it
			team = append(team, a)
		}
	}
	return team, nil
}

// staff tells who could serve a session: from this node's replica, or from the store while there is nothing in that.
type staff struct {
	replica *replica.Replica // nil: people instead
	people  replica.Crowds
}

func (d *Desk) staff(ctx context.Context) (staff, error) {
	if d.engine.replica.Loaded() {
		return staff{replica: d.engine.replica}, nil
	}
	team, err := d.allAgents(ctx)
	return staff{people: replica.CountCrowds(team, "")}, err
}

// serves finds out whether people are there for a session, and the units that could be offered to such ones now.
func (s staff) serves(d replica.Demand) (chat.Staff, int) {
	if s.replica == nil {
		return d.Among(s.people)
	}
	return s.replica.Serves(d)
}
