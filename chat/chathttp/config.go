package chathttp

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/loglimit"
	"github.com/switchboard-go/switchboard/trigger"
)

// Config is how a handler is mounted and whom it believes. The zero Config is a handler at the root
// that knows no agent and gives every visitor a token.
type Config struct {
	// Prefix is the part of the path that belongs to the mount, such as "/chat". Default: none, as
	// behind http.StripPrefix.
	Prefix string
	// Desk finds the desk that a request is for, as by its host name, where one handler serves
	// many. chat.ErrNotFound, and no desk without an error, is answered as 404, any other error as
	// 503. Visitor and Agent are asked after it, and must know the tenant themselves: an id is
	// believed at the desk that Desk found. Tokens are each desk's own. Tenants on one host name
	// share one cookie, and who goes from one to another is a newcomer there. Network limits are of
	// all desks together, all others of one. Default: the desk of New.
	Desk func(*http.Request) (*desk.Desk, error)
	// Visitor tells which customer of the host asks; the zero Principal is nobody the host knows.
	// An error that is chat.ErrUnauthenticated or chat.ErrBanned is answered as such, any other as
	// 503: it fails closed. While a stream is open it is asked again every minute, with the same
	// request. Default: the host knows nobody.
	Visitor func(*http.Request) (chat.Principal, error)
	// Agent tells which agent or supervisor of the host asks, like Visitor. Default: nobody is one.
	Agent func(*http.Request) (chat.Principal, error)

	// Facts is what the shop's server knows of a visitor's request, such as the country of its
	// address: see desk.Visitor.With. It is asked at each request of a visitor, and must not block.
	// Default: nothing.
	Facts func(*http.Request) map[string]trigger.Value

	// Key signs visitor tokens: at least 32 random bytes, the same on every node. Default: derived
	// from the desk's key.
	Key []byte
	// AssertionKeys are the HS256 keys by key id (kid), at least 32 bytes each, under which the
	// shop's own server vouches for visitors on pages of other origins. Default: none, POST
	// v1/identify believes nobody.
	AssertionKeys map[string][]byte
	// Audience is what the aud claim of an assertion must name. Default: "switchboard".
	Audience string
	// TrustedOrigins are the other origins whose pages may do what a visitor may, as
	// "https://shop.example". The visitor cookie is then SameSite=None and partitioned. Default:
	// the page's own origin alone.
	TrustedOrigins []string
	// Cookie is the name of the visitor cookie, which begins with "__Host-" besides wherever there
	// is TLS: no other host can plant it then. Default: "sb_visitor".
	Cookie string
	// PlainCookie lets the visitor cookie travel without TLS. Default: on loopback hosts alone.
	PlainCookie bool

	// ClientIP is the address that asks, for limits; a host behind a proxy reads it from where its
	// proxy puts it. Private, loopback and unreadable addresses are a proxy's, and so everybody's:
	// they share the limits of 20 networks, and a header such as X-Forwarded-For among them is a
	// warning in the log, once. Default: the address of the connection.
	ClientIP func(*http.Request) netip.Addr
	// Limits bound how often visitors may ask. Default: those of Limits.
	Limits Limits
	// Heartbeat is the pause between comments on a stream with nothing to say. Default: 15 seconds.
	Heartbeat time.Duration
	// MaxStreamAge is when a stream ends cleanly, a tenth more or less; its client connects again.
	// Default: 10 minutes.
	MaxStreamAge time.Duration
	// MaxStreamsPerVisitor is how many streams and long-polls one visitor, or one agent, may have
	// open. Default: 8.
	MaxStreamsPerVisitor int
	// ReadOnly refuses everything that changes something. Default: false.
	ReadOnly bool
	// Logger hears of faults that are ours. Ids and errors, never tokens or what people wrote.
	// Warnings and errors of one cause are told at once the first time, and then once in 10 seconds
	// with their number. Default: discards.
	Logger *slog.Logger
	// Now is the clock of tokens and limits. That it is wrong costs nobody their cookie. Default:
	// time.Now.
	Now func() time.Time
}

