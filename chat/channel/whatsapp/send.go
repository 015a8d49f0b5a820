package whatsapp

import (
	"context"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/meta"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// outgoing is a message to a customer: to a number, or to the id of one who shows none.
type outgoing struct {
	Product   string    `json:"messaging_product"`
	To        string    `json:"to,omitempty"`
	Recipient string    `json:"recipient,omitempty"`
	Type      string    `json:"type"`
	Text      *text     `json:"text,omitempty"`
	Template  *template `json:"template,omitempty"`
	Image     *uploaded `json:"image,omitempty"`
	Document  *uploaded `json:"document,omitempty"`
	Context   *quoted   `json:"context,omitempty"`
	Own       string    `json:"biz_opaque_callback_data,omitempty"`
}

type quoted struct {
	ID string `json:"message_id"`
}

type template struct {
	Name       string      `json:"name"`
	Language   language    `json:"language"`
	Components []component `json:"components,omitempty"`
}

type language struct {
	Code string `json:"code"`
}

type component struct {
	Type       string      `json:"type"`
	Parameters []parameter `json:"parameters"`
}

type parameter struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// accepted is what Meta answers.
type accepted struct {
	Messages []struct {
		ID string `json:"id"`
	} `json:"messages"`
}

// classes are those of the codes that WhatsApp has of its own.
var classes = meta.Classes(map[string]channel.Class{
	"131047": channel.WindowClosed,
	"131026": channel.Blocked, // it cannot be delivered there
	"131056": channel.Retry,   // too much to this customer
	"130429": channel.Retry, "80007": channel.Retry, "133016": channel.Retry,
	"131048": channel.Retry,       // too many took it for spam
	"131053": channel.Retry,       // a file, on its way up
	"131031": channel.AccountDown, // locked
})

// Send implements channel.Adapter.
func (a *Adapter) Send(ctx context.Context, m channel.Outbound) channel.Result {
	out := outgoing{Product: "whatsapp", Own: m.ID}
	if number(m.To) {
		out.To = m.To
	} else {
		out.Recipient = m.To
	}
	switch {
	case m.Template != nil:
		out.Type, out.Template = "template", filled(*m.Template)
	case m.Way == channel.WayTemplate:
		return channel.Refuse(channel.WindowClosed, "", "the window is closed")
	case len(m.Files) > 0:
		if r, ok := a.upload(ctx, m.Account, m.Files[0], &out); !ok {
			return r
		}
	default:
		out.Type, out.Text = "text", &text{m.Text}
	}
	if m.ReplyTo != "" {
		out.Context = &quoted{m.ReplyTo}
	}
	raw, r := a.graph.Post(ctx, m.Account, wire.Encode(out), classes)
	if r.Outcome != channel.Taken {
		return r
	}
	said, err := wire.Decode[accepted](raw)
	if err != nil {
		return channel.Result{Why: "the answer cannot be read"}
	}
	for _, x := range said.Messages {
		if x.ID != "" {
			r.IDs = append(r.IDs, x.ID)
		}
	}
	return r
}

// number reports whether a customer is known by a phone number: digits alone.
func number(peer string) bool {
	return peer != "" && strings.Trim(peer, "0123456789") == ""
}

// filled is a template with what stands in its places.
func filled(t channel.Template) *template {
	out := &template{Name: t.Name, Language: language{t.Language}}
	if len(t.Params) == 0 {
		return out
	}
	body := component{Type: "body"}
	for _, p := range t.Params {
		// Meta refuses what has ends of lines or tabs in it.
		line := strings.Join(strings.Fields(p), " ")
		body.Parameters = append(body.Parameters, parameter{"text", line})
	}
	out.Components = []component{body}
	return out
}
