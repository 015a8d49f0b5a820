package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

var siteSettings = setting[desk.Site]{
	list: func(c *call) ([]item[desk.Site], error) {
		xs, err := c.supervisor.Sites(c.r.Context())
		return each(xs, func(x desk.Site) item[desk.Site] { return item[desk.Site]{string(x.ID), revision(x.Revision), x} }), err
	},
	put: func(c *call, id string, rev store.Rev, x desk.Site) (store.Rev, error) {
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		x.ID, x.Revision = chat.SiteID(id), rev
		return c.supervisor.PutSite(c.r.Context(), x)
	},
}

var queueSettings = setting[queueBody]{
	list: func(c *call) ([]item[queueBody], error) {
		xs, err := c.supervisor.Queues(c.r.Context())
		return each(xs, func(x desk.Queue) item[queueBody] {
			return item[queueBody]{string(x.ID), revision(x.Revision), bodyOfQueue(x)}
		}), err
	},
	put: func(c *call, id string, rev store.Rev, x queueBody) (store.Rev, error) {
		if err := named(id, string(x.ID)); err != nil {
			return 0, err
		}
		q := x.queue()
		q.ID, q.Revision = chat.QueueID(id), rev
		return c.supervisor.PutQueue(c.r.Context(), q)
	},
}

var hoursSettings = setting[*hours.Schedule]{
	list: func(c *call) ([]item[*hours.Schedule], error) {
		xs, err := c.supervisor.Schedules(c.r.Context())
		return each(xs, func(x desk.Schedule) item[*hours.Schedule] {
			return item[*hours.Schedule]{x.ID, revision(x.Revision), x.Hours}
		}), err
	},
	put: func(c *call, id string, rev store.Rev, x *hours.Schedule) (store.Rev, error) {
		return c.supervisor.PutSchedule(c.r.Context(), desk.Schedule{ID: id, Hours: x, Revision: rev})
	},
}

var ruleSettings = setting[trigger.Rule]{
	list: func(c *call) ([]item[trigger.Rule], error) {
		xs, err := c.supervisor.Rules(c.r.Context())
		return each(xs, func(x desk.RuleSetting) item[trigger.Rule] {
			return item[trigger.Rule]{x.Rule.ID, revision(x.Revision), x.Rule}
		}), err
	},
	put: func(c *call, id string, rev store.Rev, x trigger.Rule) (store.Rev, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		return c.supervisor.PutRule(c.r.Context(), desk.RuleSetting{Rule: x, Revision: rev})
	},
}

var cannedSettings = setting[desk.Canned]{
	list: func(c *call) ([]item[desk.Canned], error) {
		xs, err := c.supervisor.Canned(c.r.Context())
		return each(xs, func(x desk.Canned) item[desk.Canned] {
			return item[desk.Canned]{x.ID, revision(x.Revision), x}
		}), err
	},
	put: func(c *call, id string, rev store.Rev, x desk.Canned) (store.Rev, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID, x.Revision = id, rev
		return c.supervisor.PutCanned(c.r.Context(), x)
	},
}
