package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

var siteSettings = setting[desk.Site]{
	list: func(c *call) ([]item[desk.Site], error) {
		xs, err := c.supervisor.Sites(c.r.Context())
		return each(xs, func(x desk.Site) item[desk.Site] { return item[desk.Site]{string(x.ID), revision(x.Revision), x} }), err
	},
	put: func(c *call, id string, rev revision, x desk.Site) (revision, error) {
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		x.ID = chat.SiteID(id)
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutSite(c.r.Context(), x))
	},
}

var queueSettings = setting[queueBody]{
	list: func(c *call) ([]item[queueBody], error) {
		xs, err := c.supervisor.Queues(c.r.Context())
		return each(xs, func(x desk.Queue) item[queueBody] {
			return item[queueBody]{string(x.ID), revision(x.Revision), bodyOfQueue(x)}
		}), err
	},
	put: func(c *call, id string, rev revision, x queueBody) (revision, error) {
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		q := x.queue()
		q.ID = chat.QueueID(id)
		readAt(&q.Revision, rev)
		return written(c.supervisor.PutQueue(c.r.Context(), q))
	},
}

var hoursSettings = setting[*hours.Schedule]{
	list: func(c *call) ([]item[*hours.Schedule], error) {
		xs, err := c.supervisor.Schedules(c.r.Context())
		return each(xs, func(x desk.Schedule) item[*hours.Schedule] {
			return item[*hours.Schedule]{x.ID, revision(x.Revision), x.Hours}
		}), err
	},
	put: func(c *call, id string, rev revision, x *hours.Schedule) (revision, error) {
		s := desk.Schedule{ID: id, Hours: x}
		readAt(&s.Revision, rev)
		return written(c.supervisor.PutSchedule(c.r.Context(), s))
	},
}

var ruleSettings = setting[trigger.Rule]{
	list: func(c *call) ([]item[trigger.Rule], error) {
		xs, err := c.supervisor.Rules(c.r.Context())
		return each(xs, func(x desk.RuleSetting) item[trigger.Rule] {
			return item[trigger.Rule]{x.Rule.ID, revision(x.Revision), x.Rule}
		}), err
	},
	put: func(c *call, id string, rev revision, x trigger.Rule) (revision, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		s := desk.RuleSetting{Rule: x}
		readAt(&s.Revision, rev)
		return written(c.supervisor.PutRule(c.r.Context(), s))
	},
}

var cannedSettings = setting[desk.Canned]{
	list: func(c *call) ([]item[desk.Canned], error) {
		xs, err := c.supervisor.Canned(c.r.Context())
		return each(xs, func(x desk.Canned) item[desk.Canned] {
			return item[desk.Canned]{x.ID, revision(x.Revision), x}
		}), err
	},
	put: func(c *call, id string, rev revision, x desk.Canned) (revision, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutCanned(c.r.Context(), x))
	},
}
