package chathttp

import (
	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

type assignBody struct {
	Agent    chat.AgentID `json:"agent"`
	Override bool         `json:"override"`
}

type capacityBody struct {
	Capacity int `json:"capacity"`
}

// agentBody is an agent as a supervisor writes one.
type agentBody = settings.Body[settings.Agent]

func (c *call) board() error { return reply(c, viewBoard)(c.supervisor.Board(c.r.Context())) }

func (c *call) assign(in assignBody) error {
	return c.done(c.supervisor.Assign(c.r.Context(), c.session(), in.Agent, in.Override))
}

func (c *call) setCapacity(in capacityBody) error {
	return c.done(c.supervisor.SetCapacity(c.r.Context(), c.agentID(), in.Capacity))
}

func (c *call) setAgentStatus(in modeBody) error {
	return c.done(c.supervisor.SetAgentStatus(c.r.Context(), c.agentID(), in.Mode, in.Reason))
}

func (c *call) agentID() chat.AgentID { return chat.AgentID(c.r.PathValue("id")) }

// sessionsView is a page of sessions. Next is missing on the last one.
type sessionsView struct {
	Sessions []cardView `json:"sessions"`
	Next     string     `json:"next,omitempty"`
}

func (c *call) sessions() error {
	limit, err := whole(c.r, "limit", 50, 1, timelineMost)
	if err != nil {
		return err
	}
	q := c.r.URL.Query()
	f := desk.SessionFilter{Queue: chat.QueueID(q.Get("queue")), Agent: chat.AgentID(q.Get("agent")), After: q.Get("after"), Limit: limit}
	f.Field = chat.Field{Name: q.Get("field"), Value: q.Get("value")}
	for _, s := range q["state"] {
		f.States = append(f.States, chat.State(s))
	}
	cards, next, err := c.supervisor.Sessions(c.r.Context(), f)
	if err != nil {
		return err
	}
	return c.ok(sessionsView{each(cards, viewCard), next})
}

func (c *call) boardSession() error {
	return reply(c, viewCard)(c.supervisor.Session(c.r.Context(), c.session()))
}

func (c *call) team() error {
	as, err := c.supervisor.Agents(c.r.Context())
	if err != nil {
		return err
	}
	return c.ok(map[string][]agentView{"agents": each(as, viewAgent)})
}

func (c *call) setAgent(in agentBody) error {
	x := in.Value
	x.ID = c.agentID()
	if c.r.Header.Get("If-Match") != "" {
		rev, err := matching(c.r, true)
		if err != nil {
			return err
		}
		readAt(&x.Revision, rev)
	}
	_, err := c.supervisor.PutAgent(c.r.Context(), x)
	return c.done(err)
}
