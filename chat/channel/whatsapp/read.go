package whatsapp

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// Read implements channel.Adapter. A request may hold many changes, of several numbers.
func (a *Adapter) Read(r channel.Request) ([]channel.Event, error) {
	p, err := wire.Decode[payload](r.Raw)
	switch {
	case err != nil:
		return nil, fmt.Errorf("whatsapp: read: %w", err)
	case p.Object != "whatsapp_business_account":
		return nil, fmt.Errorf("whatsapp: read: object: want whatsapp_business_account")
	}
	var es []channel.Event
	for _, x := range p.Entry {
		for _, c := range x.Changes {
			es = append(es, c.events()...)
		}
	}
	return es, nil
}

func (c change) events() (es []channel.Event) {
	if c.Field != "messages" && c.Field != "smb_message_echoes" {
		return nil
	}
	for _, raw := range c.Value.Messages {
		if m, err := wire.Decode[message](raw); err == nil && m.ID != "" {
			es = append(es, c.event(m))
		}
	}
	for _, raw := range c.Value.Echoes {
		if m, err := wire.Decode[message](raw); err == nil && m.ID != "" {
			e := c.event(m)
			if e.Name = ""; m.Edit != nil || m.Revoke != nil {
				e.Elsewhere = true
			} else {
				e.Kind, e.Of = channel.KindEcho, m.ID
			}
			e.Peer = peer(c.Value.Contacts, m.ToUser, m.To)
			e.Alias = alias(c.Value.Contacts, e.Peer, m.To)
			es = append(es, e)
		}
	}
	for _, raw := range c.Value.Statuses {
		if s, err := wire.Decode[status](raw); err == nil && s.ID != "" {
			e := s.event()
			e.Account, e.Peer = c.Value.Metadata.Number, peer(c.Value.Contacts, s.User, s.Recipient)
			e.Alias = alias(c.Value.Contacts, e.Peer, s.Recipient)
			es = append(es, e)
		}
	}
	return es
}

// event is a message of the customer.
func (c change) event(m message) channel.Event {
	e := channel.Event{
		Account: c.Value.Metadata.Number, Kind: channel.KindMessage, ID: m.ID,
		At: channel.Stamp(wire.Number(m.Timestamp)), Text: m.Text.Body,
		Peer: peer(c.Value.Contacts, m.FromUser, m.From),
	}
	e.Alias = alias(c.Value.Contacts, e.Peer, m.From)
	for _, x := range c.Value.Contacts {
		if x.User != "" && x.User == m.FromUser || x.Number != "" && x.Number == m.From {
			e.Name = cmp.Or(x.Profile.Name, x.Profile.Username)
		}
	}
	if m.Context.ID != "" {
		e.ReplyTo = []string{m.Context.ID}
	}
	switch {
	case m.Group != "":
		e.Kind = channel.KindOther
	case m.Edit != nil:
		e.Kind, e.Of, e.Text = channel.KindEdit, m.Edit.ID, m.Edit.Message.Text.Body
		message{attached: m.Edit.Message.attached}.media(&e)
	case m.Revoke != nil:
		e.Kind, e.Of = channel.KindDelete, m.Revoke.ID
	case m.Reaction != nil:
		e.Kind, e.Of, e.Text = channel.KindReaction, m.Reaction.ID, m.Reaction.Emoji
	case m.Button != nil:
		e.Kind, e.Text, e.Payload = channel.KindPostback, m.Button.Text, m.Button.Payload
	case m.Pressed != nil:
		m.Pressed.tell(&e)
	case m.Type == "system": // the customer has another number, say
		e.Kind = channel.KindOther
	default:
		m.media(&e)
	}
	return e
}

// peer is the customer: by the id that WhatsApp gives them, which each message of one has who has
// a username; else by the number.
func peer(cs []contact, user, number string) string {
	if user != "" {
		return user
	}
	for _, x := range cs {
		if x.User != "" && (x.Number == number || number == "" && len(cs) == 1) {
			return x.User
		}
	}
	return number
}

// alias is the number of a customer who is known by the id that WhatsApp gives them; empty: it does
// not tell, or they are known by the number.
func alias(cs []contact, peer, number string) string {
	for _, x := range cs {
		if number == "" && x.User == peer {
			number = x.Number
		}
	}
	if number == peer {
		return ""
	}
	return number
}

func (p pressed) tell(e *channel.Event) {
	e.Kind = channel.KindPostback
	switch {
	case p.Button != nil:
		e.Text, e.Payload = p.Button.Title, p.Button.ID
	case p.List != nil:
		e.Text, e.Payload = p.List.Title, p.List.ID
	case p.Form != nil:
		e.Text, e.Payload = p.Form.Body, p.Form.Data
	default:
		e.Kind = channel.KindOther
	}
}

// media takes in what a message has beside words. One of a type that the API does not pass on is
// there all the same.
func (m message) media(e *channel.Event) {
	for _, x := range []struct {
		f    *file
		word string
	}{
		{m.Image, "image"}, {m.Audio, "audio"}, {m.Voice, "voice"}, {m.Video, "video"},
		{m.Document, "document"}, {m.Sticker, "sticker"},
	} {
		if x.f != nil {
			e.Files = append(e.Files, channel.File{
				ID: x.f.ID, URL: x.f.URL, Name: x.f.Name, Type: cmp.Or(x.f.Type, x.word),
				SHA256: hexadecimal(x.f.SHA256), Size: int(max(wire.Number(x.f.Size), 0)),
			})
			e.Text = cmp.Or(e.Text, x.f.Caption)
		}
	}
	if l := m.Location; l != nil {
		at := "geo:" + l.Latitude.String() + "," + l.Longitude.String()
		e.Text = strings.TrimSpace(strings.Join([]string{l.Name, l.Address, at}, "\n"))
	}
	for _, x := range m.Contacts {
		line := x.Name.Formatted
		for _, p := range x.Phones {
			line += " " + p.Phone
		}
		e.Text = strings.TrimSpace(e.Text + "\n" + strings.TrimSpace(line))
	}
	if e.Text == "" && len(e.Files) == 0 {
		e.Files = []channel.File{{Type: cmp.Or(m.Type, "unsupported")}}
	}
}

// hexadecimal is a sum that WhatsApp writes in base64.
func hexadecimal(sum string) string {
	if b, err := base64.StdEncoding.DecodeString(sum); err == nil && len(b) == 32 {
		return hex.EncodeToString(b)
	}
	return ""
}

// states are WhatsApp's words for how far a message came.
var states = map[string]channel.State{
	"sent": channel.Sent, "delivered": channel.Delivered, "read": channel.Read,
	"played": channel.Read, "failed": channel.Failed,
}

func (s status) event() channel.Event {
	e := channel.Event{
		Kind: channel.KindStatus, ID: s.ID + "." + s.Status, Of: s.ID, Own: s.Own,
		State: states[s.Status], At: channel.Stamp(wire.Number(s.Timestamp)),
	}
	if e.State == "" {
		e.Kind = channel.KindOther
	}
	for _, x := range s.Errors {
		code := wire.Number(x.Code)
		e.Failure = fmt.Sprintf("%d %s", code, cmp.Or(x.Data.Details, x.Title, x.Message))
		e.Class = classes[strconv.FormatInt(code, 10)]
	}
	return e
}
