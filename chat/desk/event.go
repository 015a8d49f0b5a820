package desk

import (
	"encoding/json"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// Event is one thing a stream says. One of the pointers is set, as Type tells; none
// with EventVisit.
type Event struct {
	ID      string // the cursor to resume after; empty for snapshots and what is ephemeral
	Type    string // the entry's Kind, or one of the Event constants
	At      time.Time
	Session chat.SessionID

	Entry        *chat.Entry // streams share it: it must not be changed
	View         *SessionView
	Inbox        *Inbox
	Board        *Board
	Typing       *Typing
	Read         *Read
	Availability *Availability
	Agent        *AgentView
	Presence     *VisitorPresence
	Hello        *Hello
	Reset        string // why the state must be read again

	seen *sessions.Seen // what Entry is of; nil: unknown
}

// EntryJSON returns Entry as JSON. It is made once for all streams that show the entry alike, so it
// must not be changed.
func (e Event) EntryJSON() ([]byte, error) {
	if e.seen == nil || e.Entry != e.seen.Entry() {
		return json.Marshal(e.Entry)
	}
	return e.seen.JSON()
}

// The types of events that are no entries.
const (
	EventHello   = "stream.hello"
	EventReset   = "stream.reset"
	EventSession = "session.snapshot"
	// EventPosition tells of the place in line and the wait alone: once a second at most. Where more
	// than 2,000 wait on a node it takes a second for each 2,000: five for 10,000.
	EventPosition = "queue.position_updated"
	EventInbox    = "inbox.updated"
	// EventInboxChanged is what the HTTP API sends in place of EventInbox to who asks for it: what
	// moved since the one before.
	EventInboxChanged = "inbox.changed"
	EventBoard        = "board.updated"
	EventTyping       = "typing"
	EventAvailability = "availability.changed"
	EventAgent        = "agent.status_changed"
	EventRead         = "session.read"
	EventPresence     = "visitor.presence"
	// EventVisit tells a visitor's page that the host raised an event: a beacon now takes it to the
	// rules. It says nothing else.
	EventVisit = "visit.due"
)

// Hello begins every stream.
type Hello struct {
	Cursor     string
	ServerTime time.Time
	Node       string
}

// Typing says that somebody is writing.
type Typing struct {
	By   string // visitor or agent
	On   bool
	Text string // what a visitor has typed so far who lets agents see it: see Visitor.Peek
}

// Read says how far somebody has read.
type Read struct {
	By   string // visitor or agent
	UpTo int    // the entry's number
}
