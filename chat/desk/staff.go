package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/door"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// teams knows the agents of a team: from this node's replica, or from the store while the replica
// knows nothing yet.
type teams struct {
	store   store.Store
	replica *replica.Replica
}

// known returns the agents who are not removed.
func (t teams) known(ctx context.Context) (team []chat.Agent, err error) {
	err = t.each(ctx, func(a chat.Agent) { team = append(team, a) })
	return team, err
}

// each calls f with every agent who is not removed. It must be quick: nothing else comes to know
// anything meanwhile.
func (t teams) each(ctx context.Context, f func(chat.Agent)) error {
	if t.replica.Agents(f) {
		return nil
	}
	team, err := t.stored(ctx)
	for _, a := range team {
		f(a)
	}
	return err
}

// removed reads the record of every agent who is removed.
func (t teams) removed(ctx context.Context) ([]chat.Agent, error) {
	return t.read(ctx, func(a chat.Agent) bool { return a.Removed })
}

// unplanned refuses hours, among settings to be retired, that an agent's shifts go by.
func (t teams) unplanned(ctx context.Context, rs ...settings.Ref) error {
	if !slices.ContainsFunc(rs, func(r settings.Ref) bool { return r.Kind == settings.KindHours }) {
		return nil
	}
	plans, err := t.plans(ctx)
	if err != nil {
		return err
	}
	for _, r := range rs {
		if a, ok := plans[r.ID]; ok && r.Kind == settings.KindHours {
			return fmt.Errorf("%w: hours: %s is retired, and the agent %q refers to it: schedule",
				chat.ErrInvalid, r, a.Name)
		}
	}
	return nil
}

// plans returns the hours that agents' shifts go by, each with one of those agents.
func (t teams) plans(ctx context.Context) (map[string]chat.Agent, error) {
	team, err := t.stored(ctx)
	all := map[string]chat.Agent{}
	for _, a := range team {
		if a.Plan.Schedule != "" {
			all[a.Plan.Schedule] = a
		}
	}
	return all, err
}

// stored reads the record of every agent who is not removed from the store.
func (t teams) stored(ctx context.Context) ([]chat.Agent, error) {
	return t.read(ctx, func(a chat.Agent) bool { return !a.Removed })
}

func (t teams) read(
	ctx context.Context, wanted func(chat.Agent) bool,
) (team []chat.Agent, err error) {
	rs, err := records.List(ctx, t.store, records.Prefix(records.FamilyAgent))
	if err != nil {
		return nil, unavailable(err)
	}
	for _, r := range rs {
		a, err := records.Decode[chat.Agent](r.Value)
		if err == nil && wanted(a) { // one that cannot be read is left out, and Check finds it
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

// staff returns who could serve a session now.
func (t teams) staff(ctx context.Context) (staff, error) {
	if t.replica.Loaded() {
		return staff{replica: t.replica}, nil
	}
	team, err := t.stored(ctx)
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
