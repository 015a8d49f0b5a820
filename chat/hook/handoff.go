package hook

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Handoff takes over a session that goes on elsewhere.
type Handoff interface {
	// Take takes a session over, and answers with a receipt that the session's timeline keeps. After an error it is called
	// again with the same ID: after an ErrRefused not at all, and then an agent sees to the session.
	// What it took is an open hand-off until Host.HandoffDone of package desk says how it ended.
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

	Deadline time.Time // by when HandoffDone is awaited; zero: there is none
	Again    bool      // an earlier try may have come through: nobody knows how it ended
}

// OpenHandoff is a session that goes on elsewhere and is not done there yet.
type OpenHandoff struct {
	ID       string         `json:"id"`
	Session  chat.SessionID `json:"session"`
	Queue    chat.QueueID   `json:"queue,omitempty"`
	To       string         `json:"to"`
	At       time.Time      `json:"at"`                // when it was asked for
	Deadline time.Time      `json:"deadline,omitzero"` // zero: there is none
	TakenAt  time.Time      `json:"taken_at,omitzero"` // when the Handoff took it; zero: not yet
	Receipt  string         `json:"receipt,omitempty"` // the Handoff's
	Late     bool           `json:"late,omitempty"`    // the deadline has passed
}
