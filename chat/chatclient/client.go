package chatclient

import (
	"context"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Config is how a Client reaches a shop. Base alone is needed.
type Config struct {
	// Base is the address at which the API is mounted, such as https://shop.example/chat.
	Base string
	// HTTP sends the requests. It must have no Timeout of its own, or streams end by it.
	// Default: a client that keeps cookies, by which a visitor is known again.
	HTTP *http.Client
	// Sign puts on a request what the shop's login asks for, such as a bearer token. It is called
	// for each try. Default: nothing.
	Sign func(*http.Request) error
	// Tries is how often a request is sent that may be sent again. Default: 4.
	Tries int
	// Pause is the time before the second try; it doubles from try to try, up to 5 s, and is
	// shortened at random. What a server asks for with Retry-After comes first. Default: 200 ms.
	Pause time.Duration
	// Silence is how long a stream may say nothing before it is opened anew. Default: 40 s; the
	// server speaks every 15 s.
	Silence time.Duration
}

// Client calls the API of one shop as one person.
type Client struct {
	cfg  Config
	base *url.URL
}

// New checks the configuration. It reaches nothing yet.
func New(cfg Config) (*Client, error) {
	base, err := url.Parse(cfg.Base)
	if err != nil {
		return nil, err
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, errors.New("chatclient: Base must be the whole address of an API")
	}
	if cfg.Tries < 0 || cfg.Pause < 0 || cfg.Silence < 0 {
		return nil, errors.New("chatclient: Tries, Pause and Silence must not be negative")
	}
	if cfg.HTTP == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		cfg.HTTP = &http.Client{Jar: jar}
	}
	if cfg.Tries == 0 {
		cfg.Tries = 4
	}
	if cfg.Pause == 0 {
		cfg.Pause = 200 * time.Millisecond
	}
	if cfg.Silence == 0 {
		cfg.Silence = 40 * time.Second
	}
	base.Path = strings.TrimSuffix(base.Path, "/")
	return &Client{cfg: cfg, base: base}, nil
}

// VisitorCalls are those of a visitor.
type VisitorCalls struct{ client *Client }

// VisitorSession is what a visitor does in a session.
type VisitorSession struct {
	client *Client
	id     string
}

// AgentCalls are those of an agent.
type AgentCalls struct{ client *Client }

// AgentSession is what an agent does in a session.
type AgentSession struct {
	client *Client
	id     string
}

// TemplateSession is what an agent does in a session with words that the platform of its visitor's
// messenger has approved.
type TemplateSession struct {
	client *Client
	id     string
}

// SupervisorCalls are those of a supervisor, who may make an agent's too.
type SupervisorCalls struct{ client *Client }

// SettingCalls are those by which a supervisor changes what the team works by.
type SettingCalls struct{ client *Client }

// HostCalls are those of load balancers and tools.
type HostCalls struct{ client *Client }

// Visitor returns the calls of a visitor.
func (c *Client) Visitor() VisitorCalls { return VisitorCalls{c} }

// Session returns what the visitor does in a session.
func (c VisitorCalls) Session(id string) VisitorSession { return VisitorSession{c.client, id} }

// Agent returns the calls of an agent.
func (c *Client) Agent() AgentCalls { return AgentCalls{c} }

// Session returns what the agent does in a session.
func (c AgentCalls) Session(id string) AgentSession { return AgentSession{c.client, id} }

// Templates returns what the agent does in a session with approved words.
func (c AgentCalls) Templates(id string) TemplateSession { return TemplateSession{c.client, id} }

// Supervisor returns the calls of a supervisor.
func (c *Client) Supervisor() SupervisorCalls { return SupervisorCalls{c} }

// Settings returns the calls that read and change settings. Their values are JSON as package
// settings writes them.
func (c *Client) Settings() SettingCalls { return SettingCalls{c} }

// Host returns the calls of load balancers and tools.
func (c *Client) Host() HostCalls { return HostCalls{c} }

// wait lets a while go by; ctx ends it.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
