package whatsapp

import (
	"errors"
	"maps"
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
	// Tokens are those of the business's numbers, by the numbers' ids (phone_number_id). Required.
	Tokens map[string]string
	// Businesses are the ids of the WhatsApp Business Accounts that the numbers are of, by the
	// numbers' ids: Meta lists the approved templates of each. Default: no templates are offered.
	Businesses map[string]string
	// Base is where the Graph API is. Default: https://graph.facebook.com.
	Base string
	// Version is the Graph API's. Default: v25.0.
	Version string
	// Client sends, and gets files. Default: one that waits for 15 seconds, and gets files from
	// public addresses alone: a Transport of the host's own has to see to that itself. No redirect
	// is followed, but for a file, and then to Meta's hosts alone.
	Client *http.Client
}

// Adapter is a channel.Adapter, a channel.Greeter and a channel.Approver, for one app.
type Adapter struct {
	graph      meta.Graph
	businesses map[string]string
}

// New returns an Adapter, or all that is wrong with the config.
func New(cfg Config) (*Adapter, error) {
	graph, err := meta.Graph{
		Secret: cfg.Secret, VerifyToken: cfg.VerifyToken, Tokens: cfg.Tokens,
		Base: cfg.Base, Version: cfg.Version, Client: cfg.Client,
	}.Complete("whatsapp")
	for number, business := range cfg.Businesses {
		if cfg.Tokens[number] == "" || !ids.MatchString(business) {
			err = errors.Join(err, errors.New("whatsapp: Businesses: want a number and its account"))
		}
	}
	return &Adapter{graph, maps.Clone(cfg.Businesses)}, err
}

// Rules implements channel.Adapter.
func (a *Adapter) Rules() channel.Rules {
	return channel.Rules{
		Channel: "whatsapp", Unit: channel.UTF16, Most: 4096, Echoes: true,
		Files:  kinds,
		Window: channel.Window{Reply: 24 * time.Hour, Templates: true},
	}
}

// Verify implements channel.Adapter.
func (a *Adapter) Verify(r channel.Request) error { return a.graph.Verify(r) }

// Greet implements channel.Greeter.
func (a *Adapter) Greet(q url.Values) (string, error) { return a.graph.Greet(q) }
