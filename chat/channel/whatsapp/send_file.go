package whatsapp

import (
	"cmp"
	"context"
	"slices"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

const (
	mostPicture  = 5 << 20
	mostDocument = 100 << 20
	office       = "application/vnd.openxmlformats-officedocument."
)

// pictures are shown in the conversation. All others go as documents.
var pictures = []string{"image/jpeg", "image/png"}

// kinds are the files that WhatsApp takes.
var kinds = []channel.FileKind{
	{Media: pictures[0], Most: mostPicture}, {Media: pictures[1], Most: mostPicture},
	{Media: "application/pdf", Most: mostDocument}, {Media: "text/plain", Most: mostDocument},
	{Media: office + "wordprocessingml.document", Most: mostDocument},
	{Media: office + "spreadsheetml.sheet", Most: mostDocument},
	{Media: office + "presentationml.presentation", Most: mostDocument},
	{Media: "application/msword", Most: mostDocument},
	{Media: "application/vnd.ms-excel", Most: mostDocument},
	{Media: "application/vnd.ms-powerpoint", Most: mostDocument},
}

// uploaded is a file that WhatsApp has already.
type uploaded struct {
	ID   string `json:"id"`
	Name string `json:"filename,omitempty"` // of a document
}

// upload gives WhatsApp a file, and notes it in the message. Without it no message went: whatever
// became of it, it is given anew.
func (a *Adapter) upload(
	ctx context.Context, account string, f channel.SentFile, out *outgoing,
) (r channel.Result, ok bool) {
	raw, r := a.graph.PostForm(ctx, account, "/media", wire.Form{
		Fields: []wire.Field{
			{Name: "messaging_product", Value: "whatsapp"}, {Name: "type", Value: f.Media},
		},
		As: "file", File: f,
	}, classes)
	said, err := wire.Decode[uploaded](raw)
	switch {
	case r.Outcome == channel.Refused:
		return r, false
	case r.Outcome != channel.Taken || err != nil || said.ID == "":
		return channel.Refuse(channel.Retry, r.Code, cmp.Or(r.Why, "the file was not taken")), false
	}
	if slices.Contains(pictures, f.Media) {
		out.Type, out.Image = "image", &uploaded{ID: said.ID}
	} else {
		out.Type, out.Document = "document", &uploaded{said.ID, f.Name}
	}
	return r, true
}
