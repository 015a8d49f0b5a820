package telegram

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

// Updates are the kinds of updates that the adapter reads.
var Updates = []string{
	"message", "edited_message", "callback_query", "my_chat_member", "message_reaction",
	"business_message", "edited_business_message", "deleted_business_messages",
}

// Config is what an Adapter is made of.
type Config struct {
	// Token is the bot's, as BotFather gave it: "123456:ABC…". Required.
	Token string
	// Secret is the secret_token of the webhook: 1 to 256 of A-Z a-z 0-9 _ -. Required.
	Secret string
	// Base is where the API is. Default: https://api.telegram.org.
	Base string
	// Client sends, and gets files. Default: one that waits for 15 seconds. No redirect is
	// followed.
	Client *http.Client
}

// Adapter is a channel.Adapter for one bot.
type Adapter struct {
	cfg Config
	bot string // the bot's id: the account of its own chats
}

var (
	tokens  = regexp.MustCompile(`^[0-9]{3,20}:[A-Za-z0-9_-]{10,100}$`)
	secrets = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

// New returns an Adapter, or all that is wrong with the config.
func New(cfg Config) (*Adapter, error) {
	var errs []error
	if !tokens.MatchString(cfg.Token) {
		errs = append(errs, errors.New("telegram: Token: want digits, a colon, the rest"))
	}
	if !secrets.MatchString(cfg.Secret) {
		errs = append(errs, errors.New("telegram: Secret: want 1 to 256 of A-Z a-z 0-9 _ -"))
	}
	cfg.Base = strings.TrimRight(cmp.Or(cfg.Base, "https://api.telegram.org"), "/")
	if u, err := url.Parse(cfg.Base); err != nil || u.Host == "" {
		errs = append(errs, errors.New("telegram: Base: want an address"))
	}
	cfg.Client = wire.Client(cfg.Client)
	bot, _, _ := strings.Cut(cfg.Token, ":")
	return &Adapter{cfg, bot}, errors.Join(errs...)
}

// Account is the bot's id: the account of its own chats.
func (a *Adapter) Account() string { return a.bot }

// Rules implements channel.Adapter. A bot may write at any time to whoever wrote to it once, about
// one message a second.
func (a *Adapter) Rules() channel.Rules {
	return channel.Rules{
		Channel: "telegram", Unit: channel.UTF16, Most: 4096, Pace: time.Second,
		Edits: true, Files: []channel.FileKind{{Most: mostSent}},
		OneRate: true, // the chats of businesses, too, are the one bot's
	}
}

// Verify implements channel.Adapter.
func (a *Adapter) Verify(r channel.Request) error {
	if !channel.SameSecret(r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), a.cfg.Secret) {
		return fmt.Errorf("%w: X-Telegram-Bot-Api-Secret-Token", channel.ErrForged)
	}
	return nil
}
