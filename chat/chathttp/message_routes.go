package chathttp

import (
	"strconv"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// messageBody is a message or a note.
type messageBody struct {
	Text    string `json:"text"`
	ReplyTo int    `json:"reply_to"`
	// of agents alone
	Products []string `json:"products"`
	Choices  []string `json:"choices"`

	Files []chat.FileID          `json:"files"`
	Alts  map[chat.FileID]string `json:"alts"`
}

func (in messageBody) request(c *call) desk.MessageRequest {
	return desk.MessageRequest{
		Command: c.command, Text: in.Text, ReplyTo: in.ReplyTo,
		Showing: desk.Showing{Products: in.Products, Choices: in.Choices}, Files: in.Files,
		Alts: in.Alts,
	}
}

// own are the messages of whoever calls: of the visitor, or of the agent.
type own policy

func (o own) messages(c *call) desk.Messages {
	if policy(o) == visitors {
		return c.visitor.Messages()
	}
	return c.agent.Messages()
}

// correct puts other words in the place of a message's.
func (o own) correct(c *call, in textBody) error {
	n, err := o.number(c)
	if err != nil {
		return err
	}
	r := desk.MessageRequest{Command: c.command, Text: in.Text}
	return reply(c, asIs)(o.messages(c).Correct(c.r.Context(), c.session(), n, r))
}

// withdraw takes a message back.
func (o own) withdraw(c *call) error {
	n, err := o.number(c)
	if err != nil {
		return err
	}
	return reply(c, asIs)(o.messages(c).Withdraw(c.r.Context(), c.session(), n, c.command))
}

// number is the message's in the path.
func (own) number(c *call) (int, error) {
	n, err := strconv.ParseInt(c.r.PathValue("n"), 10, 32)
	if err != nil || n < 1 {
		return 0, refuse(codeInvalid, "n: want the number of a message")
	}
	return int(n), nil
}

func asIs(e chat.Entry) chat.Entry { return e }
