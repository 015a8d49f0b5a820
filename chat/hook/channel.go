package hook

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Channel carries agents' words to the customers of a messenger. A Courier of package channel is
// one.
type Channel interface {
	// Name is the channel's, as Inbound.Channel has it.
	Name() string
	// Carry takes one message over, durably once it returns nil. The same ID is taken once. Its
	// error may be an ErrRefused: then it never will be sent, and the agents see to it.
	Carry(ctx context.Context, m Words) error
	// Window is how an author may write now to a customer who wrote last at an instant.
	Window(now, last time.Time, by chat.AuthorKind) ReplyWindow
}

// Words is one message of an agent's on its way to a customer.
type Words struct {
	ID      string          // the same for every try
	Session chat.SessionID  // where it stands
	N       int             // its number there
	Account string          // whom it comes from: the shop's page, number or bot
	To      string          // the customer's id there
	By      chat.AuthorKind // agent or bot
	Text    string
	At      time.Time // when it was written
	Of      string    // the ID of the message that it takes the place of; empty: of none
	// Template says that Text is words which the platform of a Templater has approved. Default: they
	// are the author's own.
	Template *chat.Template
	// Files go after the text, which may be empty then. They go to a FileCarrier alone.
	Files []chat.File
}

// FileCarrier is a Channel that carries files with words, where CarriesFiles says so. Any other one
// is given their names, in the text.
type FileCarrier interface {
	Channel
	CarriesFiles() bool
}

// ReplyWindow is how somebody may write to a customer of a messenger, and until when.
type ReplyWindow struct {
	// Way is reply, tagged (as a person's late answer), template (approved words alone) or none.
	Way   string
	Until time.Time // when Way ends; zero: not by time alone
}

// Open reports whether words of one's own may go.
func (w ReplyWindow) Open() bool { return w.Way == "reply" || w.Way == "tagged" }

// Reached is what a messenger told of a message.
type Reached struct {
	ID    string     // of the Words
	Reach chat.Reach // how far it came; empty: it never will get there
	Twice bool       // it may be there twice
	Why   string     // it never will get there
}
