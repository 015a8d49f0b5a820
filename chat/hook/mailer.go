package hook

import "context"

// Mailer sends mail.
type Mailer interface {
	// Send sends one mail. Its error may be an ErrRefused or an ErrUnknown; any other one says that
	// nothing was sent. After an error other than ErrRefused it is called again with the same ID.
	// Where nobody knows how an earlier try ended, Again says so: who can tell that the mail went
	// out, by its ID, sends it no second time.
	Send(ctx context.Context, m Mail) error
}

// Replier is a Mailer that knows where answers come in again.
type Replier interface {
	Mailer
	// Replies is the mailbox that answers are sent to, such as reply@shop.example. Whatever is sent
	// to reply+anything@shop.example must come to it too: the desk signs what stands after the plus.
	Replies() string
}

// Mail is one mail, as plain text and as HTML that says the same.
type Mail struct {
	ID      string // the same for every try
	To      string
	Subject string
	Text    string
	HTML    string // may be empty

	// MessageID is the mail's own, InReplyTo and References those of the mails before it, the oldest
	// first; all without angle brackets. Any of them may be empty. The same mail has the same
	// MessageID in every try, so that a mailbox that gets it twice can show it once.
	MessageID  string
	InReplyTo  string
	References []string
	// ReplyTo is where an answer goes, and where it is said that the mail cannot be delivered.
	// Default: the Mailer's own.
	ReplyTo string
	// Lang is the language of the words, as a tag.
	Lang string
	// Automatic says that no person wrote it, so that no robot answers it.
	Automatic bool

	Again bool // an earlier try may have come through: nobody knows how it ended
}
