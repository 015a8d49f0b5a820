package chathttp

import (
	"encoding/json"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// eventView is the envelope of every event, on a stream and in a long-poll.
type eventView struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      eventData `json:"data"`
}

// eventData is what an event is about, and one of the rest.
type eventData struct {
	SessionID    chat.SessionID    `json:"session_id,omitempty"`
	Entry        *chat.Entry       `json:"entry,omitempty"`
	Session      *sessionView      `json:"session,omitempty"`
	Inbox        *inboxView        `json:"inbox,omitempty"`
	Change       *inboxChange      `json:"change,omitempty"`
	Board        *boardView        `json:"board,omitempty"`
	Typing       *typingView       `json:"typing,omitempty"`
	Read         *readView         `json:"read,omitempty"`
	Availability *availabilityView `json:"availability,omitempty"`
	Agent        *agentView        `json:"agent,omitempty"`
	Presence     *presenceView     `json:"presence,omitempty"`

	Cursor     string    `json:"cursor,omitempty"`
	ServerTime time.Time `json:"server_time,omitzero"`
	Node       string    `json:"node,omitempty"`
	Reason     string    `json:"reason,omitempty"`
}

type typingView struct {
	By   string `json:"by"`
	On   bool   `json:"on"`
	Text string `json:"text,omitempty"` // what a visitor has typed who lets agents see it
}

type readView struct {
	By   string `json:"by"`
	UpTo int    `json:"up_to"`
}

// envelope writes an event as one line of JSON.
func envelope(e desk.Event) ([]byte, error) {
	if e.Entry != nil {
		return entryEnvelope(e)
	}
	return json.Marshal(envelopeOf(e))
}

// entryEnvelope writes the event of an entry. Of the entry itself, which is most of it, there is
// one JSON for all streams.
func entryEnvelope(e desk.Event) ([]byte, error) {
	entry, err := e.EntryJSON()
	if err != nil {
		return nil, err
	}
	e.Entry = nil
	around, err := json.Marshal(envelopeOf(e))
	if err != nil {
		return nil, err
	}
	around = around[:len(around)-len("}}")] // of data, which is the last, and of the whole
	b := make([]byte, 0, len(around)+len(entry)+len(`,"entry":}}`))
	b = append(b, around...)
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	b = append(b, `"entry":`...)
	b = append(b, entry...)
	return append(b, "}}"...), nil
}

// envelopeOf is an event as JSON has it.
func envelopeOf(e desk.Event) eventView {
	d := eventData{
		SessionID: e.Session, Entry: e.Entry, Reason: e.Reset,
		Session: viewed(e.View, viewSession), Inbox: viewed(e.Inbox, viewInbox), Board: viewed(e.Board, viewBoard),
		Availability: viewed(e.Availability, viewAvailability), Agent: viewed(e.Agent, viewAgent),
	}
	if e.Typing != nil {
		d.Typing = &typingView{By: e.Typing.By, On: e.Typing.On, Text: e.Typing.Text}
	}
	if e.Presence != nil {
		d.Presence = viewPresence(*e.Presence)
	}
	if e.Read != nil {
		d.Read = &readView{By: e.Read.By, UpTo: e.Read.UpTo}
	}
	if e.Hello != nil {
		d.Cursor, d.ServerTime, d.Node = e.Hello.Cursor, e.Hello.ServerTime, e.Hello.Node
	}
	return eventView{Type: e.Type, Timestamp: e.At, Data: d}
}

// viewed is the view of what is there.
func viewed[T, V any](v *T, view func(T) V) *V {
	if v == nil {
		return nil
	}
	return new(view(*v))
}
