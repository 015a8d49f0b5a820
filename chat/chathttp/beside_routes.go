package chathttp

import (
	"context"
	"net/http"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// besideTable is what an agent may do beside a session that somebody else owns.
var besideTable = []route{
	{"POST", "v1/agent/sessions/{id}/follow", agents, beside(desk.Beside.Follow)},
	{"POST", "v1/agent/sessions/{id}/join", agents, beside(desk.Beside.Join)},
	{"POST", "v1/agent/sessions/{id}/part", agents, beside(desk.Beside.Part)},
	{"POST", "v1/agent/sessions/{id}/whisper", agents, with(noteBody.whisper)},
	{"POST", "v1/agent/sessions/{id}/take-over", agents, with(takeOverBody.take)},
}

func beside(
	does func(desk.Beside, context.Context, chat.SessionID) error,
) func(*call) error {
	return act(func(c *call) error {
		return does(c.agent.Beside(), c.r.Context(), c.session())
	})
}

// noteBody is a private note.
type noteBody struct {
	Text     string         `json:"text"`
	ReplyTo  int            `json:"reply_to"`
	Mentions []chat.AgentID `json:"mentions"`
}

func (in noteBody) request(c *call) desk.MessageRequest {
	return desk.MessageRequest{
		Command: c.command, Text: in.Text, ReplyTo: in.ReplyTo, Mentions: in.Mentions,
	}
}

func (in noteBody) add(c *call) error {
	return added(c)(c.agent.Note(c.r.Context(), c.session(), in.request(c)))
}

func (in noteBody) whisper(c *call) error {
	return added(c)(c.agent.Beside().Whisper(c.r.Context(), c.session(), in.request(c)))
}

// added answers with an entry that was added.
func added(c *call) func(chat.Entry, error) error {
	return func(e chat.Entry, err error) error {
		if err != nil {
			return err
		}
		return c.answer(http.StatusCreated, e)
	}
}

type takeOverBody struct {
	Override bool `json:"override"`
}

func (in takeOverBody) take(c *call) error {
	taken, err := c.agent.Beside().TakeOver(c.r.Context(), c.session(), in.Override)
	return reply(c, viewCard)(taken, err)
}

// companionView is a colleague who stands beside a session.
type companionView struct {
	Agent  chat.AgentID `json:"agent"`
	Name   string       `json:"name"`
	Joined bool         `json:"joined"`
	At     time.Time    `json:"at"`
}

// viewBeside is who stands beside a session, which is nobody once it is over.
func viewBeside(s chat.Session) []companionView {
	if !s.State.Running() {
		return nil
	}
	return each(s.Beside, viewCompanion)
}

func viewCompanion(c chat.Companion) companionView {
	return companionView{c.Agent, c.Name, c.Joined, c.At}
}
