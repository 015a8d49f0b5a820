package chathttp

import (
	"net/http"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

type modeBody struct {
	Mode   chat.AgentMode `json:"mode"`
	Reason string         `json:"reason"`
}

type tagsBody struct {
	Add    []string `json:"add"`
	Remove []string `json:"remove"`
}

type forBody struct {
	For int32 `json:"for_seconds"`
}

type transferBody struct {
	Queue         chat.QueueID `json:"queue"`
	Agent         chat.AgentID `json:"agent"`
	IfUnavailable string       `json:"if_unavailable"`
	Text          string       `json:"text"`
}

type priorityBody struct {
	Priority int `json:"priority"`
}

type escalateBody struct {
	To      string `json:"to"`
	Address string `json:"address"`
	Text    string `json:"text"`
	Outcome string `json:"outcome"`
	Next    string `json:"next_step"`
}

type banBody struct {
	Reason string `json:"reason"`
	For    int32  `json:"for_seconds"`
}

func (c *call) me() error { return reply(c, viewAgent)(c.agent.Me(c.r.Context())) }

func (c *call) setStatus(in modeBody) error {
	return reply(c, viewAgent)(c.agent.SetStatus(c.r.Context(), in.Mode, in.Reason))
}

func (c *call) inbox() error { return reply(c, viewInbox)(c.agent.Inbox(c.r.Context())) }

func (c *call) accept() error {
	return reply(c, viewCard)(c.agent.Accept(c.r.Context(), c.offer()))
}

func (c *call) decline() error { return c.agent.Decline(c.r.Context(), c.offer()) }

func (c *call) offer() chat.OfferID { return chat.OfferID(c.r.PathValue("id")) }

func (c *call) agentSession() error {
	return reply(c, viewCard)(c.agent.Session(c.r.Context(), c.session()))
}

func (c *call) agentMessages() error { return c.timeline(c.agent.Timeline) }

func (c *call) agentSend(in messageBody) error {
	e, err := c.agent.Send(c.r.Context(), c.session(), in.request(c))
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, e)
}

func (in textBody) speak(c *call) error {
	r := desk.MessageRequest{Command: c.command, Text: in.Text}
	e, err := c.agent.Speak(c.r.Context(), c.session(), r)
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, e)
}

func (c *call) tag(in tagsBody) error {
	return c.done(c.agent.Tag(c.r.Context(), c.session(), in.Add, in.Remove))
}

func (c *call) agentTyping(in typingBody) error {
	return c.done(c.agent.Typing(c.r.Context(), c.session(), in.On))
}

func (c *call) agentRead(in readBody) error {
	return c.done(c.agent.Read(c.r.Context(), c.session(), in.UpTo))
}

func (c *call) hold(in forBody) error {
	return c.done(c.agent.Hold(c.r.Context(), c.session(), span(in.For)))
}

func (c *call) transfer(in transferBody) error {
	return c.done(c.agent.Transfer(c.r.Context(), c.session(), desk.TransferRequest{
		Command: c.command, Queue: in.Queue, Agent: in.Agent, IfUnavailable: desk.IfUnavailable(in.IfUnavailable), Text: in.Text,
	}))
}

func (in priorityBody) set(c *call) error {
	return c.done(c.agent.SetPriority(c.r.Context(), c.session(), in.Priority))
}

func (c *call) escalate(in escalateBody) error {
	return c.done(c.agent.Escalate(c.r.Context(), c.session(), desk.EscalateRequest{
		Command: c.command, To: in.To, Address: in.Address, Text: in.Text,
		Conclusion: chat.Conclusion{Outcome: in.Outcome, Next: in.Next},
	}))
}

func (c *call) ban(in banBody) error {
	return c.done(c.agent.Ban(c.r.Context(), c.session(), in.Reason, span(in.For)))
}

func (c *call) resume() error      { return c.agent.Resume(c.r.Context(), c.session()) }
func (c *call) agentReopen() error { return c.agent.Reopen(c.r.Context(), c.session()) }

func (c *call) pick() error {
	return reply(c, viewCard)(c.agent.Pick(c.r.Context(), c.session()))
}

func (c *call) takeMessage() error {
	return reply(c, viewCard)(c.agent.Answer(c.r.Context(), c.session()))
}

// reply answers with the view of what a handle's method returned.
func reply[T, V any](c *call, view func(T) V) func(T, error) error {
	return func(v T, err error) error {
		if err != nil {
			return err
		}
		return c.ok(view(v))
	}
}

func (c *call) visitorCard() error {
	return reply(c, viewVisitor)(c.agent.VisitorCard(c.r.Context(), c.session()))
}

func (c *call) targets() error {
	limit, err := whole(c.r, "limit", 0, 1, 200)
	if err != nil {
		return err
	}
	asked := desk.TargetQuery{Text: c.r.URL.Query().Get("q"), Limit: limit}
	for _, id := range c.r.URL.Query()["agent"] {
		asked.Agents = append(asked.Agents, chat.AgentID(id))
	}
	return reply(c, viewTargets)(asked.By(c.r.Context(), c.agent))
}

func (c *call) canned() error {
	return reply(c, viewCanned)(c.agent.Canned(c.r.Context(), c.r.URL.Query().Get("q")))
}
