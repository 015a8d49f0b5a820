package messenger

import (
	"net/http"
	"net/url"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/meta"
)

// Config is what an Adapter is made of.
type Config struct {
	// Secret is the app's, which signs. Required.
	Secret string
	// VerifyToken is the word that the shop made up for the handshake. Required.
	VerifyToken string
	// Tokens are those of the pages, or of the Instagram accounts, by their ids. Required.
	Tokens map[string]string
	// Instagram says that the accounts are of Instagram. Default: they are pages.
	Instagram bool
	// Person says that Meta let the app use the tag HUMAN_AGENT. Default: it did not.
	Person bool
	// Base is where the Graph API is. Default: https://graph.facebook.com.
	Base string
	// Version is the Graph API's. Default: v25.0.
	Version string
	// Client sends, and gets files. Default: one that waits for 15 seconds, and gets files from
	// public addresses alone: a Transport of the host's own has to see to that itself. No redirect
	// is followed, but for a file, and then to Meta's hosts alone.
	Client *http.Client
}

// Adapter is a channel.Adapter, and a channel.Greeter, for one app.
type Adapter struct {
	graph meta.Graph
	rules channel.Rules
	// object is what Meta calls that which an event is about.
	object string
}

// The limits of texts. Meta says of a page's that it must be shorter than 2,000.
const (
	mostPage      = 1999
	mostInstagram = 1000
)

// New returns an Adapter, or all that is wrong with the config.
func New(cfg Config) (*Adapter, error) {
	a := &Adapter{object: "page"}
	a.rules = channel.Rules{
		Channel: "messenger", Unit: channel.UTF16, Most: mostPage, Echoes: true,
		Window: channel.Window{Reply: 24 * time.Hour}, Files: kinds,
	}
	if cfg.Instagram {
		a.object = "instagram"
		a.rules.Channel, a.rules.Unit, a.rules.Most = "instagram", channel.Bytes, mostInstagram
		a.rules.Files = nil
	}
	if cfg.Person {
		a.rules.Window.Person = 7 * 24 * time.Hour
	}
	var err error
	a.graph, err = meta.Graph{
		Secret: cfg.Secret, VerifyToken: cfg.VerifyToken, Tokens: cfg.Tokens,
		Base: cfg.Base, Version: cfg.Version, Client: cfg.Client,
	}.Complete("messenger")
	return a, err
}

// Rules implements channel.Adapter.
func (a *Adapter) Rules() channel.Rules { return a.rules }

// Verify implements channel.Adapter.
func (a *Adapter) Verify(r channel.Request) error { return a.graph.Verify(r) }

// Greet implements channel.Greeter.
func (a *Adapter) Greet(q url.Values) (string, error) { return a.graph.Greet(q) }
