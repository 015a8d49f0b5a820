package messenger

import (
	"context"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/meta"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// outgoing is a message to a customer.
type outgoing struct {
	Recipient who    `json:"recipient"`
	Type      string `json:"messaging_type"`
	Tag       string `json:"tag,omitempty"`
	Message   struct {
		Text     string `json:"text,omitempty"`
		File     *file  `json:"attachment,omitempty"`
		Metadata string `json:"metadata,omitempty"`
	} `json:"message"`
	ReplyTo *replyTo `json:"reply_to,omitempty"`
}

// file says what comes along in the form.
type file struct {
	Type    string   `json:"type"`
	Payload struct{} `json:"payload"`
}

type replyTo struct {
	ID string `json:"mid"`
}

// accepted is what Meta answers.
type accepted struct {
	ID string `json:"message_id"`
}

// classes are those of the codes that Messenger and Instagram have of their own.
var classes = meta.Classes(map[string]channel.Class{
	"10/2018278":  channel.WindowClosed,
	"100/2018001": channel.Blocked, // there is no such customer
	"551":         channel.Blocked, // not available
})

// Send implements channel.Adapter. Only a person's late answer carries a tag.
func (a *Adapter) Send(ctx context.Context, m channel.Outbound) channel.Result {
	if m.Template != nil || m.Way == channel.WayTemplate {
		return channel.Refuse(channel.Permanent, "", "there are no templates")
	}
	out := outgoing{Recipient: who{m.To}, Type: "RESPONSE"}
	if m.Way == channel.WayTagged {
		out.Type, out.Tag = "MESSAGE_TAG", "HUMAN_AGENT"
	}
	out.Message.Text, out.Message.Metadata = m.Text, m.ID
	if m.ReplyTo != "" {
		out.ReplyTo = &replyTo{m.ReplyTo}
	}
	raw, r := a.post(ctx, m, out)
	if r.Outcome != channel.Taken {
		return r
	}
	said, err := wire.Decode[accepted](raw)
	if err != nil {
		return channel.Result{Why: "the answer cannot be read"}
	}
	if said.ID != "" {
		r.IDs = []string{said.ID}
	}
	return r
}
