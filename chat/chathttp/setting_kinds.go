package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/trigger"
)

var siteSettings = setting[settings.Site]{
	list: func(c *call) ([]item[settings.Site], error) {
		xs, err := c.supervisor.Sites(c.r.Context())
		return each(xs, func(x settings.Site) item[settings.Site] {
			return item[settings.Site]{string(x.ID), revision(x.Revision), x}
		}), err
	},
	put: func(c *call, id string, rev revision, x settings.Site) (revision, error) {
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
		return each(xs, func(x settings.Queue) item[queueBody] {
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
		return each(xs, func(x settings.Schedule) item[*hours.Schedule] {
			return item[*hours.Schedule]{x.ID, revision(x.Revision), x.Hours}
		}), err
	},
	put: func(c *call, id string, rev revision, x *hours.Schedule) (revision, error) {
		s := settings.Schedule{ID: id, Hours: x}
		readAt(&s.Revision, rev)
		return written(c.supervisor.PutSchedule(c.r.Context(), s))
	},
}

var ruleSettings = setting[trigger.Rule]{
	list: func(c *call) ([]item[trigger.Rule], error) {
		xs, err := c.supervisor.Rules(c.r.Context())
		return each(xs, func(x settings.Rule) item[trigger.Rule] {
			return item[trigger.Rule]{x.Rule.ID, revision(x.Revision), x.Rule}
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

var cannedSettings = setting[settings.Canned]{
	list: func(c *call) ([]item[settings.Canned], error) {
		xs, err := c.supervisor.Canned(c.r.Context())
		return each(xs, func(x settings.Canned) item[settings.Canned] {
			return item[settings.Canned]{x.ID, revision(x.Revision), x}
		}), err
	},
	put: func(c *call, id string, rev revision, x settings.Canned) (revision, error) {
		if err := named(id, x.ID); err != nil {
			return 0, err
		}
		x.ID = id
		readAt(&x.Revision, rev)
		return written(c.supervisor.PutCanned(c.r.Context(), x))
	},
}