// Limits bound how often visitors may ask. Agents are not limited.
type Limits struct {
	// Visitor bounds one visitor's writes. Default: 120 a minute, 40 at once.
	Visitor Rate
	// Network bounds everything that comes from one IPv4 address or IPv6 /64, but agents and health
	// checks. Default: 1200 a minute, 300 at once.
	Network Rate
	// Newcomers bounds how many visitors without a token one network may bring. Default: 60 a
	// minute, 60 at once.
	Newcomers Rate
	// OwnData bounds how often one visitor may export what is stored about them, and how often they
	// may erase it: each for itself. Default: 1 a minute, 2 at once.
	OwnData Rate
	// NetworkData bounds both together for one IPv4 address or IPv6 /64. Default: 10 a minute, 10
	// at once.
	NetworkData Rate
}

// logEvery is how often a cause is logged that goes on.
const logEvery = 10 * time.Second

var cookieName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// resolved checks the Config and fills in its defaults; all faults are told at once.
func (c Config) resolved() (Config, error) {
	var errs []error
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf("chathttp: "+format, args...)) }
	if c.Prefix != "" && (!strings.HasPrefix(c.Prefix, "/") || strings.HasSuffix(c.Prefix, "/") || strings.ContainsAny(c.Prefix, "?#%{} ")) {
		fault("Prefix: %q: want a path such as \"/chat\"", c.Prefix)
	}
	if n := len(c.Key); n > 0 && n < minKey {
		fault("Key: %d bytes: want at least %d", n, minKey)
	}
	if c.Desk != nil && len(c.Key) > 0 {
		fault("Key: given beside Desk: each desk has a key of its own, " +
			"or the token of one would be good at all")
	}
	if c.Desk != nil && len(c.AssertionKeys) > 0 {
		fault("AssertionKeys: given beside Desk: an assertion for one desk would be believed at all")
	}
	for kid, k := range c.AssertionKeys {
		if len(k) < minKey {
			fault("AssertionKeys[%q]: %d bytes: want at least %d", kid, len(k), minKey)
		}
	}
	if c.Cookie == "" {
		c.Cookie = "sb_visitor"
	} else if !cookieName.MatchString(c.Cookie) {
		fault("Cookie: %q: want 1 to 64 of A-Z a-z 0-9 _ -", c.Cookie)
	}
	if c.Heartbeat < 0 || c.MaxStreamAge < 0 || c.MaxStreamsPerVisitor < 0 {
		fault("Heartbeat, MaxStreamAge, MaxStreamsPerVisitor: must not be negative")
	}
	c.Limits.Visitor = cmp.Or(c.Limits.Visitor, Rate{120, 40})
	c.Limits.Network = cmp.Or(c.Limits.Network, Rate{1200, 300})
	c.Limits.Newcomers = cmp.Or(c.Limits.Newcomers, Rate{60, 60})
	c.Limits.OwnData = cmp.Or(c.Limits.OwnData, Rate{1, 2})
	c.Limits.NetworkData = cmp.Or(c.Limits.NetworkData, Rate{10, 10})
	for name, r := range map[string]Rate{"OwnData": c.Limits.OwnData, "NetworkData": c.Limits.NetworkData, "Visitor": c.Limits.Visitor, "Network": c.Limits.Network, "Newcomers": c.Limits.Newcomers} {
		if r.PerMinute >= 0 && (r.PerMinute == 0 || r.Burst < 1) {
			fault("Limits.%s: %+v: want both at least 1, or PerMinute negative", name, r)
		}
	}
	return c.filled(), errors.Join(errs...)
}

// filled fills in the defaults that cannot be wrong.
func (c Config) filled() Config {
	c.Visitor, c.Agent = orNobody(c.Visitor), orNobody(c.Agent)
	if c.Audience == "" {
		c.Audience = defaultAudience
	}
	if c.ClientIP == nil {
		c.ClientIP = remote
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = 15 * time.Second
	}
	if c.MaxStreamAge == 0 {
		c.MaxStreamAge = 10 * time.Minute
	}
	if c.MaxStreamsPerVisitor == 0 {
		c.MaxStreamsPerVisitor = 8
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Logger = loglimit.New(c.Logger, logEvery)
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// orNobody is the hook that says who asks, or nobody if the host gave none.
func orNobody(
	who func(*http.Request) (chat.Principal, error),
) func(*http.Request) (chat.Principal, error) {
	if who != nil {
		return who
	}
	return func(*http.Request) (chat.Principal, error) { return chat.Principal{}, nil }
}
