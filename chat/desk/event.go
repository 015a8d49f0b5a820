package desk

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Event is one thing a stream says. One of the pointers is set, as Type tells; none
// with EventVisit.
type Event struct {
	ID      string // the cursor to resume after; empty for snapshots and what is ephemeral
	Type    string // the entry's Kind, or one of the Event constants
	At      time.Time
	Session chat.SessionID

	Entry        *chat.Entry
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
}

// The types of events that are no entries.
const (
	EventHello        = "stream.hello"
	EventReset        = "stream.reset"
	EventSession      = "session.snapshot"
	EventPosition     = "queue.position_updated"
	EventInbox        = "inbox.updated"
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
