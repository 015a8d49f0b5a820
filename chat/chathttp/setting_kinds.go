package chathttp

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

// The kinds of settings. A value travels as the settings' own struct says, see settings.Body; only
// hours and rules have JSON of their own.

var siteSettings = setting[settings.Body[settings.Site]]{
	kind: settings.KindSites,
	list: func(c *call) ([]item[settings.Body[settings.Site]], error) {
		xs, err := c.supervisor.Sites(c.r.Context())
		return each(xs, func(x settings.Site) item[settings.Body[settings.Site]] {
			return itemOf(string(x.ID), x.Revision, x)
		}), err
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Site]) (revision, error) {
		x := in.Value
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		x.ID = chat.SiteID(id)
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutSite(c.r.Context(), x))
	},
}

var queueSettings = setting[settings.Body[settings.Queue]]{
	kind: settings.KindQueues,
	list: func(c *call) ([]item[settings.Body[settings.Queue]], error) {
		xs, err := c.supervisor.Queues(c.r.Context())
		return each(xs, func(x settings.Queue) item[settings.Body[settings.Queue]] {
			return itemOf(string(x.ID), x.Revision, x)
		}), err
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Queue]) (revision, error) {
		x := in.Value
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		x.ID = chat.QueueID(id)
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutQueue(c.r.Context(), x))
	},
}

var hoursSettings = setting[*hours.Schedule]{
	kind: settings.KindHours,
	list: func(c *call) ([]item[*hours.Schedule], error) {
		xs, err := c.supervisor.Schedules(c.r.Context())
		return each(xs, func(x settings.Schedule) item[*hours.Schedule] {
			return item[*hours.Schedule]{ID: x.ID, Revision: revision(x.Revision), Value: x.Hours}
		}), err
	},
	put: func(c *call, id string, rev revision, x *hours.Schedule) (revision, error) {
		s := settings.Schedule{ID: id, Hours: x}
		readAt(&s.Revision, rev)
		return written(c.supervisor.PutSchedule(c.r.Context(), s))
	},
}

var ruleSettings = setting[trigger.Rule]{
	kind: settings.KindRules,
	list: func(c *call) ([]item[trigger.Rule], error) {
		xs, err := c.supervisor.Rules(c.r.Context())
		return each(xs, func(x settings.Rule) item[trigger.Rule] {
			return item[trigger.Rule]{ID: x.Rule.ID, Revision: revision(x.Revision), Value: x.Rule}
		}), err
	},
	put: func(c *call, id string, rev revision, x trigger.Rule) (revision, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		s := settings.Rule{Rule: x}
		readAt(&s.Revision, rev)
		return written(c.supervisor.PutRule(c.r.Context(), s))
	},
}

var cannedSettings = setting[settings.Body[settings.Canned]]{
	kind: settings.KindCanned,
	list: func(c *call) ([]item[settings.Body[settings.Canned]], error) {
		xs, err := c.supervisor.Canned(c.r.Context())
		return each(xs, func(x settings.Canned) item[settings.Body[settings.Canned]] {
			return itemOf(x.ID, x.Revision, x)
		}), err
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Canned]) (revision, error) {
		x := in.Value
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutCanned(c.r.Context(), x))
	},
}

var attributeSettings = setting[settings.Body[settings.Attribute]]{
	kind: settings.KindAttributes,
	list: func(c *call) ([]item[settings.Body[settings.Attribute]], error) {
		xs, err := c.supervisor.Settings().Attributes(c.r.Context())
		return each(xs, func(x settings.Attribute) item[settings.Body[settings.Attribute]] {
			return itemOf(x.ID, x.Revision, x)
		}), err
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Attribute]) (revision, error) {
		x := in.Value
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		readAt(&x.Revision, rev)
		return written(c.supervisor.Settings().PutAttribute(c.r.Context(), x))
	},
}

var routingSettings = setting[settings.Body[settings.Routing]]{
	kind: settings.KindRouting,
	list: func(c *call) ([]item[settings.Body[settings.Routing]], error) {
		return single(c.supervisor.Routing, func(x settings.Routing) settings.Revision { return x.Revision }, c)
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Routing]) (revision, error) {
		if err := ofTeam(id); err != nil {
			return 0, err
		}
		readAt(&in.Value.Revision, rev)
		return written(c.supervisor.PutRouting(c.r.Context(), in.Value))
	},
}

var promptSettings = setting[settings.Body[settings.Prompts]]{
	kind: settings.KindPrompts,
	list: func(c *call) ([]item[settings.Body[settings.Prompts]], error) {
		return single(c.supervisor.Prompts, func(x settings.Prompts) settings.Revision { return x.Revision }, c)
	},
	put: func(c *call, id string, rev revision, in settings.Body[settings.Prompts]) (revision, error) {
		if err := ofTeam(id); err != nil {
			return 0, err
		}
		readAt(&in.Value.Revision, rev)
		return written(c.supervisor.PutPrompts(c.r.Context(), in.Value))
	},
}

// agentSettings are read here, and written one by one below v1/agents.
var agentSettings = setting[settings.Body[settings.Agent]]{
	kind: settings.KindAgents,
	list: func(c *call) ([]item[settings.Body[settings.Agent]], error) {
		xs, err := c.supervisor.Settings().Agents(c.r.Context())
		return each(xs, func(x settings.Agent) item[settings.Body[settings.Agent]] {
			return itemOf(string(x.ID), x.Revision, x)
		}), err
	},
}

func itemOf[T any](id string, rev settings.Revision, x T) item[settings.Body[T]] {
	return item[settings.Body[T]]{
		ID: id, Revision: revision(rev), Value: settings.Body[T]{Value: x},
	}
}

// single lists a setting of which a team has one.
func single[T any](
	get func(context.Context) (T, error), rev func(T) settings.Revision, c *call,
) ([]item[settings.Body[T]], error) {
	x, err := get(c.r.Context())
	if err != nil {
		return nil, err
	}
	return []item[settings.Body[T]]{itemOf(settings.TeamID, rev(x), x)}, nil
}

// ofTeam refuses another id of a setting of which a team has one.
func ofTeam(id string) error {
	if id != settings.TeamID {
		return refuse(codeNotFound, notThere)
	}
	return nil
}
