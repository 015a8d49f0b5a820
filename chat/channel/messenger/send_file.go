package messenger

import (
	"context"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// kinds are the files that Messenger takes. Instagram takes none but by an address that everybody
// can ask.
var kinds = []channel.FileKind{{Media: "image/", Most: 8 << 20}, {Most: 25 << 20}}

// post posts a message, with the file that it has.
func (a *Adapter) post(
	ctx context.Context, m channel.Outbound, out outgoing,
) ([]byte, channel.Result) {
	if len(m.Files) == 0 {
		return a.graph.Post(ctx, m.Account, wire.Encode(out), classes)
	}
	if a.object == "instagram" {
		return nil, channel.Refuse(channel.Permanent, "", "Instagram takes no files")
	}
	f := m.Files[0]
	out.Message.File = &file{Type: "file"}
	if strings.HasPrefix(f.Media, "image/") {
		out.Message.File.Type = "image"
	}
	form := wire.Form{
		Fields: []wire.Field{
			{Name: "recipient", Value: string(wire.Encode(out.Recipient))},
			{Name: "messaging_type", Value: out.Type}, {Name: "tag", Value: out.Tag},
			{Name: "message", Value: string(wire.Encode(out.Message))},
		},
		As: "filedata", File: f,
	}
	return a.graph.PostForm(ctx, m.Account, "/messages", form, classes)
}
