package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

func (f SessionFilter) matches(s chat.Session) bool {
	return (len(f.States) == 0 || slices.Contains(f.States, s.State)) &&
		(f.Queue == "" || s.Queue == f.Queue) && (f.Agent == "" || s.Agent == f.Agent)
}

// read lets a supervisor read the settings in force.
func (s Supervisor) read(ctx context.Context) (*settings, error) {
	if _, err := s.who(ctx); err != nil {
		return nil, err
	}
	return s.d.settings(ctx)
}

// Sites lists the storefronts.
func (s Supervisor) Sites(ctx context.Context) ([]Site, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.sites), nil
}

// Queues lists the queues.
func (s Supervisor) Queues(ctx context.Context) ([]Queue, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.queues), nil
}

// Schedules lists the hours.
func (s Supervisor) Schedules(ctx context.Context) ([]Schedule, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.schedules), nil
}

// Rules lists the rules of prompts.
func (s Supervisor) Rules(ctx context.Context) ([]RuleSetting, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.rules), nil
}

// Canned lists the replies agents may insert.
func (s Supervisor) Canned(ctx context.Context) ([]Canned, error) {
	set, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(set.canned), nil
}

// Agents lists the agents the supervisor may steer, by name.
func (s Supervisor) Agents(ctx context.Context) ([]AgentView, error) {
	st, err := s.who(ctx)
	if err != nil {
		return nil, err
	}
	team, err := s.d.allAgents(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(team, func(a, b chat.Agent) int { return strings.Compare(a.Name+string(a.ID), b.Name+string(b.ID)) })
	var out []AgentView
	for _, a := range team {
		if st.steers(a) {
			out = append(out, viewAgent(a))
		}
	}
	return out, nil
}

// whole lets in a supervisor of the whole team: settings that hold for everybody are not one queue's to change.
func (s Supervisor) whole(ctx context.Context) error {
	st, err := s.who(ctx)
	if err == nil && (len(st.only) > 0 || len(st.Queues) > 0) {
		return fmt.Errorf("%w: a supervisor of the whole team changes that", ErrForbidden)
	}
	return err
}

// PutSite writes a storefront and answers its new revision. Where Revision is set and no longer the one in force, the
// answer is ErrRevision and nothing is written; the same holds for the other settings.
func (s Supervisor) PutSite(ctx context.Context, x Site) (store.Rev, error) {
	if err := s.whole(ctx); err != nil {
		return 0, err
	}
	return s.d.putSite(ctx, x)
}

// PutQueue writes a queue. Sessions that are open keep the policy they began with.
func (s Supervisor) PutQueue(ctx context.Context, x Queue) (store.Rev, error) {
	st, err := s.who(ctx)
	if err != nil {
		return 0, err
	}
	if !st.serves(x.ID) {
		return 0, ErrNotFound
	}
	return s.d.putQueue(ctx, x)
}

// PutSchedule writes hours.
func (s Supervisor) PutSchedule(ctx context.Context, x Schedule) (store.Rev, error) {
	if err := s.whole(ctx); err != nil {
		return 0, err
	}
	return s.d.putSchedule(ctx, x)
}

// PutRule writes a rule of prompts.
func (s Supervisor) PutRule(ctx context.Context, x RuleSetting) (store.Rev, error) {
	if err := s.whole(ctx); err != nil {
		return 0, err
	}
	return s.d.putRule(ctx, x)
}

// PutCanned writes a reply agents may insert.
func (s Supervisor) PutCanned(ctx context.Context, x Canned) (store.Rev, error) {
	st, err := s.who(ctx)
	if err != nil {
		return 0, err
	}
	if x.Queue != "" && !st.serves(x.Queue) {
		return 0, ErrNotFound
	}
	if x.Queue == "" {
		if err := s.whole(ctx); err != nil {
			return 0, err
		}
	}
	return s.d.putCanned(ctx, x)
}

// PutAgent changes the settings of an agent there is. New agents are the host's to make, who knows their login, and so is
// who may be a supervisor.
func (s Supervisor) PutAgent(ctx context.Context, x AgentSettings) (chat.AgentID, error) {
	st, err := s.who(ctx)
	if err != nil {
		return "", err
	}
	a, err := s.colleague(ctx, st, x.ID)
	if err != nil {
		return "", err
	}
	x.Login, x.Supervisor, x.Bot = "", a.Supervisor, a.Bot
	return s.d.putAgent(ctx, x)
}
