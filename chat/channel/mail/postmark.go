package mail

import (
	"encoding/base64"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// postmark reads what Postmark posts.
func postmark(r channel.Request) (letter, error) {
	p, err := wire.Decode[struct {
		From     string `json:"From"`
		FromName string `json:"FromName"`
		FromFull struct {
			Email string `json:"Email"`
			Name  string `json:"Name"`
		} `json:"FromFull"`
		Recipient string `json:"OriginalRecipient"`
		MessageID string `json:"MessageID"`
		Subject   string `json:"Subject"`
		Text      string `json:"TextBody"`
		HTML      string `json:"HtmlBody"`
		Fresh     string `json:"StrippedTextReply"`
		Raw       string `json:"RawEmail"`
		Headers   []struct {
			Name  string `json:"Name"`
			Value string `json:"Value"`
		} `json:"Headers"`
		Attachments []struct {
			Name string `json:"Name"`
			Type string `json:"ContentType"`
			Size int    `json:"ContentLength"`
			Data string `json:"Content"`
		} `json:"Attachments"`
	}](r.Raw)
	if err != nil {
		return letter{}, err
	}
	l := letter{
		recipient: p.Recipient, from: p.From, address: p.FromFull.Email, name: p.FromFull.Name,
		subject: p.Subject, text: p.Text, fresh: p.Fresh, html: p.HTML, raw: p.Raw, id: p.MessageID,
	}
	for _, h := range p.Headers {
		l.headers = append(l.headers, header{h.Name, h.Value})
	}
	for _, f := range p.Attachments {
		data, err := base64.StdEncoding.DecodeString(f.Data)
		if err != nil || len(data) == 0 {
			data = nil // it is named all the same
		}
		l.files = append(l.files, channel.File{
			Name: f.Name, Type: f.Type, Size: max(f.Size, 0), Data: data,
		})
	}
	return l, nil
}
