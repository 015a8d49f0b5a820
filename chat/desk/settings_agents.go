package desk

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// Agents lists the settings of the agents whom the caller may know of, by id, those who are retired
// among them: see Retired. Each is what PutAgent takes, without the login. With its Revision
// PutAgent answers ErrRevision where somebody has written other settings of the agent since.
func (x Settings) Agents(ctx context.Context) ([]settings.Agent, error) {
	st, err := x.who(ctx)
	if err != nil {
		return nil, err
	}
	team, err := x.d.engine.teams.read(ctx, st.knows)
	if err != nil {
		return nil, err
	}
	all := make([]settings.Agent, 0, len(team))
	for _, a := range team {
		s, err := settingOf(a)
		if err == nil {
			s.Revision, err = agentRevision(a)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// settingOf returns what writeAgent put into an agent's record.
func settingOf(a chat.Agent) (settings.Agent, error) {
	s := settings.Agent{
		ID: a.ID, Name: a.Name, Photo: a.Photo,
		Supervisor: a.Supervisor, Bot: a.Bot, Hosted: a.Hosted,
		Everything: a.Everything, Powers: a.Powers, Queues: a.Queues, Skills: a.Skills,
		Languages: a.Languages, Capacity: a.Capacity, Tier: a.Tier, Share: a.Share,
		Schedule: a.Plan.Schedule, Handover: a.Plan.Handover,
	}
	if a.Plan.Own == nil {
		return s, nil
	}
	s.Shifts = new(hours.Schedule)
	if err := json.Unmarshal(a.Plan.Own, s.Shifts); err != nil {
		return s, fmt.Errorf("%w: shifts of %s: %w", chat.ErrUnavailable, a.ID, err)
	}
	return s, nil
}

// agentRevision returns a number for the settings of an agent. It is made of what they say: the
// record's own revision moves with every break.
func agentRevision(a chat.Agent) (settings.Revision, error) {
	s, err := settingOf(a)
	if err != nil {
		return 0, err
	}
	b, err := json.Marshal(settings.Body[settings.Agent]{Value: s})
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(b)
	n := binary.BigEndian.Uint64(sum[:8])
	return settings.Revision(n>>1 | 1), nil // neither 0 nor Absent
}

// builtOn refuses settings that are built on others than an agent has.
func builtOn(x settings.Agent, was chat.Agent) error {
	if x.Revision == 0 {
		return nil
	}
	now, err := agentRevision(was)
	if err == nil && now != x.Revision {
		err = chat.ErrRevision
	}
	return err
}
