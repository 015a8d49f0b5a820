package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Handoff takes over a session that goes on elsewhere.
type Handoff interface {
	// Take takes a session over, and answers with a receipt that the session's timeline keeps. After an error it is called
	// again with the same ID.
	Take(ctx context.Context, h Handover) (receipt string, err error)
}

// Handover is one session that goes on elsewhere. The same ID is the same handover.
type Handover struct {
	ID      string
	Session chat.SessionID
	To      string // email, phone, or a name the host knows
	Address string // of email or phone
	Text    string // what the agent wrote for whoever takes it over
	Contact chat.Contact
	Entries []chat.Entry // the transcript
}
