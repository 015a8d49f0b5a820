package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// team returns the agents who are not removed, as this node knows them, or as the store does while
// it knows nothing.
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

// staff tells who could serve a session: from this node's replica, or from the store while there is
// nothing in that.
type staff struct {
	replica *replica.Replica // nil: team instead
	team    roster
}

func (d *Desk) staff(ctx context.Context) (staff, error) {
	if d.engine.replica.Loaded() {
		return staff{replica: d.engine.replica}, nil
	}
	team, err := d.allAgents(ctx)
	return staff{team: team}, err
}

// serves says who could serve a session that excludes some agents.
func (s staff) serves(d door.Demand, excluded []chat.Exclusion, now time.Time) door.Verdict {
	if s.replica == nil {
		return d.Without(excluded, s.team, now).Among(door.CountCrowds(s.team))
	}
	return s.replica.Serves(d, excluded, now)
}

// roster is the records of some agents. It implements chat.Team.
type roster []chat.Agent

func (r roster) Agent(id chat.AgentID) (chat.Agent, bool) {
	for _, a := range r {
		if a.ID == id {
			return a, true
		}
	}
	return chat.Agent{}, false
}

// without returns the others.
func (r roster) without(id chat.AgentID) roster {
	return slices.DeleteFunc(slices.Clone(r), func(a chat.Agent) bool { return a.ID == id })
}
