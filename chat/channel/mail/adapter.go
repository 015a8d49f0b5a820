package mail

import (
	"cmp"
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Provider is who posts the mail.
type Provider string

// The providers.
const (
	Mailgun  Provider = "mailgun"
	Postmark Provider = "postmark"
	SendGrid Provider = "sendgrid"
	SES      Provider = "ses" // Amazon's, whose rule publishes mails to an SNS topic
)

// Config is what an Adapter is made of.
type Config struct {
	// Provider is who posts. Required.
	Provider Provider
	// Key is Mailgun's signing key. Required there.
	Key string
	// Topic is the ARN of the SNS topic that SES publishes to. Required there.
	Topic string
	// Client asks Amazon for its certificates. Default: one that waits for 15 seconds.
	Client *http.Client
	// User and Password stand in the address that Postmark or SendGrid was told. Required there.
	User, Password string
	// Read makes of a mail as it came what a desk takes; the envelope's recipient and sender may be
	// empty. Default: the provider's own fields are taken.
	Read func(raw []byte, recipient, sender string) (hook.Inbound, error)
	// Mailer sends. Default: nothing is sent here; a desk sends by its own Mailer.
	Mailer hook.Mailer
	// Subject is that of the mails that are sent. Default: "Re: your message".
	Subject string
	// Now is the clock that Mailgun's and Amazon's times are held against. Default: time.Now.
	Now func() time.Time
}

// Adapter is a channel.Adapter for one provider.
type Adapter struct {
	cfg    Config
	client *http.Client // of Amazon

	mu    sync.Mutex
	words map[string]word           // Mailgun's that came lately
	keys  map[string]*rsa.PublicKey // Amazon's, by where they are
}

// word is one that Mailgun signed, with the body that it came with.
type word struct {
	at   time.Time
	body [sha256.Size]byte
}

// New returns an Adapter, or all that is wrong with the config.
func New(cfg Config) (*Adapter, error) {
	var errs []error
	switch cfg.Provider {
	case Mailgun:
		if cfg.Key == "" {
			errs = append(errs, errors.New("mail: Key: want Mailgun's signing key"))
		}
	case Postmark, SendGrid:
		if cfg.User == "" || cfg.Password == "" {
			errs = append(errs, errors.New("mail: User, Password: want both"))
		}
	case SES:
		if cfg.Topic == "" {
			errs = append(errs, errors.New("mail: Topic: want the ARN of the SNS topic"))
		}
	default:
		errs = append(errs, errors.New("mail: Provider: want mailgun, postmark, sendgrid or ses"))
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Subject = cmp.Or(cfg.Subject, "Re: your message")
	a := &Adapter{cfg: cfg, words: map[string]word{}, client: wire.Client(cfg.Client)}
	a.keys = map[string]*rsa.PublicKey{}
	return a, errors.Join(errs...)
}

// Rules implements channel.Adapter.
func (a *Adapter) Rules() channel.Rules {
	tells := a.cfg.Provider != Mailgun // what became of a mail, where the shop subscribed to it
	return channel.Rules{Channel: "mail", Body: mostPosted, Echoes: tells}
}

// mostPosted is how long a mail may be as a provider posts it: 25 MB, which mailboxes take, and
// what files grow by as text.
const mostPosted = 36 << 20

// Verify implements channel.Adapter.
func (a *Adapter) Verify(r channel.Request) error {
	switch a.cfg.Provider {
	case Mailgun:
		return a.signed(r)
	case SES:
		return a.noticed(r)
	}
	user, password, ok := (&http.Request{Header: r.Header}).BasicAuth()
	sameUser := channel.SameSecret(user, a.cfg.User)
	if !channel.SameSecret(password, a.cfg.Password) || !sameUser || !ok {
		return fmt.Errorf("%w: Authorization", channel.ErrForged)
	}
	return nil
}

// Status implements channel.Answerer: a mail that cannot be read is not posted again.
func (a *Adapter) Status(err error) int {
	switch {
	case errors.Is(err, channel.ErrForged):
		return 0
	case errors.Is(err, errUnasked):
		return http.StatusServiceUnavailable
	case a.cfg.Provider == Mailgun:
		return http.StatusNotAcceptable
	case a.cfg.Provider == Postmark:
		return http.StatusForbidden
	}
	return http.StatusOK
}

// Read implements channel.Adapter.
func (a *Adapter) Read(r channel.Request) ([]channel.Event, error) {
	var l letter
	var err error
	switch a.cfg.Provider {
	case SES:
		return a.ses(r)
	case Postmark:
		if es, ok := postmarked(r); ok {
			return es, nil
		}
		l, err = postmark(r)
	case SendGrid:
		if es, ok := sendGridTold(r); ok {
			return es, nil
		}
		l, err = sendGrid(r)
	default:
		l, err = mailgun(r)
	}
	if err != nil {
		return nil, fmt.Errorf("mail: read: %w", err)
	}
	return a.events(l), nil
}

// events is what a letter tells: as it came, where that is known and can be read.
func (a *Adapter) events(l letter) []channel.Event {
	if a.cfg.Read != nil && l.raw != "" {
		if in, err := a.cfg.Read([]byte(l.raw), l.recipient, l.sender); err == nil {
			e := event(in)
			e.Doubted = e.Doubted || l.doubted()
			return []channel.Event{e}
		}
	}
	return []channel.Event{l.opened().event()}
}

// Send implements channel.Adapter.
func (a *Adapter) Send(ctx context.Context, m channel.Outbound) channel.Result {
	if a.cfg.Mailer == nil {
		return channel.Refuse(channel.Permanent, "", "there is no mailer")
	}
	// What is told of the mail names it by this.
	_, domain, _ := strings.Cut(m.Account, "@")
	id := m.ID + "@" + cmp.Or(domain, "switchboard.invalid")
	err := a.cfg.Mailer.Send(ctx, hook.Mail{
		ID: m.ID, MessageID: id, To: m.To, Subject: a.cfg.Subject, Text: m.Text,
		InReplyTo: m.ReplyTo, ReplyTo: m.Account, Automatic: m.By != chat.AuthorAgent,
		Again: m.Again,
	})
	switch {
	case err == nil:
		return channel.Result{Outcome: channel.Taken, IDs: []string{id}}
	case errors.Is(err, hook.ErrRefused):
		return channel.Refuse(channel.Permanent, "", err.Error())
	case errors.Is(err, hook.ErrUnknown), errors.Is(err, context.DeadlineExceeded):
		return channel.Result{Why: err.Error()}
	}
	return channel.Refuse(channel.Retry, "", err.Error())
}
