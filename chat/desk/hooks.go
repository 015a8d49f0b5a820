package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// A hook that fails or hangs never blocks a message: it has a deadline, and the desk goes on without it.

// Profile is the host's own knowledge of a visitor. Tier and login come from here alone, never from a browser.
type Profile interface {
	Visitor(ctx context.Context, p chat.Principal) (Customer, error)
}

// Customer is what the host knows of a visitor. The zero Customer is nobody in particular.
type Customer struct {
	Name     string
	Email    string
	Phone    string
	Locale   string
	Tier     string // the customer group, such as vip
	Priority int    // added to the queue's, -1000 to 1000
	Skills   []chat.Skill
	Card     []CardRow // what agents see
}

// CardRow is one line of what agents see of a visitor.
type CardRow struct {
	Label string
	Text  string
	URL   string // http, https or a path of the shop; empty: no link
}

// Screen is moderation. An error of ErrInvalid refuses the text, any other lets it pass.
type Screen interface {
	Screen(ctx context.Context, text string) error
}

// Mailer sends one mail. An error means it is tried again; the same ID is never two mails.
type Mailer interface {
	Send(ctx context.Context, m Mail) error
}

// Mail is one mail, as plain text.
type Mail struct {
	ID      string
	To      string
	Subject string
	Text    string
}

// Handoff takes over a session that goes on elsewhere, and answers with a receipt that its timeline keeps.
type Handoff interface {
	Take(ctx context.Context, h Handover) (receipt string, err error)
}

// Handover is one session that goes on elsewhere. The same ID is the same handover.
type Handover struct {
	ID      string
	Session chat.SessionID
	To      string
	Address string
	Text    string
	Contact chat.Contact
	Entries []chat.Entry
}

// Notifier tells agents on another way, such as a phone, that somebody waits and nobody looks.
type Notifier interface {
	Waiting(ctx context.Context, q chat.QueueID, sessions int, oldest time.Duration) error
}

// Bus carries small ephemeral messages between the nodes. It may lose them.
type Bus interface {
	Publish(ctx context.Context, topic string, payload []byte) error
	Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error // until ctx ends
}

// Observer counts. Its methods are called on the way of a request and must return at once.
type Observer interface {
	Entry(s chat.Session, e chat.Entry)        // an entry was committed
	Commit(outcome string, took time.Duration) // ok, conflict, refused or error
	Prompt(rule string, outcome string)        // shown, accepted, dismissed
}

type nobody struct{}

func (nobody) Entry(chat.Session, chat.Entry) {}
func (nobody) Commit(string, time.Duration)   {}
func (nobody) Prompt(string, string)          {}
