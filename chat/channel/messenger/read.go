package messenger

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// Read implements channel.Adapter. A request may hold many entries, of several pages, with many
// events each.
func (a *Adapter) Read(r channel.Request) ([]channel.Event, error) {
	p, err := wire.Decode[payload](r.Raw)
	switch {
	case err != nil:
		return nil, fmt.Errorf("messenger: read: %w", err)
	case p.Object != a.object:
		return nil, fmt.Errorf("messenger: read: object: want %s", a.object)
	}
	var es []channel.Event
	for _, x := range p.Entry {
		for _, raw := range x.Messaging {
			es = append(es, events(x.ID, raw, false)...)
		}
		for _, raw := range x.Standby {
			es = append(es, events(x.ID, raw, true)...)
		}
	}
	return es, nil
}

// events are what one item tells. Each has an id of its own.
func events(page string, raw json.RawMessage, aside bool) []channel.Event {
	x, err := wire.Decode[item](raw)
	if err != nil {
		return nil
	}
	es := x.events()
	for i := range es {
		e := &es[i]
		e.Account, e.Aside = page, aside
		if e.At.IsZero() {
			e.At = channel.Stamp(wire.Number(x.Timestamp))
		}
		if e.Peer == "" {
			if e.Peer = x.Sender.ID; e.Peer == page {
				e.Peer = x.Recipient.ID
			}
		}
		if e.ID == "" { // Meta gives none: the same item has the same
			sum := sha256.Sum256(raw)
			e.ID = "sha256." + hex.EncodeToString(sum[:16]) + "." + strconv.Itoa(i)
		}
	}
	return es
}

func (x item) events() []channel.Event {
	switch {
	case x.Message != nil:
		return []channel.Event{x.Message.event(x)}
	case x.Postback != nil:
		return []channel.Event{{
			Kind: channel.KindPostback, ID: x.Postback.ID, Text: x.Postback.Title,
			Payload: x.Postback.Payload,
		}}
	case x.Delivery != nil:
		return x.Delivery.events(channel.Delivered)
	case x.Read != nil:
		return x.Read.events(channel.Read)
	case x.Edit != nil:
		return []channel.Event{{
			Kind: channel.KindEdit, Of: x.Edit.ID, Text: x.Edit.Text,
			ID: x.Edit.ID + ".edit." + strconv.FormatInt(wire.Number(x.Edit.N), 10),
		}}
	case x.Reaction != nil:
		e := channel.Event{Kind: channel.KindReaction, Of: x.Reaction.ID}
		if x.Reaction.Action != "unreact" {
			e.Text = x.Reaction.Emoji
		}
		return []channel.Event{e}
	case x.PassControl != nil, x.TakeControl != nil, x.RequestControl != nil:
		return []channel.Event{{Kind: channel.KindHandover}}
	}
	return []channel.Event{{Kind: channel.KindOther}}
}

// event is a message of the customer, or the echo of one of the page's: there sender and recipient
// are the other way round.
func (m message) event(x item) channel.Event {
	e := channel.Event{Kind: channel.KindMessage, ID: m.ID, Peer: x.Sender.ID, Text: m.Text}
	if m.ReplyTo.ID != "" {
		e.ReplyTo = []string{m.ReplyTo.ID}
	}
	if m.QuickReply != nil {
		e.Kind, e.Payload = channel.KindPostback, m.QuickReply.Payload
	}
	switch {
	case m.Deleted:
		return channel.Event{
			Kind: channel.KindDelete, Of: m.ID, ID: m.ID + ".delete", Peer: x.Sender.ID,
		}
	case m.Echo:
		e.Kind, e.Of, e.Own, e.Peer = channel.KindEcho, m.ID, m.Metadata, x.Recipient.ID
	}
	for _, a := range m.Attachments {
		a.add(&e)
	}
	if e.Text == "" && len(e.Files) == 0 && e.Kind == channel.KindMessage {
		e.Files = []channel.File{{Type: "unsupported"}} // such as a GIF of Instagram
	}
	return e
}

// thumb is the sticker of a raised thumb, which people send with one tap.
const thumb = "369239263222822"

// add takes in an attachment: a place and a preview are words, everything else is a file.
func (a attachment) add(e *channel.Event) {
	p := a.Payload
	switch {
	case string(p.Sticker) == thumb && e.Text == "":
		e.Text = "👍"
	case p.Coordinates != nil:
		e.Text = lines(e.Text, "geo:"+p.Coordinates.Lat.String()+","+p.Coordinates.Long.String())
	case a.Type == "fallback": // the preview of a link, which mostly stands in the text
		if e.Text == "" {
			e.Text = cmp.Or(p.URL, a.Title)
		}
	case a.Type == "template" && p.URL == "":
	default:
		e.Files = append(e.Files, channel.File{URL: p.URL, Name: p.Title, Type: a.Type})
	}
}

func lines(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// events are the statuses that a receipt tells: of the messages that it names, or else of all up to
// an instant.
func (r receipt) events(state channel.State) (es []channel.Event) {
	ids := r.IDs
	if r.ID != "" {
		ids = append(ids, r.ID)
	}
	for _, id := range ids {
		es = append(es, channel.Event{
			Kind: channel.KindStatus, State: state, Of: id, ID: id + "." + string(state),
		})
	}
	if at := channel.Stamp(wire.Number(r.Watermark)); !at.IsZero() {
		es = append(es, channel.Event{Kind: channel.KindStatus, State: state, Watermark: at})
	}
	return es
}
