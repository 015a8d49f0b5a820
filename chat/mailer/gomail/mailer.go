package gomail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Security says how the connection to the server is kept from others.
type Security string

// The ways.
const (
	STARTTLS Security = "starttls" // begins plainly, and is refused if the server cannot go on encrypted
	TLS      Security = "tls"      // encrypted from the first byte, mostly on port 465
	Plain    Security = "plain"    // never encrypted: for a server on the same machine
)

// Config is what a Mailer is made of. Host and From are required.
type Config struct {
	// Host is the SMTP server.
	Host string
	// Port is where it listens. Default: 587, and 465 with TLS.
	Port int
	// Security is how the connection is kept from others. Default: STARTTLS.
	Security Security
	// TLS is how certificates are checked. Default: as the system does.
	TLS *tls.Config
	// Username and Password sign in, over an encrypted connection alone. Default: nobody signs in.
	Username, Password string
	// From is who the mail is from, such as "Shoes <help@shoes.example>".
	From string
	// Replies is the mailbox that answers are sent to, such as reply@shoes.example; whatever is sent
	// to reply+anything@shoes.example must come to it too. Default: answers go to From, and nobody
	// knows which session they are of.
	Replies string
	// Timeout is the longest that the server may take for a step. Default: 20 seconds.
	Timeout time.Duration
	// Hello is how this side names itself to the server. Default: the name of the machine.
	Hello string
}

// Mailer sends mail over SMTP. It holds no connection, and is safe for concurrent use.
type Mailer struct {
	cfg  Config
	from *mail.Address
}

// New returns a Mailer. It reports every fault of the configuration at once, and connects to nobody.
func New(cfg Config) (*Mailer, error) {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("gomail: config: "+format, args...)) }
	if cfg.Host == "" {
		fault("Host: missing")
	}
	switch cfg.Security {
	case "":
		cfg.Security = STARTTLS
	case STARTTLS, TLS, Plain:
	default:
		fault("Security: %q: want starttls, tls or plain", cfg.Security)
	}
	if cfg.Security == Plain && cfg.Username != "" {
		fault("Username: nobody signs in over a plain connection")
	}
	from, err := mail.ParseAddress(cfg.From)
	if err != nil {
		fault("From: %q is no address", cfg.From)
	}
	if cfg.Replies != "" && (chat.CheckEmail("Replies", cfg.Replies) != nil || strings.Contains(cfg.Replies, "+")) {
		fault("Replies: %q: want an address without a plus", cfg.Replies)
	}
	if cfg.Port < 0 || cfg.Port > 65535 {
		fault("Port: %d", cfg.Port)
	}
	if cfg.Timeout < 0 {
		fault("Timeout: negative")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 20 * time.Second
	}
	if cfg.Port == 0 {
		cfg.Port = 587
		if cfg.Security == TLS {
			cfg.Port = 465
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return &Mailer{cfg, from}, nil
}

// Replies implements hook.Replier.
func (m *Mailer) Replies() string { return m.cfg.Replies }

// Send implements hook.Mailer. It sends whatever it is given: a mail that may have gone out before
// goes out again, with the same Message-ID.
func (m *Mailer) Send(ctx context.Context, x hook.Mail) error {
	msg, err := m.compose(x)
	if err != nil {
		return fmt.Errorf("%w: %w", hook.ErrRefused, err)
	}
	client, err := gomail.NewClient(m.cfg.Host, m.options()...)
	if err != nil {
		return fmt.Errorf("gomail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() { // what went wrong after that is nobody's loss
		return nil
	}
	return outcome(err)
}

func (m *Mailer) options() []gomail.Option {
	out := []gomail.Option{gomail.WithPort(m.cfg.Port), gomail.WithTimeout(m.cfg.Timeout), gomail.WithoutNoop()}
	switch m.cfg.Security {
	case TLS:
		out = append(out, gomail.WithSSL())
	case Plain:
		out = append(out, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		out = append(out, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if m.cfg.TLS != nil {
		out = append(out, gomail.WithTLSConfig(m.cfg.TLS))
	}
	if m.cfg.Username != "" {
		out = append(out, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(m.cfg.Username), gomail.WithPassword(m.cfg.Password))
	}
	if m.cfg.Hello != "" {
		out = append(out, gomail.WithHELO(m.cfg.Hello))
	}
	return out
}

// outcome tells apart the three ways in which sending fails. Only after the last line of the text
// nobody knows whether the server has it: before, it takes nothing. A code from the server is its own
// word: 5xx is for good, 4xx is for now.
func outcome(err error) error {
	var sent *gomail.SendError
	if !errors.As(err, &sent) {
		return fmt.Errorf("gomail: %w", err)
	}
	code := sent.ErrorCode()
	switch {
	case sent.Reason == gomail.ErrSMTPDataClose && code == 0:
		return fmt.Errorf("%w: gomail: %w", hook.ErrUnknown, err)
	case code >= 500 && code < 600 && sent.Reason != gomail.ErrConnCheck:
		return fmt.Errorf("%w: gomail: %w", hook.ErrRefused, err)
	}
	return fmt.Errorf("gomail: %w", err)
}
