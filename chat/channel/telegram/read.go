package telegram

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// Read implements channel.Adapter. A request holds one update.
func (a *Adapter) Read(r channel.Request) ([]channel.Event, error) {
	u, err := wire.Decode[update](r.Raw)
	if err != nil {
		return nil, fmt.Errorf("telegram: read: %w", err)
	}
	if u.ID == 0 {
		return nil, fmt.Errorf("telegram: read: no update_id")
	}
	es := a.events(u)
	for i := range es {
		es[i].Account = cmp.Or(es[i].Account, a.bot)
		if es[i].ID == "" { // unique in itself: several of one update are numbered
			es[i].ID = fmt.Sprintf("%s/update.%d.%d", a.bot, u.ID, i)
		}
	}
	return es, nil
}

// events are what an update tells.
func (a *Adapter) events(u update) []channel.Event {
	switch {
	case u.Message != nil:
		return one(a.message(*u.Message, channel.KindMessage))
	case u.Edited != nil:
		return one(a.message(*u.Edited, channel.KindEdit))
	case u.Business != nil:
		return one(a.message(*u.Business, channel.KindMessage))
	case u.BusinessEdited != nil:
		return one(a.message(*u.BusinessEdited, channel.KindEdit))
	case u.Deleted != nil:
		return a.deletions(*u.Deleted)
	case u.Callback != nil && u.Callback.Message != nil:
		return one(a.pressed(*u.Callback))
	case u.Member != nil:
		return one(membership(*u.Member))
	case u.Reaction != nil:
		return one(a.reacted(*u.Reaction))
	}
	return nil
}

func one(e channel.Event) []channel.Event { return []channel.Event{e} }

// private reports whether a chat is with one person.
func private(c place) bool { return c.Type == "private" || c.Type == "" && c.ID > 0 }

// message makes of a message what it is: what the customer or, in a chat of a business, its owner
// wrote.
func (a *Adapter) message(m message, kind channel.Kind) channel.Event {
	e := channel.Event{
		Account: m.Connection, Peer: id(m.Chat.ID), Name: name(m.From), Kind: kind,
		ID: a.ident(m.Connection, m.Chat.ID, m.ID), At: channel.Stamp(m.Date),
		Text: cmp.Or(m.Text, m.Caption), Files: files(m),
	}
	if m.ReplyTo != nil {
		e.ReplyTo = []string{a.ident(m.Connection, m.Chat.ID, m.ReplyTo.ID)}
	}
	if kind == channel.KindEdit {
		e.Of = e.ID
		e.ID += ".edit." + id(m.EditDate)
		e.At = channel.Stamp(m.EditDate)
	}
	switch {
	case !private(m.Chat):
		return channel.Event{Kind: channel.KindOther, Peer: id(m.Chat.ID)}
	case m.Connection != "" && m.From.ID != m.Chat.ID, m.SentByBot != nil, m.From.IsBot:
		e.Kind, e.Name = channel.KindEcho, ""
		e.Of = cmp.Or(e.Of, e.ID)
		if kind == channel.KindEdit { // no new words of the shop's: they were told when it wrote
			e.Kind = channel.KindOther
		}
	case e.Text == "" && len(e.Files) == 0:
		e.Text = described(m)
		if e.Text == "" { // the chat's picture or title, a game, a payment
			e.Kind = channel.KindOther
		}
	}
	return e
}

// described is what a message without words and files says.
func described(m message) string {
	switch {
	case m.Venue != nil:
		return strings.TrimSpace(m.Venue.Title + "\n" + m.Venue.Address)
	case m.Poll != nil:
		said := m.Poll.Question
		for _, o := range m.Poll.Options {
			said += "\n- " + o.Text
		}
		return strings.TrimSpace(said)
	case m.Story != nil:
		return "[story]"
	case m.Location != nil:
		return "geo:" + m.Location.Latitude.String() + "," + m.Location.Longitude.String()
	case m.Contact != nil:
		full := strings.TrimSpace(m.Contact.FirstName + " " + m.Contact.LastName)
		return strings.TrimSpace(full + " " + m.Contact.Phone)
	}
	return ""
}

// files are those of a message. A sticker is what it shows.
func files(m message) (fs []channel.File) {
	if n := len(m.Photo); n > 0 {
		m.Photo[n-1].Type = "image/jpeg"
		fs = append(fs, media(m.Photo[n-1], "image"))
	}
	for _, x := range []struct {
		f    *file
		word string
	}{
		{m.Animation, "animation"}, {m.Document, "document"}, {m.Audio, "audio"},
		{m.Video, "video"}, {m.Voice, "voice"}, {m.VideoNote, "video"},
	} {
		// An animation is a document, too.
		if x.f != nil && (x.word != "document" || m.Animation == nil) {
			fs = append(fs, media(*x.f, x.word))
		}
	}
	if m.Sticker != nil {
		f := media(m.Sticker.file, "sticker")
		f.Name = cmp.Or(m.Sticker.Emoji, f.Name)
		fs = append(fs, f)
	}
	return fs
}

func media(f file, word string) channel.File {
	return channel.File{ID: f.ID, Name: f.Name, Type: cmp.Or(f.Type, word), Size: max(f.Size, 0)}
}

func (a *Adapter) deletions(d deleted) (es []channel.Event) {
	for _, n := range d.IDs {
		es = append(es, channel.Event{
			Account: d.Connection, Peer: id(d.Chat.ID), Kind: channel.KindDelete,
			Of: a.ident(d.Connection, d.Chat.ID, n),
			ID: a.ident(d.Connection, d.Chat.ID, n) + ".delete",
		})
	}
	return es
}

func (a *Adapter) pressed(c callback) channel.Event {
	if !private(c.Message.Chat) {
		return channel.Event{Kind: channel.KindOther, Peer: id(c.Message.Chat.ID)}
	}
	return channel.Event{
		Account: c.Message.Connection, Peer: id(c.Message.Chat.ID), Name: name(c.From),
		Kind: channel.KindPostback, ID: a.bot + "/callback." + c.ID, Text: c.Data, Payload: c.Data,
		Of: a.ident(c.Message.Connection, c.Message.Chat.ID, c.Message.ID),
	}
}

// membership tells of a customer who blocked the bot, or takes it back.
func membership(m member) channel.Event {
	e := channel.Event{
		Peer: id(m.Chat.ID), Name: name(m.From), Kind: channel.KindOther, At: channel.Stamp(m.Date),
	}
	switch {
	case !private(m.Chat):
	case m.New.Status == "kicked":
		e.Kind = channel.KindOptOut
	case m.New.Status == "member":
		e.Kind = channel.KindOptIn
	}
	return e
}

func (a *Adapter) reacted(r reaction) channel.Event {
	e := channel.Event{
		Peer: id(r.Chat.ID), Name: name(r.User), Kind: channel.KindReaction,
		At: channel.Stamp(r.Date), Of: a.ident("", r.Chat.ID, r.Message),
	}
	for _, x := range r.New {
		e.Text += x.Emoji
	}
	if !private(r.Chat) {
		e.Kind = channel.KindOther
	}
	return e
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// ident is the id of a message in all chats of all bots. Two bots, and two businesses, count their
// messages each for themselves.
func (a *Adapter) ident(connection string, chat, n int64) string {
	return cmp.Or(connection, a.bot) + "/" + id(chat) + "/" + id(n)
}

func name(p person) string {
	full := strings.TrimSpace(p.FirstName + " " + p.LastName)
	return cmp.Or(full, p.Username)
}
