package hook

import "context"

// Mailer sends mail.
type Mailer interface {
	// Send sends one mail. After an error it is called again with the same ID, which must never become two mails.
	Send(ctx context.Context, m Mail) error
}

// Mail is one mail, as plain text.
type Mail struct {
	ID      string // the same for every try
	To      string
	Subject string
	Text    string
}
