package telegram

import (
	"context"
	"slices"
	"strconv"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// mostSent is how large a file may be that a bot sends, and mostPhoto one that is shown as a picture.
const (
	mostSent  = 50 << 20
	mostPhoto = 10 << 20
)

// methodOf is the method by which a message goes: with a file, or a text.
func methodOf(files []channel.SentFile) string {
	switch {
	case len(files) == 0:
		return "/sendMessage"
	case photo(files[0]):
		return "/sendPhoto"
	}
	return "/sendDocument"
}

// photo reports whether Telegram shows a file as a picture.
func photo(f channel.SentFile) bool {
	shown := slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, f.Media)
	return shown && f.Size <= mostPhoto
}

// post posts a message, with the file that it has.
func (a *Adapter) post(
	ctx context.Context, to string, out outgoing, files []channel.SentFile,
) (wire.Answer, *channel.Result) {
	if len(files) == 0 {
		return wire.Post(ctx, a.cfg.Client, to, "", wire.Encode(out))
	}
	form := wire.Form{
		Fields: []wire.Field{
			{Name: "chat_id", Value: strconv.FormatInt(out.Chat, 10)},
			{Name: "business_connection_id", Value: out.Connection},
		},
		As: "document", File: files[0],
	}
	if photo(files[0]) {
		form.As = "photo"
	}
	if out.Reply != nil {
		reply := wire.Field{Name: "reply_parameters", Value: string(wire.Encode(out.Reply))}
		form.Fields = append(form.Fields, reply)
	}
	return wire.PostForm(ctx, a.cfg.Client, to, "", form)
}
